import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { checkFolder, verifyFile, type FileReport } from '../apps/verify/dist/index.js';
import { pabulibSource } from './rehearsal/pabulib.js';
import { ballotsWithSums, t01 } from './rehearsal/source.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Runs a rehearsal as a user does, and returns its folder. Throws with its output where it ends with a difference. */
function rehearse(...options: string[]): string {
  const out = mkdtempSync(join(tmpdir(), 'piaojue-out-'));
  folders.push(out);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join(here, 'rehearse.ts'), '--out', out, ...options],
    {
      cwd: join(here, '..'),
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`${stdout}\n${stderr}`);
  expect(stdout).toContain('与已知结果完全一致');
  return out;
}

const archivesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.bel'))
    .map((name) => join(folder, name));
/** The second opinion: Debian's belenios-tool, with no code of ours. */
const audit = (file: string): string =>
  execFileSync(process.execPath, [join(here, 'audit-archive.mjs'), file], { encoding: 'utf8' });

test('T01: the demo sitting adopts the known 20 of 25, and belenios-tool accepts its archive (for/against/abstain, 2 of 3 keys)', () => {
  const out = rehearse();
  const [archive = ''] = archivesIn(out);
  expect(audit(archive)).toMatch(/^ballots 60, verify ok/);
  const result = JSON.parse(readFileSync(join(out, 'result-1.json'), 'utf8')) as {
    adopted: number[];
    outcome: { projects: { sentence: string }[]; derivation: unknown[] };
  };
  expect(result.adopted.toSorted((a, b) => a - b)).toEqual([...t01.adopted]);
  expect(result.outcome.projects.every(({ sentence }) => sentence.includes('全体代表235人'))).toBe(true);
  expect(result.outcome.derivation.length).toBeGreaterThan(2);
});

test('the same sitting with approve-only ballots passes the independent check too', () => {
  const [archive = ''] = archivesIn(
    rehearse('--kind', 'approve_only', '--electronic', '20', '--scrutineers', '5', '--threshold', '3'),
  );
  expect(audit(archive)).toMatch(/^ballots 20, verify ok/);
});

