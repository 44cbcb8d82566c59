import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as contract from '@piaojue/contract';
import { deriveCredential, hexDigest } from '@piaojue/ballot-crypto';
import { expect, test } from 'vitest';
import {
  cast,
  castAll,
  close,
  closedVote,
  electionOf,
  group,
  openBox,
  publish,
  publishedVote,
  seal,
  sittingWithDraftVote,
  sittingWithFrozenVote,
  sittingWithOpenBallot,
  tally,
  type Plan,
  type Sitting,
  confirm,
  sign,
} from '../testing/situations.js';
import { until, type Answer } from '../testing/world.js';

const filesIn = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });

/** A pattern of choices in every form in which a careless program would write it down. */
const formsOf = (pattern: string): string[] => {
  const bits = [...pattern].map(Number);
  const chosen = bits.flatMap((bit, i) => (bit ? [i + 1] : []));
  const bytes = Buffer.from(
    BigInt(`0b${pattern}`)
      .toString(16)
      .padStart(Math.ceil(pattern.length / 4), '0')
      .padStart(8, '0'),
    'hex',
  );
  return [
    pattern,
    bits.join(),
    bits.join(' '),
    JSON.stringify(bits),
    JSON.stringify(bits.map(Boolean)),
    JSON.stringify(bits.map((bit) => (bit ? 'for' : 'abstain'))),
    bits.map((bit) => (bit ? 'for' : 'abstain')).join(),
    chosen.join(),
    JSON.stringify(chosen),
    JSON.stringify(chosen.map(String)),
    JSON.stringify(chosen.map((n) => n - 1)),
    chosen.map((n) => `P${n}`).join(),
    Buffer.from(bits).toString('hex'),
    Buffer.from(bits).toString('base64'),
    Buffer.from(pattern).toString('base64'),
    Buffer.from(pattern).toString('hex'),
    bytes.toString('hex'),
    `0x${BigInt(`0b${pattern}`).toString(16)}`,
  ];
};

test('R-25: after a marked election nothing on the disk or in the logs tells who chose what, nor how any slip chose', async () => {
  const candidates = 24;
  const voters = 12;
  const sitting = await sittingWithOpenBallot({
    candidates,
    places: 20,
    delegates: voters,
    present: voters,
    logLevel: 'trace',
  });
  const { world, slips, sittingId } = sitting;
  // Irregular, all different, and long enough that chance writes none of them.
  const patterns = Array.from({ length: voters }, (_, v) =>
    Array.from({ length: candidates }, (_, j) => ((((v + 3) * (j + 7) * 2654435761) >>> 9) % 5 < 3 ? '1' : '0')).join(
      '',
    ),
  ).map((pattern) => {
    let left = 20;
    return [...pattern].map((c) => (c === '1' && left-- > 0 ? '1' : '0')).join('');
  });
  expect(new Set(patterns).size).toBe(voters);
  const ballots = await castAll(sitting, patterns);
  await close(sitting);
  await tally(sitting);
  await openBox(sitting);
  await sign(sitting);
  await confirm(sitting).catch(() => undefined);
  const { delegates } = await sitting.clerk.call(contract.listDelegates, { params: { sittingId } });

  const image = Buffer.concat([
    ...filesIn(world.database.folder).map((file) => readFileSync(file)),
    Buffer.from(world.logged.join('\n')),
  ]);
  await world.close();
  const after = Buffer.concat(filesIn(world.database.folder).map((file) => readFileSync(file)));
  for (const bytes of [image, after]) {
    expect(bytes.includes(hexDigest(ballots[0]!))).toBe(true); // the scan would find what is there
    for (const slip of slips) {
      expect(bytes.includes(slip), 'a slip').toBe(false);
      expect(bytes.includes(slip.replaceAll('-', '')), 'a slip without its dashes').toBe(false);
      const { secretKey } = deriveCredential(group, '', slip);
      expect(bytes.includes(secretKey.toString())).toBe(false);
    }
    for (const pattern of patterns)
      for (const form of formsOf(pattern)) expect(bytes.includes(form), `${pattern} as ${form}`).toBe(false);
  }

  // No page of the database file, no frame of its journal and no line of the log holds a delegate and a ballot together.
  const ids = delegates.map(({ id }) => id);
  const names = delegates.map(({ name }) => name);
  const marks = ballots.flatMap((ballot) => [
    hexDigest(ballot),
    (JSON.parse(ballot) as { credential: string }).credential,
  ]);
  const holds = (bytes: Buffer, words: readonly string[]) => words.some((word) => bytes.includes(word));
  let pages = 0;
  for (const file of filesIn(world.database.folder).filter((name) => /piaojue\.db/.test(name))) {
    const bytes = readFileSync(file);
    for (let at = 0; at < bytes.length; at += 4096) {
      const page = bytes.subarray(at, at + 4096);
      pages += 1;
      expect(holds(page, marks) && holds(page, [...ids, ...names]), `${file} at ${at}`).toBe(false);
    }
  }
  expect(pages).toBeGreaterThan(20);
  for (const line of world.logged) expect(holds(Buffer.from(line), marks)).toBe(false);
  await world.open();
});

