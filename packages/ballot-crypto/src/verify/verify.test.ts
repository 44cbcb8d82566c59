import { beforeAll, describe, expect, test } from 'vitest';
import type { ArchiveRecord } from '../archive/container.js';
import { archiveBytes, archiveHead, archivePart, readArchive } from '../archive/container.js';
import { readChain } from '../archive/chain.js';
import { type Appended, nextEvent } from '../archive/events.js';
import { checkBallotProofs } from '../ballot/check-proofs.js';
import { parseBallot } from '../ballot/ballot-record.js';
import { hexDigest } from '../record/digest.js';
import { resigned } from '../testing/cheating-prover.js';
import { belOf, eventsOf, type Held, heldElection, opened, recordsOf, sealedBy } from '../testing/elections.js';
import { spoilEach } from '../testing/spoil.js';
import { wrongContent } from '../testing/change-leaf.js';
import {
  archiveFileOf,
  archiveOf,
  toolChain,
  toolElections,
  vectorBytes,
  vectorLines,
  vectorsIn,
} from '../testing/vectors.js';
import { verifyArchive } from './verify-archive.js';
import { verifyElectionSoFar, type VerifyOptions } from './verify-election-so-far.js';

/** Outcome, and of the first failed step check, reason and subject. */
async function judged(bytes: Uint8Array, options: VerifyOptions = {}): Promise<string> {
  const { outcome, steps } = await verifyArchive(bytes, options);
  const failed = steps.find((step) => !step.ok);
  return failed === undefined ? outcome : [failed.check, failed.failed, failed.subject].filter(Boolean).join(': ');
}

describe('every election that belenios-tool made is accepted', () => {
  test.each(toolElections)('%s, and its sums are those of the plain votes', async (name) => {
    const { outcome, steps, values, ballots } = await verifyArchive(vectorBytes(name, archiveFileOf(name)));
    expect(steps.filter((step) => !step.ok)).toEqual([]);
    expect(outcome).toBe('complete');
    const votes = vectorLines(name, 'votes.txt').map((line) => (JSON.parse(line) as number[][])[0]!);
    expect(ballots).toBe(votes.length);
    expect(values).toEqual([votes[0]!.map((_, i) => votes.reduce((n, vote) => n + vote[i]!, 0))]);
  });

  test.each(vectorsIn('extra'))('%s', async (file) => {
    const { outcome, projects } = await verifyArchive(vectorBytes('extra', file));
    expect(outcome).toBe('complete');
    expect(projects?.length).toBe(25);
    expect(projects?.every((p) => p.for! + p.against! + p.abstain === 5)).toBe(true);
  });
});

describe('R-46: every archive that must be refused is refused for its own reason', () => {
  const reasons: Readonly<Record<string, string>> = {
    'chain-broken-parent-of-event-3-altered.bel': 'chain: event_parent_wrong: event 2',
    'duplicate-public-credential.bel': 'credentials: credential_twice: credential 2',
    'encrypted-tally-altered-3-on-project-1-decrypted-and-publish.bel': 'tally: tally_differs',
    'exact-same-ballot-twice-in-a-row.bel': 'chain: record_twice: ballot 2',
    'late-ballot-revote-by-voter-1-appended-after-endballots-tall.bel': 'chain: event_out_of_order: event 7',
    'num-tallied-total-weight-false-7.bel': 'tally: num_tallied_wrong: 7 instead of 5',
    'replay-of-old-ballot-after-re-vote-a1-a2-a1.bel': 'chain: record_twice: ballot 7',
    'revote-last-counts.bel': 'board: credential_voted_twice: ballot 6',
  };
  test('the archives of negative/', async () => {
    const files = vectorsIn('negative', 'archives-2048');
    const found: [string, string][] = [];
    for (const file of files) found.push([file, await judged(vectorBytes('negative', 'archives-2048', file))]);
    expect(Object.fromEntries(found)).toEqual(reasons);
  });

  test('the re-vote stands where re-voting is allowed, and the replay does not', async () => {
    const options = { allowRevote: true };
    const file = (name: string) => vectorBytes('negative', 'archives-2048', name);
    expect(await judged(file('revote-last-counts.bel'), options)).toBe('complete');
    expect(await judged(file('replay-of-old-ballot-after-re-vote-a1-a2-a1.bel'), options)).toBe(
      'chain: record_twice: ballot 7',
    );
  });
});