test.each(['approve_only', 'for_against_abstain'])(
  'single keys only: the same sitting where all scrutineers must come passes the independent check (%s)',
  (kind) => {
    const [archive = ''] = archivesIn(
      rehearse('--kind', kind, '--electronic', '5', '--scrutineers', '2', '--threshold', '2'),
    );
    expect(audit(archive)).toMatch(/^ballots 5, verify ok/);
    const text = readFileSync(archive, 'utf8');
    // The server's and the two of the scrutineers, and no group.
    expect(text.match(/\["Single",/g)?.length).toBe(3);
    expect(text).not.toContain('"Pedersen"');
  },
);

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

/** Each way to falsify a publication folder, and the name under which it must be found. */
const tampers: readonly (readonly [string, string, (folder: string) => void])[] = [
  [
    'an entry of the log is altered',
    'root_differs',
    (dir) => edit(dir, 'log.jsonl', (text) => text.replace('"present":', '"present":1')),
  ],
  [
    'an entry of the log is removed',
    'entry_malformed',
    (dir) => edit(dir, 'log.jsonl', (text) => text.split('\n').toSpliced(5, 1).join('\n')),
  ],
  [
    'the end of the log is cut off',
    'log_cut',
    (dir) => edit(dir, 'log.jsonl', (text) => `${text.trim().split('\n').slice(0, -1).join('\n')}\n`),
  ],
  [
    'two entries of the log change places',
    'entry_malformed',
    (dir) => edit(dir, 'log.jsonl', (text) => swapped(text.split('\n')).join('\n')),
  ],
  [
    'the checkpoint is signed by somebody else',
    'checkpoint_signature_invalid',
    (dir) => edit(dir, 'checkpoint.txt', (text) => text.replace(/.(?=.{8}\n$)/, (sign) => (sign === 'A' ? 'B' : 'A'))),
  ],
  [
    'something is appended to the archive',
    'archive_unreadable',
    (dir) => appendFileSync(archivesIn(dir)[0] ?? '', Buffer.alloc(512)),
  ],
  [
    'the log names another archive than the one published',
    'archive_differs',
    (dir) =>
      edit(dir, 'log.jsonl', (text) => text.replace(/(?<="archive":")./, (digit) => (digit === '0' ? '1' : '0'))),
  ],
  [
    'a published count differs from the archive',
    'totals_differ',
    (dir) =>
      edit(dir, 'result-1.json', (text) =>
        text.replace(/("electronic": \{\s*"for": )(\d+)/, (_, a: string, n: string) => `${a}${Number(n) + 1}`),
      ),
  ],
  [
    'a project is announced that the rules do not adopt',
    'outcome_differs',
    (dir) => edit(dir, 'result-1.json', (text) => text.replaceAll('not_adopted_by_rank', 'adopted')),
  ],
  ...(
    [
      ['the final list is another one', 'result_differs', (result) => (result.adopted = [1, 2, 3])],
      ['a decision of the presidium is made up', 'decision_differs', (result) => (result.chairDecision = '主席团决定')],
      [
        'two projects change names',
        'list_differs',
        ({ candidates: [a, , b] }) => ([a!.fields, b!.fields] = [b!.fields, a!.fields]),
      ],
      ['another number of places', 'list_differs', (result) => (result.places -= 1)],
      ['fewer came than were counted', 'attendance_differs', (result) => (result.present -= 1)],
      ['other paper totals', 'paper_differs', ({ paper }) => (paper.projects[0]!.for += 1)],
      ['fewer slips were given out', 'issued_differs', ({ electronic }) => (electronic.issued -= 1)],
      ['another announcement', 'announcement_differs', (result) => (result.announcementNumber = '第999号')],
      ['another course of events', 'timeline_differs', (result) => (result.timeline = [])],
      ['another signed head of the log', 'checkpoint_differs', (result) => (result.checkpoint = 'x')],
      ['another name of the congress', 'result_differs', (result) => (result.congressName = '别的人大')],
      ['a round is left out', 'result_differs', (result) => result.rounds.push({ voteId: 'x', round: 2 })],
    ] as readonly (readonly [string, string, (result: ResultFile) => unknown])[]
  ).map(
    ([what, name, change]) =>
      [
        what,
        name,
        (dir: string) =>
          edit(dir, 'result-1.json', (text) => {
            const result = JSON.parse(text) as ResultFile;
            change(result);
            return JSON.stringify(result);
          }),
      ] as const,
  ),
  ...['result-1.json', 'log.jsonl', 'checkpoint.txt', 'log-key.txt'].map(
    (name) => [`${name} is missing`, 'file_missing', (dir: string) => rmSync(join(dir, name))] as const,
  ),
  ...['null', '{', '[]'].map(
    (text) =>
      [`the result is ${text}`, 'result_malformed', (dir: string) => edit(dir, 'result-1.json', () => text)] as const,
  ),
  [
    'another number stands before the right one, under the same name',
    'result_malformed',
    (dir) => edit(dir, 'result-1.json', (text) => text.replace('{', '{"announcementNumber":"第9号",')),
  ],
  [
    'an entry is put behind the signed end of the log',
    'log_longer',
    (dir) =>
      edit(dir, 'log.jsonl', (text) => {
        const lines = text.trim().split('\n');
        return `${[...lines, lines.at(-1)!.replace(/"seq":\d+/, `"seq":${lines.length}`)].join('\n')}\n`;
      }),
  ],
  [
    'the adopted rules are other ones',
    'list_differs',
    (dir) =>
      edit(dir, 'result-1.json', (text) => text.replace('"majorityBase": "all_delegates"', '"majorityBase": "valid"')),
  ],
];
interface ResultFile {
  adopted: number[];
  chairDecision: string | null;
  candidates: { fields: object }[];
  places: number;
  present: number;
  paper: { projects: { for: number }[] };
  electronic: { issued: number };
  announcementNumber: string;
  timeline: unknown[];
  checkpoint: string;
  congressName: string;
  rounds: { voteId: string; round: number }[];
}
const resultIn = (dir: string) => JSON.parse(readFileSync(join(dir, 'result-1.json'), 'utf8')) as ResultFile;
const edit = (dir: string, name: string, change: (text: string) => string): void => {
  const before = readFileSync(join(dir, name), 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(join(dir, name), after);
};
const swapped = ([first = '', second = '', ...rest]: string[]): string[] => [second, first, ...rest];

test('R-46: a falsified publication folder is refused, and each falsification has its own name', async () => {
  const good = rehearse('--electronic', '3', '--group', 'Ed25519');
  const report = await verifyFile(archivesIn(good)[0] ?? '', { allowRevote: false });
  const stepsOf = (folder: string, kept = {}) => {
    const file = archivesIn(folder)[0] ?? '';
    return checkFolder(folder, [{ ...report, file } as FileReport], kept).steps;
  };
  expect(stepsOf(good).map(({ ok }) => ok)).toEqual([true, true, true, true]);
  for (const [what, name, tamper] of tampers) {
    const bad = mkdtempSync(join(tmpdir(), 'piaojue-bad-'));
    folders.push(bad);
    cpSync(good, bad, { recursive: true });
    tamper(bad);
    const failures = stepsOf(bad)
      .filter(({ ok }) => !ok)
      .map(({ failed }) => failed);
    expect(failures, what).toContain(name);
  }
  // What the reader kept from the hall: the key, and an earlier head of the log.
  const kept = { logKey: readFileSync(join(good, 'log-key.txt'), 'utf8'), checkpoint: resultIn(good).checkpoint };
  expect(stepsOf(good, kept).every(({ ok }) => ok)).toBe(true);
  const another = rehearse('--electronic', '2', '--group', 'Ed25519');
  expect(stepsOf(another, { logKey: kept.logKey }).map(({ failed }) => failed)).toContain('log_key_differs');
  expect(stepsOf(another, { checkpoint: kept.checkpoint }).map(({ failed }) => failed)).toContain(
    'kept_checkpoint_other_key',
  );
});
