import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatorOf2048, modulusOf2048, orderOf2048 } from '@piaojue/ballot-crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { opensslModular } from './openssl-modular.js';
import { run } from './run.js';
import { checks, failures } from './wording.js';

const vectors = join(import.meta.dirname, '../../../packages/ballot-crypto/vectors');
const belOf = (folder: string) =>
  join(
    vectors,
    folder,
    readdirSync(join(vectors, folder)).find((f) => f.endsWith('.bel'))!,
  );
const negative = (name: string) => join(vectors, 'negative/archives-2048', `${name}.bel`);
const small = belOf('bt33-ed25519-single-5');

async function output(...args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await run(args, { line: (text) => lines.push(text) }, 1);
  return { code, lines };
}

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'verify-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const written = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};

/** The archive cut after its first records: whole blocks only. */
function cutAfter(bytes: Buffer, records: number): Buffer {
  let at = 0;
  for (let n = 0; n < records; n++)
    at += 512 + Math.ceil(parseInt(bytes.toString('latin1', at + 124, at + 135), 8) / 512) * 512;
  return bytes.subarray(0, at);
}

test('a good archive: every check with a tick, exit code 0', async () => {
  const { code, lines } = await output(small);
  expect(code).toBe(0);
  expect(lines.filter((line) => line.startsWith('  ✓')).map((line) => line.slice(4))).toEqual(Object.values(checks));
  expect(lines.at(-1)).toBe('核验通过：全部检查均成立。');
  expect(lines).toContain('  计票张数：5');
});

test('R-46: a bad archive: the culprit is named in plain Chinese, exit code 1', async () => {
  const { code, lines } = await output(negative('num-tallied-total-weight-false-7'));
  expect(code).toBe(1);
  expect(lines).toContain('  ✗ 公布的计票张数不对（公布为7，应为5）');
  expect(lines.at(-1)).toContain('核验不通过');
  expect((await output(negative('exact-same-ballot-twice-in-a-row'))).lines).toContain(
    '  ✗ 同一记录出现两次（第2张表决票）',
  );
});

test('a re-vote is refused unless it is allowed', async () => {
  expect((await output(negative('revote-last-counts'))).code).toBe(1);
  expect((await output(negative('revote-last-counts'), '--allow-revote')).code).toBe(0);
});

test('an unfinished vote: exit code 3; a cut file: 1; no file, no archive, no arguments: 2', async () => {
  const bytes = readFileSync(small);
  const open = await output(written('open.bel', cutAfter(bytes, 8)));
  expect(open.code).toBe(3);
  expect(open.lines.at(-1)).toContain('尚未结束');
  expect((await output(written('cut.bel', bytes.subarray(0, 5000)))).code).toBe(1);
  expect((await output(join(folder, 'nothing.bel'))).code).toBe(2);
  mkdirSync(join(folder, 'empty'));
  expect((await output(join(folder, 'empty'))).code).toBe(2);
  expect((await output()).code).toBe(2);
  expect((await output(small, '--fast')).code).toBe(2);
  expect((await output('--help')).code).toBe(0);
});

test('a folder: every archive in it, and the worst outcome', async () => {
  const all = join(folder, 'publication');
  mkdirSync(all);
  copyFileSync(small, join(all, 'a.bel'));
  expect((await output(all)).code).toBe(0);
  writeFileSync(join(all, 'b.bel'), cutAfter(readFileSync(small), 8));
  expect((await output(all)).code).toBe(3);
  writeFileSync(join(all, 'c.bel'), 'x');
  const { code, lines } = await output(all, '--json');
  expect(code).toBe(1);
  expect(lines.length).toBe(1);
  const report = JSON.parse(lines[0]!) as {
    outcome: string;
    files: { outcome: string; election?: { kind: string } }[];
  };
  expect(report.outcome).toBe('refused');
  expect(report.files.map((f) => f.outcome)).toEqual(['complete', 'unfinished', 'refused']);
  expect(report.files[0]!.election?.kind).toBe('approve_only');
});

test('a pipe among the files is named instead of waited for', async () => {
  const piped = join(folder, 'piped');
  mkdirSync(piped);
  execFileSync('mkfifo', [join(piped, 'z.bel'), join(piped, 'log.jsonl')]);
  const { code, lines } = await output(piped);
  expect(code).toBe(1);
  expect(lines.join('\n')).toContain('文件无法读取');
  expect(lines.join('\n')).toContain('log.jsonl 无法读取');
});

test('every failure has a sentence', () => {
  for (const sentence of Object.values(failures)) expect(sentence).toMatch(/[\u4e00-\u9fff]/);
});

test('OpenSSL gives the powers that BigInt gives, also those it refuses to return', () => {
  const { powerMod } = opensslModular();
  expect(powerMod(generatorOf2048, orderOf2048)).toBe(1n);
  expect(powerMod(modulusOf2048 - 1n, orderOf2048 - 1n)).toBe(1n);
  expect(powerMod(modulusOf2048 - 1n, orderOf2048)).toBe(modulusOf2048 - 1n);
  expect(powerMod(generatorOf2048, 2n)).toBe(generatorOf2048 ** 2n % modulusOf2048);
  expect(powerMod(generatorOf2048, 0n)).toBe(1n);
  expect(() => powerMod(0n, 1n)).toThrow(RangeError);
});

describe('the built command, with workers', () => {
  const main = join(import.meta.dirname, '../dist/main.js');
  beforeAll(() => {
    const tsc = join(import.meta.dirname, '../../../node_modules/typescript/bin/tsc');
    execFileSync(process.execPath, [tsc, '-p', join(import.meta.dirname, '..')]);
  });
  const command = (...args: string[]) => spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });

  test('verifies twenty ballots on all cores', () => {
    const { status, stdout, stderr } = command(belOf('bt33-2048-mixed-20'));
    expect(stderr).toBe('');
    expect(stdout).toContain('计票张数：20');
    expect(status).toBe(0);
  });

  test('names the bad ballot wherever it was checked', () => {
    const bytes = readFileSync(belOf('bt33-2048-mixed-20'));
    bytes[300_000] = bytes[300_000]! ^ 1;
    expect(command(written('flipped.bel', bytes)).status).toBe(1);
    expect(command(negative('replay-of-old-ballot-after-re-vote-a1-a2-a1')).stdout).toContain('第7张表决票');
  });
});