/** Chains records again after a change, so that only the change itself is wrong. */
function rechained(events: readonly { type: string; bodies: readonly string[] }[]): Uint8Array {
  const records: ArchiveRecord[] = [];
  let head: Appended['head'] | undefined;
  for (const { type, bodies } of events) {
    records.push(...bodies.map((body): ArchiveRecord => ({ kind: 'data', body })));
    const event = nextEvent(head, type as 'Ballot', bodies.at(-1));
    records.push({ kind: 'event', body: event.raw });
    head = event.head;
  }
  return archiveBytes(1_795_488_600, records);
}

describe('R-46: a good archive, and what is named when it is tampered with', () => {
  let held: Held;
  let good: Appended[];
  let bytes: Uint8Array;
  let plain: { type: string; bodies: string[] }[];
  const ballotAt = (n: number) => plain[n]!.bodies[0]!;
  const change = (at: number, bodies: (old: string[]) => string[]) =>
    rechained(plain.map((e, i) => (i === at ? { ...e, bodies: bodies(e.bodies) } : e)));
  const setupWith = (place: number, body: string) =>
    change(0, (old) => {
      const next = old.slice(0, 3).with(place, body);
      return [
        ...next,
        JSON.stringify({
          election: hexDigest(next[0]!),
          trustees: hexDigest(next[1]!),
          credentials: hexDigest(next[2]!),
        }),
      ];
    });

  beforeAll(() => {
    held = heldElection({ kind: 'for_against_abstain', projects: 2, cap: 1, voters: 4, trustees: ['single', '2/3'] });
    const ballots = [
      sealedBy(held, 0, ['for', 'against']),
      sealedBy(held, 1, ['abstain', 'for']),
      sealedBy(held, 2, ['against', 'against']),
    ];
    good = eventsOf(held, ballots, [1, 2, 4]);
    bytes = belOf(good);
    plain = good.map(({ records }) => ({
      type: (JSON.parse(records.at(-1)!.body) as { type: string }).type,
      bodies: records.slice(0, -1).map((r) => r.body),
    }));
  });

  test('the good archive is complete, its sums are the plain ones, and it is written the same bit by bit', async () => {
    const seen: string[] = [];
    const { outcome, projects, ballots } = await verifyArchive(bytes, {
      onStep: (step) => seen.push(`${step.check} ${step.ok}`),
    });
    expect(outcome).toBe('complete');
    expect(ballots).toBe(3);
    expect(projects).toEqual([
      { title: '项目1', for: 1, against: 1, abstain: 1 },
      { title: '项目2', for: 1, against: 2, abstain: 0 },
    ]);
    expect(seen).toEqual(
      [
        'container',
        'chain',
        'election',
        'credentials',
        'trustees',
        'board',
        'ballots',
        'tally',
        'decryption',
        'result',
        'totals',
      ].map((c) => `${c} true`),
    );
    const parts = [archiveHead(1_795_488_600), ...recordsOf(good).map((record) => archivePart(record, 1_795_488_600))];
    expect(Buffer.concat(parts).equals(Buffer.from(bytes))).toBe(true);
    expect(rechained(plain)).toEqual(bytes);
    expect(
      Buffer.from(vectorBytes(toolElections[0]!, archiveFileOf(toolElections[0]!))).equals(
        Buffer.from(rewritten(vectorBytes(toolElections[0]!, archiveFileOf(toolElections[0]!)))),
      ),
    ).toBe(true);
  });

  const rewritten = (tool: Uint8Array): Uint8Array => {
    const { timestamp, records } = archiveOf(tool);
    return archiveBytes(timestamp, records);
  };

  test('an archive without a result is unfinished, at every length', async () => {
    for (let n = 1; n < good.length; n++)
      expect(await judged(belOf(good.slice(0, n))), `${n} events`).toBe('unfinished');
  });

  test('any single byte changed is noticed', async () => {
    for (const at of [
      0,
      5,
      101,
      125,
      137,
      150,
      156,
      300,
      512,
      520,
      600,
      1023,
      1024 + 70,
      2000,
      bytes.length - 600,
      bytes.length - 1,
    ]) {
      const spoilt = Uint8Array.from(bytes);
      spoilt[at] = spoilt[at]! ^ 1;
      expect(await judged(spoilt), `byte ${at}`).toMatch(/^container: /);
    }
    expect(await judged(bytes.subarray(0, bytes.length - 512))).toMatch(/^container: archive_truncated/);
    expect(await judged(bytes.subarray(0, bytes.length - 100))).toMatch(/^container: archive_truncated/);
    expect(await judged(Buffer.concat([bytes, Buffer.alloc(1024)]))).toMatch(/^container: record_header_malformed/);
    expect(await judged(new Uint8Array(0))).toBe('container: archive_head_malformed');
    expect(await judged(archiveBytes(1, recordsOf(good)))).toBe('complete');
  });

  test('a ballot dropped', async () => {
    expect(await judged(belOf(good.toSpliced(2, 1)))).toBe('chain: event_height_wrong: event 2');
    expect(await judged(rechained(plain.toSpliced(2, 1)))).toBe('tally: tally_differs');
  });
  test('a ballot added', async () => {
    expect(
      await judged(
        rechained(plain.toSpliced(4, 0, { type: 'Ballot', bodies: [sealedBy(held, 3, ['for', 'abstain'])] })),
      ),
    ).toBe('tally: tally_differs');
  });
  test('two ballots swapped', async () => {
    expect(await judged(belOf([good[0]!, good[2]!, good[1]!, ...good.slice(3)]))).toBe(
      'chain: event_height_wrong: event 1',
    );
  });
  test('a ballot altered', async () => {
    expect(
      await judged(
        change(2, ([b]) => [b!.replace(/"response":"(\d)/, (_, d: string) => `"response":"${d === '1' ? '2' : '1'}`)]),
      ),
    ).toMatch(/^ballots: .*: ballot 2/);
  });
  test('a ballot whose proof is altered and signed anew, found by its number and cell', async () => {
    const ballot = parseBallot(ballotAt(2))!;
    const proofs = ballot.answers[2]!.overall_proof;
    const altered = { ...ballot.answers[2]!, overall_proof: proofs.toReversed() };
    const raw = resigned(held, 1, { ...ballot, answers: ballot.answers.with(2, altered) });
    expect(await judged(change(2, () => [raw]))).toBe('ballots: overall_proof_invalid: ballot 2, question 3');
  });
  test('a second ballot of one credential', async () => {
    const again = { type: 'Ballot', bodies: [sealedBy(held, 0, ['abstain', 'abstain'])] };
    expect(await judged(rechained(plain.toSpliced(4, 0, again)))).toBe('board: credential_voted_twice: ballot 4');
  });
  test('R-41: a ciphertext copied from another ballot', async () => {
    const own = parseBallot(sealedBy(held, 3, ['for', 'abstain']))!;
    const stolen = parseBallot(ballotAt(1))!.answers;
    const raw = resigned(held, 3, { ...own, answers: stolen });
    expect(await judged(rechained(plain.toSpliced(4, 0, { type: 'Ballot', bodies: [raw] })))).toBe(
      'board: ciphertext_copied: ballot 4',
    );
  });
  test('the list of credentials changed', async () => {
    const list = JSON.parse(plain[0]!.bodies[2]!) as string[];
    expect(await judged(setupWith(2, JSON.stringify(list.filter((c) => c !== held.publicCredentials[1]))))).toBe(
      'ballots: credential_unknown: ballot 2',
    );
    expect(await judged(setupWith(2, JSON.stringify([...list, list[0]])))).toBe(
      'credentials: credential_twice: credential 5',
    );
    expect(await judged(setupWith(2, JSON.stringify(list.with(1, `${list[1]},2`))))).toBe(
      'credentials: weights_not_supported: credential 2',
    );
  });
  test('the trustees, or the election key, changed', async () => {
    const other = heldElection({ trustees: ['single', '2/3'], name: 'evil' });
    expect(await judged(setupWith(1, other.trusteesRaw))).toBe('trustees: election_key_not_the_trustees');
    expect(
      await judged(setupWith(0, held.electionRaw.replace(held.election.publicKey, other.election.publicKey))),
    ).toBe('trustees: election_key_not_the_trustees');
    expect(await judged(setupWith(1, held.trusteesRaw.replace(/"response":"\d+"/, '"response":"1"')))).toBe(
      'trustees: pok_invalid: trustee 1',
    );
  });
  test('the wording of the election changed after the votes', async () => {
    expect(await judged(setupWith(0, held.electionRaw.replaceAll('项目1', '项目9')))).toBe(
      'ballots: wrong_fingerprint: ballot 1',
    );
  });
  test('the encrypted tally, or its counts, changed', async () => {
    const sized = (n: number, w: number, of: string) =>
      JSON.stringify({ num_tallied: n, total_weight: w, encrypted_tally: hexDigest(of) });
    const [tally] = plain[5]!.bodies;
    const two = opened(held, [ballotAt(1), ballotAt(2)], [1, 2, 4]).tally;
    expect(await judged(change(5, () => [two, sized(3, 3, two)]))).toBe('tally: tally_differs');
    expect(await judged(change(5, () => [tally!, sized(2, 3, tally!)]))).toBe(
      'tally: num_tallied_wrong: 2 instead of 3',
    );
    expect(await judged(change(5, () => [tally!, sized(3, 4, tally!)]))).toBe(
      'tally: total_weight_wrong: 4 instead of 3',
    );
    expect(await judged(change(5, () => [tally!, sized(3, 3, 'x')]))).toBe('chain: event_records_wrong: event 5');
  });
  test('a decryption factor, an owner, a missing or a repeated part', async () => {
    const owned = (owner: number, of: string) => JSON.stringify({ owner, payload: hexDigest(of) });
    const [part] = plain[7]!.bodies;
    const bad = part!.replace(/"response":"\d+"/, '"response":"1"');
    expect(await judged(change(7, () => [bad, owned(2, bad)]))).toBe(
      'decryption: decryption_proof_invalid: trustee 2, question 1, cell 1',
    );
    expect(await judged(change(7, () => [part!, owned(3, part!)]))).toBe(
      'decryption: decryption_proof_invalid: trustee 3, question 1, cell 1',
    );
    expect(await judged(change(7, () => [part!, owned(9, part!)]))).toBe('decryption: owner_unknown: trustee 9');
    expect(await judged(rechained(plain.toSpliced(7, 1)))).toBe('result: too_few_valid_parts: trustee 2');
    expect(await judged(rechained(plain.toSpliced(6, 1)))).toBe('result: trustee_part_missing: trustee 1');
    const second = opened(held, [1, 2, 3].map(ballotAt), [1, 2, 4]).parts[1]!.partial;
    expect(
      await judged(rechained(plain.toSpliced(8, 0, { type: 'PartialDecryption', bodies: [second, owned(2, second)] }))),
    ).toBe('decryption: owner_twice: trustee 2');
  });
  test('the result changed', async () => {
    const at = plain.length - 1;
    expect(await judged(change(at, ([r]) => [r!.replace('[1,1]', '[2,1]')]))).toBe('result: result_differs');
    expect(await judged(change(at, () => ['{"result":[]}']))).toBe('result: result_differs');
  });
  test('the log cut, forked or re-ordered', async () => {
    expect(await judged(archiveBytes(1, recordsOf(good).slice(0, -1)))).toBe('chain: records_after_last_event');
    expect(await judged(archiveBytes(1, recordsOf(good).slice(0, 3)))).toBe('chain: setup_missing');
    const other = good.with(2, {
      ...good[2]!,
      records: recordsOf(eventsOf(held, [sealedBy(held, 3, ['for', 'abstain'])], [1, 2, 4]).slice(1, 2)),
    });
    expect(await judged(belOf(other))).toBe('chain: event_height_wrong: event 2');
    expect(await judged(belOf(good.toSpliced(4, 1)))).toMatch(/^chain: event_out_of_order/);
    expect(await judged(belOf([...good, good.at(-1)!]))).toMatch(/^chain: record_twice/);
    expect(await judged(rechained([...plain.slice(0, 5), plain[1]!]))).toMatch(/^chain: record_twice/);
  });
  test('an event with any field changed', async () => {
    const events = recordsOf(good);
    const at = events.findIndex((r) => r.kind === 'event' && r.body.includes('"height":2'));
    const found: [string, string][] = [];
    for (const { path, raw } of spoilEach(events[at]!.body, (leaf) =>
      /^[0-9a-f]{64}$/.test(leaf) ? hexDigest(leaf) : `${leaf}s`,
    )) {
      found.push([path, await judged(archiveBytes(1, events.with(at, { kind: 'event', body: raw })))]);
    }
    expect(Object.fromEntries(found)).toEqual({
      parent: 'chain: event_parent_wrong: event 2',
      height: 'chain: event_height_wrong: event 2',
      type: 'chain: event_type_unknown: event 2',
      payload: 'chain: event_payload_wrong: event 2',
    });
    expect(await judged(archiveBytes(1, events.with(at, { kind: 'event', body: `${events[at]!.body} ` })))).toBe(
      'chain: event_not_canonical: event 2',
    );
  });
  test('setup data with any field changed', async () => {
    for (const { raw } of spoilEach(plain[0]!.bodies[3]!, (leaf) => hexDigest(leaf))) {
      expect(await judged(change(0, (old) => old.with(3, raw)))).toBe('chain: event_records_wrong: event 0');
    }
  });

  test('R-55: what a trustee checks before it decrypts: the ballots, and that the tally is theirs', async () => {
    const chain = readChain(archiveOf(bytes).records);
    if (!chain.ok) throw new Error(chain.failed);
    const progress: number[] = [];
    const soFar = await verifyElectionSoFar(chain, { onProgress: (done) => progress.push(done) });
    expect(soFar.ok).toBe(true);
    expect(soFar.tally).toEqual({ record: chain.tally!.encrypted, ballots: 3 });
    expect(progress).toEqual([1, 2, 3]);
    const alone = { ...chain, ballots: chain.ballots.slice(0, 1) };
    expect((await verifyElectionSoFar(alone)).steps.at(-1)).toMatchObject({
      ok: false,
      check: 'tally',
      failed: 'tally_differs',
    });
    const { tally: _, ...open } = chain;
    const early = await verifyElectionSoFar(open);
    expect(early.ok && early.tally!.ballots === 3 && early.steps.every((step) => step.check !== 'tally')).toBe(true);
    const altered = spoilEach(chain.tally!.encrypted, wrongContent(held.election.group))[0]!.raw;
    expect((await verifyElectionSoFar({ ...chain, tally: { ...chain.tally!, encrypted: altered } })).ok).toBe(false);
  });

  test('the proofs may be checked elsewhere, one verdict for each ballot', async () => {
    const checkProofs: VerifyOptions['checkProofs'] = (election, ballots) =>
      Promise.resolve(ballots.map((raw) => checkBallotProofs(election, raw)));
    expect(await judged(bytes, { checkProofs })).toBe('complete');
    expect(
      await judged(bytes, {
        checkProofs: () =>
          Promise.resolve([{ ok: true }, { ok: false, failed: 'overall_proof_invalid' }, { ok: true }]),
      }),
    ).toBe('ballots: overall_proof_invalid: ballot 2');
    await expect(verifyArchive(bytes, { checkProofs: () => Promise.resolve([]) })).rejects.toThrow(
      '0 verdicts for 3 ballots',
    );
    const holes: [] = [];
    holes.length = 3 as 0;
    await expect(verifyArchive(bytes, { checkProofs: () => Promise.resolve(holes) })).rejects.toThrow(
      'no verdict for ballot 1',
    );
  });
});

test('an archive with nobody’s ballot counts to zero', async () => {
  const held = heldElection({ projects: 2 });
  const { outcome, values } = await verifyArchive(belOf(eventsOf(held, [], [1])));
  expect([outcome, values]).toEqual(['complete', [[0, 0]]]);
});

test('a chain begins with Setup and knows its payloads', () => {
  expect(() => nextEvent(undefined, 'Ballot', 'x')).toThrow(RangeError);
  expect(() => nextEvent({ hash: 'x', height: 0 }, 'Setup', 'x')).toThrow(RangeError);
  expect(() => nextEvent({ hash: 'x', height: 0 }, 'EndBallots', 'x')).toThrow(RangeError);
  expect(() => archiveHead(-1)).toThrow(RangeError);
  expect(readArchive(archiveHead(0))).toEqual({ ok: true, timestamp: 0, records: [] });
  expect(toolChain('bt33-2048-mixed-20').ballots.length).toBe(20);
});