/** Everything that anybody may read while a vote is open, as they read it. */
async function everyReply(sitting: Sitting): Promise<[string, Answer][]> {
  const { world, sittingId, voteId, clerk, keepers } = sitting;
  const auditor = await world.as('auditor');
  const replies: [string, Answer][] = [];
  for (const url of [
    '/api/public/screen',
    '/api/public/results',
    `/api/public/results/${voteId}`,
    '/api/public/log',
    '/api/public/log?from=5&limit=500',
    '/api/public/log/inclusion?seq=3&size=9',
    '/api/public/log/consistency?from=3&to=9',
    '/api/public/log.jsonl',
    '/api/public/checkpoint',
    '/api/booth',
    `/api/public/votes/${voteId}/result.json`,
    `/api/public/votes/${voteId}/result.csv`,
    '/api/health',
    '/api/installation',
  ])
    replies.push([url, await world.anyone.raw({ url })]);
  for (const person of [clerk, auditor]) {
    replies.push(['vote', await person.ask(contract.readVote, { params: { voteId } })]);
    replies.push(['sitting', await person.ask(contract.readSitting, { params: { sittingId } })]);
    replies.push(['delegates', await person.ask(contract.listDelegates, { params: { sittingId } })]);
  }
  replies.push(['task', await keepers[0]!.page.ask(contract.readTrusteeTask)]);
  return replies;
}

const tables = [
  'account',
  'login_session',
  'delegate',
  'vote',
  'candidate',
  'ballot',
  'casting',
  'ciphertext',
  'board_record',
  'log_leaf',
  'log_clear',
  'outcome',
  'paper_totals',
  'publication',
  'pending_act',
  'public_credential',
  'key_message',
];

