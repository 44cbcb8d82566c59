import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { pabulibSource } from './rehearsal/pabulib.js';
import { ballotsWithSums, t01 } from './rehearsal/source.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Runs a rehearsal as a user does, and returns its folder. Throws with its output where it ends with a difference. */
function rehearse(...options: string[]): string {
  const out = mkdtempSync(join(tmpdir(), 'piaojue-out-'));
  folders.push(out);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', join(here, 'rehearse.ts'), '--out', out, ...options], {
    cwd: join(here, '..'),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${stdout}\n${stderr}`);
  expect(stdout).toContain('与已知结果完全一致');
  return out;
}

const archivesIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith('.bel')).map((name) => join(folder, name));
/** The second opinion: Debian's belenios-tool, with no code of ours. */
const audit = (file: string): string => execFileSync(process.execPath, [join(here, 'audit-archive.mjs'), file], { encoding: 'utf8' });

test('T01: the demo sitting adopts the known 20 of 25, and belenios-tool accepts its archive (for/against/abstain, 2 of 3 keys)', () => {
  const out = rehearse();
  const [archive = ''] = archivesIn(out);
  expect(audit(archive)).toMatch(/^ballots 60, verify ok/);
  const result = JSON.parse(readFileSync(join(out, 'result-1.json'), 'utf8')) as { adopted: number[]; outcome: { projects: { sentence: string }[]; derivation: unknown[] } };
  expect(result.adopted.toSorted((a, b) => a - b)).toEqual([...t01.adopted]);
  expect(result.outcome.projects.every(({ sentence }) => sentence.includes('全体代表235人'))).toBe(true);
  expect(result.outcome.derivation.length).toBeGreaterThan(2);
});

test('the same sitting with approve-only ballots passes the independent check too', () => {
  const [archive = ''] = archivesIn(rehearse('--kind', 'approve_only', '--electronic', '20', '--scrutineers', '5', '--threshold', '3'));
  expect(audit(archive)).toMatch(/^ballots 20, verify ok/);
});

const wesola = join(here, '../db/seed/pabulib/poland_warszawa_2020_wesola.pb');
const okecie = join(here, '../db/seed/pabulib/poland_warszawa_2017_wysokie-okecie.pb');

test.each([wesola, okecie])('real ballots of a city come out exactly as published: %s', (file) => {
  rehearse('--ballots', file, '--group', 'Ed25519', '--kind', 'approve_only', '--electronic', '60');
});

test('the reader of real ballots agrees with the published totals before anything is encrypted', () => {
  for (const file of [wesola, okecie]) {
    const { ballots, paper, expectedFor = [] } = pabulibSource(file);
    const sums = expectedFor.map((_, j) => [...ballots, ...paper].filter((marks) => marks[j] === 'for').length);
    expect(sums).toEqual(expectedFor);
  }
});

test('constructed ballots have the sums asked for and never more marks than the cap', () => {
  const ballots = ballotsWithSums(t01.approvals, t01.valid, 20, true);
  expect(t01.approvals.map((_, j) => ballots.filter((marks) => marks[j] === 'for').length)).toEqual([...t01.approvals]);
  for (const marks of ballots) expect(marks.filter((mark) => mark === 'for').length).toBeLessThanOrEqual(20);
});