test('R-30: two elections that differ only in the choices look the same until the box is closed: every reply, every count of rows', async () => {
  const plan: Plan = { candidates: 5, places: 3, kind: 'for_against_abstain' };
  const runs: { replies: [string, number, number, string[]][]; counts: number[]; receipts: [number, number][] }[] = [];
  for (const patterns of [
    ['11100', '11100', '11100', '11100', '11100', '11100'],
    ['00000', '22222', '12012', '00011', '10000', '02020'],
  ]) {
    const sitting = await sittingWithOpenBallot(plan);
    const { world, slips } = sitting;
    const election = await electionOf(sitting);
    const receipts: [number, number][] = [];
    for (const [i, pattern] of patterns.entries()) {
      const { status, text, body } = await cast(sitting, seal(election, slips[i]!, pattern).ballot);
      await until(async () => (await world.count(`casting WHERE state = 'boxed'`)) === i + 1);
      expect(body.state).toBe('boxed');
      receipts.push([status, text.length]);
    }
    // Messages of the key ceremony vary in length by chance; they were sent before anybody voted.
    const ceremony = new Set(['certificates', 'ownPolynomial', 'incoming', 'ownShare', 'pedersen']);
    const lengthOf = (text: string): number =>
      text.startsWith('{') && !text.includes('\n')
        ? JSON.stringify(JSON.parse(text), (key, value: unknown) => (ceremony.has(key) ? null : value)).replaceAll(
            /\d{60,78}/g,
            '#',
          ).length
        : text.replaceAll(/\d{60,78}/g, '#').length;
    const replies = (await everyReply(sitting)).map(
      ([what, { status, text, headers }]): [string, number, number, string[]] => [
        what.replace(sitting.voteId, ':voteId'),
        status,
        lengthOf(text),
        Object.keys(headers).toSorted(),
      ],
    );
    const counts = await Promise.all(tables.map((table) => world.count(table)));
    runs.push({ replies, counts, receipts });
  }
  expect(runs[1]!.replies).toEqual(runs[0]!.replies);
  expect(runs[1]!.counts).toEqual(runs[0]!.counts);
  expect(runs[1]!.receipts).toEqual(runs[0]!.receipts);
});

test('R-30: before the count no reply to anybody names a vote for a project, and the screen shows no outcome', async () => {
  const sitting = await closedVote();
  const { world } = sitting;
  const replies = await everyReply(sitting);
  for (const [what, { text }] of replies)
    expect(text, what).not.toMatch(/"(for|against|abstain)":\d|"votesFor"|"rank":\d/);
  expect((await world.anyone.call(contract.readScreen)).vote?.outcome).toBeNull();
  await tally(sitting);
  await openBox(sitting);
  // Counted, not confirmed: still nobody's business but the chair's and the tellers'.
  expect((await world.anyone.call(contract.readScreen)).vote?.outcome).toBeNull();
  expect((await world.anyone.raw({ url: `/api/public/votes/${sitting.voteId}/result.json` })).status).toBe(404);
});

test('R-31: a sealed ballot has the same shape and the same length whatever it says', async () => {
  const sitting = await sittingWithOpenBallot({ candidates: 5, places: 3, kind: 'for_against_abstain' });
  const election = await electionOf(sitting);
  // A scalar is a decimal of 75 to 77 digits by chance; nothing else varies, and chance knows no choice.
  const shape = (ballot: string): string =>
    ballot
      .replaceAll(/"\d{60,78}"/g, '"#"')
      .replaceAll(/[0-9a-f]{64}/g, '@')
      .replaceAll(/"[A-Za-z0-9+/]{43}"/g, '"*"');
  const lengths = new Map<string, number[]>();
  const shapes = new Set<string>();
  for (const pattern of ['00000', '11100', '22222', '10000', '12012', '21021', '00111'])
    for (let i = 0; i < 6; i++) {
      const { ballot } = seal(election, sitting.slips[0]!, pattern);
      shapes.add(shape(ballot));
      lengths.set(pattern, [...(lengths.get(pattern) ?? []), ballot.length]);
    }
  expect(shapes.size).toBe(1);
  const means = [...lengths.values()].map((all) => all.reduce((a, b) => a + b, 0) / all.length);
  expect(Math.max(...means) / Math.min(...means)).toBeLessThan(1.01);
});

test('R-24: until the vote is frozen the public sees nothing of it, and until it is published no outcome and no rules', async () => {
  const draft = await sittingWithDraftVote();
  const { world, voteId } = draft;
  const urls = [
    '/api/public/screen',
    '/api/public/results',
    '/api/booth',
    '/api/public/checkpoint',
    `/api/public/results/${voteId}`,
    `/api/public/votes/${voteId}/archive.bel`,
    `/api/public/votes/${voteId}/result.csv`,
  ];
  const publicText = async () =>
    (await Promise.all(urls.map((url) => world.anyone.raw({ url })))).map(({ text }) => text).join('\n');
  const text = await publicText();
  for (const word of ['民生实事票决1', '第1个项目', '区教育局', 'clauses', 'majorityBase', 'delegateTotal'])
    expect(text, word).not.toContain(word);
  expect(text).not.toMatch(/代表\d|scrutineer|同志/);
  const frozen = await sittingWithFrozenVote();
  const open = (
    await Promise.all(urls.map((url) => frozen.world.anyone.raw({ url: url.replace(voteId, frozen.voteId) })))
  )
    .map(({ text: t }) => t)
    .join('\n');
  expect(open).toContain('第1个项目');
  expect(open).not.toMatch(/"outcome":\{|"rules"|clauses|majorityBase|代表\d|同志/);
});

test('R-24: the keys of every public reply are those that were decided to be public', async () => {
  const sitting = await publishedVote();
  const { world, voteId } = sitting;
  const keysOf = (value: unknown): string[] =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value).toSorted() : [];
  const get = async (url: string) => (await world.anyone.raw({ url })).body as Record<string, unknown>;
  expect(keysOf(await get('/api/public/screen'))).toEqual([
    'attendance',
    'congressName',
    'demo',
    'logRoot',
    'logSize',
    'sittingTitle',
    'vote',
    'votes',
  ]);
  expect(keysOf((await get('/api/public/screen')).attendance)).toEqual([
    'all',
    'delegations',
    'hasQuorum',
    'present',
    'quorum',
    'suspended',
  ]);
  expect(keysOf(await get('/api/installation'))).toEqual(['congressName', 'demo', 'needsSetUp', 'place']);
  expect(keysOf(await get('/api/health'))).toEqual(['ok', 'storage']);
  expect(keysOf(await get(`/api/public/results/${voteId}`))).toEqual(
    Object.keys(contract.publishedResult.shape).toSorted(),
  );
  const shown = JSON.stringify([
    await get('/api/public/screen'),
    await get(`/api/public/results/${voteId}`),
    await get('/api/booth'),
  ]);
  const { delegates } = await sitting.clerk.call(contract.listDelegates, { params: { sittingId: sitting.sittingId } });
  for (const { id, name } of delegates) {
    expect(shown).not.toContain(id);
    expect(shown).not.toContain(`"${name}"`);
  }
  await expect(publish(sitting)).rejects.toThrow();
});

test('R-28: signing in is logged with who and when, casting with neither', async () => {
  const sitting = await sittingWithOpenBallot();
  await castAll(sitting, ['11100', '00011']);
  const entries = (await sitting.world.database.sql('SELECT entry FROM log_leaf ORDER BY seq')).map(
    ({ entry }) => JSON.parse(String(entry)) as { type: string; at?: string; data: Record<string, unknown> },
  );
  const signedIn = entries.filter(({ type }) => type === 'signed_in');
  expect(signedIn.length).toBeGreaterThan(3);
  for (const entry of signedIn)
    expect(entry).toMatchObject({
      at: expect.stringMatching(/Z$/) as string,
      data: { account: expect.any(String) as string },
    });
  const casts = entries.filter(({ type }) => type === 'ballot_cast');
  expect(casts.length).toBe(2);
  for (const entry of casts) {
    expect(entry).not.toHaveProperty('at');
    expect(Object.keys(entry.data).toSorted()).toEqual(['ballot', 'vote']);
  }
});

test('a PostgreSQL installation keeps nothing but keys and a checkpoint beside the database', async () => {
  const sitting = await sittingWithOpenBallot({ dialect: 'pg' });
  await castAll(sitting, ['11100']);
  await sitting.world.deps.log.keep();
  expect(readdirSync(sitting.world.database.folder).toSorted()).toEqual(['checkpoint.txt', 'keys.json']);
  for (const file of readdirSync(sitting.world.database.folder))
    expect(statSync(join(sitting.world.database.folder, file)).mode & 0o077).toBe(0);
});
