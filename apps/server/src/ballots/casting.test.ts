import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import * as contract from '@piaojue/contract';
import { hexDigest, newCredential, type Election } from '@piaojue/ballot-crypto';
import { leafHash, verifyInclusion, openNote, parseCheckpoint, parseNoteKey } from '@piaojue/record';
import { beforeAll, describe, expect, test } from 'vitest';
import { dialects } from '../../../../db/src/testing/databases.js';
import { cheatersOf, type Ballot } from '../testing/cheats.js';
import {
  cast,
  castAll,
  electionOf,
  random,
  seal,
  sittingWithOpenBallot,
  sittingWithSlips,
  freeze,
  open,
  prepare,
  type Sitting,
} from '../testing/situations.js';
import { until, type World } from '../testing/world.js';

const order = 7237005577332262213973186563042994240857116359379907606001950938285454250989n;
const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

describe.each(dialects)('casting on %s', (dialect) => {
  let sitting: Sitting;
  let world: World;
  let election: Election;
  let cheats: ReturnType<typeof cheatersOf>;
  let next = 0;
  /** A slip that nobody has used yet. */
  const slip = (): { slip: string; voter: number } => {
    const voter = next++;
    return { slip: sitting.slips[voter]!, voter };
  };
  const sealed = (pattern = '1010'): { ballot: string; tracker: string; voter: number } => {
    const { slip: one, voter } = slip();
    return { ...seal(election, one, pattern), voter };
  };
  const rows = () =>
    Promise.all([
      world.count('ballot'),
      world.count('casting'),
      world.count('ciphertext'),
      world.count('board_record'),
      world.count('log_leaf'),
    ]);

  beforeAll(async () => {
    sitting = await sittingWithOpenBallot({
      dialect,
      delegates: 90,
      present: 90,
      candidates: 4,
      places: 2,
      logLevel: 'trace',
    });
    ({ world } = sitting);
    election = await electionOf(sitting);
    cheats = cheatersOf(election.raw, sitting.slips, random);
  });

  test('a ballot comes into the box with a receipt that proves its place in the log', async () => {
    const { ballot, tracker } = sealed();
    const { status, body } = await cast(sitting, ballot);
    expect(status).toBe(200);
    expect(body).toMatchObject({ tracker, state: 'boxed', reason: null });
    const { entry, proof, checkpoint, position } = body;
    expect(JSON.parse(entry!)).toMatchObject({
      seq: position,
      type: 'ballot_cast',
      data: { ballot: hexDigest(ballot), vote: sitting.voteId },
    });
    expect(JSON.parse(entry!)).not.toHaveProperty('at');
    const key = parseNoteKey(world.deps.log.verifierKey)!;
    const opened = openNote(checkpoint!, [key]);
    const { size, root } = parseCheckpoint((opened as { text: string }).text)!;
    expect(
      verifyInclusion({
        index: position!,
        size,
        root,
        leaf: leafHash(Buffer.from(entry!)),
        proof: proof!.map(bytesOf),
      }),
    ).toBe(true);
    expect((await world.anyone.call(contract.readReceipt, { query: { tracker } })).position).toBe(position);
  });

  test('R-40: fifty equal posts at once make one row and fifty equal answers', async () => {
    const { ballot } = sealed();
    const before = await rows();
    const answers = await Promise.all(Array.from({ length: 50 }, () => cast(sitting, ballot)));
    for (const { status, text } of answers) expect([status, text]).toEqual([200, answers[0]!.text]);
    const after = await rows();
    expect(after.map((n, i) => n - before[i]!)).toEqual([1, 1, election.questions[0]!.answers.length, 2, 1]);
  });

  test('R-40: other bytes under a used slip are refused, and the first ballot stays', async () => {
    const { slip: one } = slip();
    const first = seal(election, one, '1000');
    await cast(sitting, first.ballot);
    const before = await rows();
    for (const pattern of ['0100', '1000', '0000']) {
      const { status, refusal } = await cast(sitting, seal(election, one, pattern).ballot);
      expect([status, refusal]).toEqual([409, 'credential_used']);
    }
    expect(await rows()).toEqual(before);
    expect((await cast(sitting, first.ballot)).body.state).toBe('boxed');
  });

  test('R-98: after a lost reply the same bytes give the same receipt, also when the vote is suspended', async () => {
    const { ballot, tracker } = sealed();
    const { body: first } = await cast(sitting, ballot);
    await castAllMore(1);
    const same = (receipt: contract.Receipt) => ({
      tracker: receipt.tracker,
      state: receipt.state,
      position: receipt.position,
      entry: receipt.entry,
    });
    expect(same((await cast(sitting, ballot)).body)).toEqual(same(first));
    await sitting.clerk.call(contract.suspendVote, { params: { voteId: sitting.voteId }, body: { reason: '休息' } });
    expect(same((await cast(sitting, ballot)).body)).toEqual(same(first));
    const late = sealed();
    expect((await cast(sitting, late.ballot)).refusal).toBe('ballot_not_open');
    await sitting.clerk.call(contract.resumeVote, { params: { voteId: sitting.voteId } });
    expect((await cast(sitting, late.ballot)).body.state).toBe('boxed');
    expect(tracker).toBe(first.tracker);
  });

  async function castAllMore(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => cast(sitting, sealed().ballot)));
  }

  test('R-45: a hundred and twenty different ballots of one slip at once make one row', async () => {
    const { slip: one, voter } = slip();
    const ballots = Array.from(
      { length: 120 },
      (_, i) => seal(election, one, ['1100', '0011', '1001', '0000'][i % 4]!).ballot,
    );
    const answers = await Promise.all(ballots.map((ballot) => cast(sitting, ballot)));
    expect(answers.filter(({ status }) => status === 200).length).toBe(1);
    expect(answers.filter(({ refusal }) => refusal === 'credential_used').length).toBe(119);
    expect(await world.count(`casting WHERE credential = '${cheats.publicCredentials[voter]}'`)).toBe(1);
  });

  test('R-37: for every other way to write the same ballot: refused, and nothing kept', async () => {
    const { ballot, voter } = sealed();
    const parsed = JSON.parse(ballot) as Ballot;
    const before = await rows();
    const named = [
      ` ${ballot}`,
      `${ballot}\n`,
      `${ballot} `,
      `\uFEFF${ballot}`,
      JSON.stringify(parsed, null, 1),
      `${ballot}${ballot}`,
      ballot.slice(0, -1),
      `[${ballot}]`,
      ballot.replace('{"election_uuid"', '{"__proto__":null,"election_uuid"'),
      ballot.replace('"credential":', '"\\u0063redential":'),
      ballot.replace('"credential":', '"credential":"00","credential":'),
      ballot.replace('"answers":', '"more":1,"answers":'),
      ballot.replace(/"response":"(\d+)"/, '"response":$1'),
      ballot.replace(/"response":"(\d+)"/, '"response":"0$1"'),
      ballot.replace(/"response":"(\d+)"/, '"response":"+$1"'),
      ballot.replace(/"response":"(\d+)"/, '"response":"$1e0"'),
      JSON.stringify({ ...parsed, signature: undefined }),
      '{}',
      '',
      'null',
      '[]',
      '"ballot"',
      '0',
      JSON.stringify(Object.fromEntries(Object.entries(parsed).toReversed())),
      JSON.stringify({ ...parsed, signature: { proof: parsed.signature.proof, hash: parsed.signature.hash } }),
    ];
    for (const bytes of named) {
      const { status, refusal } = await cast(sitting, bytes);
      expect([status, refusal], bytes.slice(0, 60)).toEqual([400, 'ballot_malformed']);
    }
    // One character put in, left out or changed anywhere: never accepted, whichever check notices it first.
    await fc.assert(
      fc.asyncProperty(
        fc.nat(ballot.length - 1),
        fc.constantFrom('insert', 'remove', 'change'),
        fc.constantFrom(' ', '0', '9', 'a', 'f', '"', ',', '{', '\\', 'é'),
        async (at, how, letter) => {
          const bytes =
            ballot.slice(0, at) + (how === 'remove' ? '' : letter) + ballot.slice(how === 'insert' ? at : at + 1);
          fc.pre(bytes !== ballot);
          const { status } = await cast(sitting, bytes);
          expect([400, 403]).toContain(status);
        },
      ),
      { numRuns: 250 },
    );
    expect(await rows()).toEqual(before);
    // Upper-case hex is another text: under the old signature it is not signed, under a new one it is no element.
    const upper = JSON.parse(
      ballot.replace(/"alpha":"([0-9a-f]+)"/, (_, hex: string) => `"alpha":"${hex.toUpperCase()}"`),
    ) as Ballot;
    expect((await cast(sitting, JSON.stringify(upper))).refusal).toBe('signature_invalid');
    expect(await rows()).toEqual(before);
    expect(await decided((await cast(sitting, cheats.signed(voter, upper))).body)).toMatchObject({
      state: 'rejected',
      reason: 'not_a_group_element',
    });
    expect((await cast(sitting, seal(election, sitting.slips[voter]!, '1010').ballot)).body.state).toBe('boxed');
  });

  test('R-38: a scalar of q or more is refused at every position, without a row', async () => {
    const { ballot, voter } = sealed();
    const parsed = JSON.parse(ballot) as Ballot;
    const before = await rows();
    let tried = 0;
    const scalars = [...ballot.matchAll(/"(?:challenge|response)":"(\d+)"/g)];
    for (const { 0: whole, 1: value = '', index } of scalars) {
      const larger = whole.replace(value, String(BigInt(value) + order));
      const spoilt = ballot.slice(0, index) + larger + ballot.slice(index + whole.length);
      expect((await cast(sitting, spoilt)).refusal).toBe('ballot_malformed');
      tried += 1;
    }
    expect(tried).toBeGreaterThan(20);
    const huge = {
      ...parsed,
      signature: { ...parsed.signature, proof: { challenge: '9'.repeat(5000), response: '1' } },
    };
    expect((await cast(sitting, JSON.stringify(huge))).refusal).toBe('ballot_malformed');
    expect((await cast(sitting, 'x'.repeat(300_000))).status).toBe(400);
    expect(await rows()).toEqual(before);
    expect(voter).toBeGreaterThan(0);
  });

  test('R-38: a point outside the group, signed as if it were good, is rejected with its reason, and the slip may be used again', async () => {
    const outside = {
      'order 8 beside the group': '7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec',
      'order 4': '0'.repeat(64),
      identity: `${'0'.repeat(63)}1`,
      'y of p or more': `7f${'f'.repeat(60)}ee`,
      'no point': `${'0'.repeat(63)}2`,
    };
    for (const [what, point] of Object.entries(outside)) {
      const { slip: one, voter } = slip();
      const good = seal(election, one, '1000');
      const parsed = JSON.parse(good.ballot) as Ballot;
      const answers = parsed.answers.map((answer, i) =>
        i === 0 ? { ...answer, choices: answer.choices.with(1, { ...answer.choices[1]!, alpha: point }) } : answer,
      );
      const { status, body, refusal } = await cast(sitting, cheats.signed(voter, { ...parsed, answers }));
      if (status === 200)
        expect(await decided(body), what).toMatchObject({ state: 'rejected', reason: 'not_a_group_element' });
      else expect(refusal, what).toBe('ballot_malformed');
      expect((await cast(sitting, seal(election, one, '0100').ballot)).body.state, what).toBe('boxed');
    }
  });

  async function decided(receipt: contract.Receipt): Promise<contract.Receipt> {
    let { state } = receipt;
    let last = receipt;
    await until(async () => {
      last = await world.anyone.call(contract.readReceipt, { query: { tracker: receipt.tracker } });
      ({ state } = last);
      return state !== 'received';
    });
    return last;
  }

  test('R-39: proofs carried over from another slip, another place or another election do not hold', async () => {
    const a = sealed('1000');
    const { slip: oneB, voter: b } = slip();
    const [from, to] = [a.ballot, seal(election, oneB, '1000').ballot].map((raw) => JSON.parse(raw) as Ballot) as [
      Ballot,
      Ballot,
    ];
    // The answer of A under the slip of B: bound to A's credential.
    const carried = await cast(sitting, cheats.signed(b, { ...to, answers: from.answers }));
    expect(await decided(carried.body)).toMatchObject({ state: 'rejected', reason: 'individual_proof_invalid' });
    // Two candidates' cells changed places, with their proofs.
    const swapped = (list: readonly unknown[]) => [list[1], list[0], ...list.slice(2)];
    const again = JSON.parse(seal(election, oneB, '1000').ballot) as Ballot;
    const answers = again.answers.map((answer) => ({
      ...answer,
      choices: swapped(answer.choices),
      individual_proofs: swapped(answer.individual_proofs),
    }));
    const moved = await cast(sitting, cheats.signed(b, { ...again, answers } as unknown as Ballot));
    expect(await decided(moved.body)).toMatchObject({ state: 'rejected', reason: 'overall_proof_invalid' });
    // Names of another election.
    expect((await cast(sitting, cheats.signed(b, { ...again, election_hash: 'A'.repeat(43) }))).refusal).toBe(
      'ballot_malformed',
    );
    expect((await cast(sitting, cheats.signed(b, { ...again, election_uuid: 'NobodyNobody12' }))).refusal).toBe(
      'ballot_malformed',
    );
    // Signed by another slip than the ballot names.
    expect((await cast(sitting, cheats.signed(a.voter, to))).refusal).toBe('signature_invalid');
    expect((await cast(sitting, seal(election, oneB, '0001').ballot)).body.state).toBe('boxed');
  });

  test('R-41: a ciphertext that stands in the box, or waits, is refused under any slip', async () => {
    const first = sealed('1000');
    await cast(sitting, first.ballot);
    const taken = (JSON.parse(first.ballot) as Ballot).answers[0]!.choices[2]!;
    const { slip: one, voter } = slip();
    const mine = JSON.parse(seal(election, one, '1000').ballot) as Ballot;
    const before = await rows();
    const answers = mine.answers.map((answer, i) =>
      i === 0 ? { ...answer, choices: answer.choices.with(0, taken) } : answer,
    );
    const { status, refusal } = await cast(sitting, cheats.signed(voter, { ...mine, answers }));
    expect([status, refusal]).toEqual([409, 'ciphertext_repeated']);
    const whole = await cast(
      sitting,
      cheats.signed(voter, { ...mine, answers: (JSON.parse(first.ballot) as Ballot).answers }),
    );
    expect([whole.status, whole.refusal]).toEqual([409, 'ciphertext_repeated']);
    expect(await rows()).toEqual(before);
    expect((await cast(sitting, seal(election, one, '1000').ballot)).body.state).toBe('boxed');
  });

  test('R-42: for every other number of cells, proofs and branches: refused before any arithmetic', async () => {
    const { voter, ballot } = sealed();
    const good = JSON.parse(ballot) as Ballot;
    const before = await rows();
    const resize = <T>(list: readonly T[], length: number): T[] =>
      Array.from({ length }, (_, i) => list[i % list.length]!);
    for (const length of [0, 1, 2, 3, 5, 6, 20, 60]) {
      const [answer] = good.answers;
      for (const [what, own, changed] of [
        ['answers', 1, { ...good, answers: resize(good.answers, length) }],
        ['choices', 4, { ...good, answers: [{ ...answer!, choices: resize(answer!.choices, length) }] }],
        [
          'proofs',
          4,
          { ...good, answers: [{ ...answer!, individual_proofs: resize(answer!.individual_proofs, length) }] },
        ],
        [
          'branches',
          2,
          {
            ...good,
            answers: [
              {
                ...answer!,
                individual_proofs: answer!.individual_proofs.with(0, resize(answer!.individual_proofs[0]!, length)),
              },
            ],
          },
        ],
        ['sums', 3, { ...good, answers: [{ ...answer!, overall_proof: resize(answer!.overall_proof, length) }] }],
      ] as const) {
        if (length === own) continue;
        expect((await cast(sitting, cheats.signed(voter, changed))).refusal, `${length} ${what}`).toBe(
          'ballot_malformed',
        );
      }
    }
    expect(await rows()).toEqual(before);
  });

  test('R-43: cells that are no 0 or 1, and sums beyond the cap, are rejected in public, and the slip may be used again', async () => {
    const { slip: one, voter } = slip();
    const dishonest: [number[], string][] = [
      [[2, 0, 0, 0], 'individual_proof_invalid'],
      [[-1, 1, 1, 1], 'individual_proof_invalid'],
      [[1, 1, 1, 0], 'overall_proof_invalid'],
      [[1, 1, 1, 1], 'overall_proof_invalid'],
    ];
    for (const [cells, reason] of dishonest) {
      const { body } = await cast(sitting, cheats.withCells(voter, [cells]));
      const receipt = await decided(body);
      expect(receipt, String(cells)).toMatchObject({ state: 'rejected', reason });
      expect(JSON.parse(receipt.entry!)).toMatchObject({ type: 'ballot_rejected', data: { reason } });
    }
    expect((await cast(sitting, cheats.withCells(voter, [[1, 0, 1, 0]]))).body.state).toBe('boxed');
    expect((await cast(sitting, seal(election, one, '1010').ballot)).refusal).toBe('credential_used');
    // Five bad ones, and the slip waits for the staff.
    const { voter: stubborn, slip: other } = slip();
    for (let i = 0; i < 5; i++)
      await decided((await cast(sitting, cheats.withCells(stubborn, [[2, 0, 0, i % 2]]))).body);
    expect((await cast(sitting, seal(election, other, '1000').ballot)).refusal).toBe('too_many_invalid');
  });

  test('R-43: for every honest choice within the cap: accepted', async () => {
    const within = ['0000', '1000', '0100', '0010', '0001', '1100', '1010', '1001', '0110', '0101', '0011'];
    const answers = await Promise.all(within.map((pattern) => cast(sitting, sealed(pattern).ballot)));
    for (const [i, { status, body }] of answers.entries())
      expect([status, (await decided(body)).state], within[i]).toEqual([200, 'boxed']);
  });

  test('R-44: a ballot of an unknown slip is refused at once, and nothing of it is kept', async () => {
    const stranger = newCredential(random);
    const ballots = Array.from({ length: 20 }, () => seal(election, stranger, '1000').ballot);
    const before = await rows();
    const took: number[] = [];
    for (const ballot of ballots) {
      const began = performance.now();
      const { status, refusal } = await cast(sitting, ballot);
      took.push(performance.now() - began);
      expect([status, refusal]).toEqual([403, 'credential_unknown']);
    }
    expect(world.deps.proofs.waiting).toBe(0);
    // 5 ms is the aim on an idle machine; what must not happen is a check of the proofs.
    expect(took.toSorted((a, b) => a - b)[10]).toBeLessThan(60);
    const known = JSON.parse(sealed().ballot) as Ballot;
    const unsigned = {
      ...known,
      signature: { ...known.signature, proof: { ...known.signature.proof, response: '1' } },
    };
    expect((await cast(sitting, JSON.stringify(unsigned))).refusal).toBe('signature_invalid');
    expect(await rows()).toEqual(before);
  });

  test('R-36: a cast that carries a cookie or an Authorization is refused, and nothing of it is kept', async () => {
    const { ballot } = sealed();
    const before = await rows();
    const url = `/api/booth/votes/${sitting.voteId}/ballots`;
    const send = (headers: Record<string, string>) =>
      world.anyone.raw({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/json', ...headers },
        payload: JSON.stringify({ ballot }),
      });
    for (const headers of [
      { cookie: sitting.clerk.cookie! },
      { cookie: 'piaojue=x' },
      { cookie: 'theme=dark' },
      { authorization: 'Bearer x' },
      { authorization: 'Basic eDp5' },
    ])
      expect((await send(headers)).status, JSON.stringify(headers)).toBe(400);
    expect(
      (
        await world.anyone.raw({
          url: `/api/booth/receipts?tracker=${'A'.repeat(43)}`,
          headers: { cookie: 'piaojue=x' },
        })
      ).status,
    ).toBe(400);
    expect(await rows()).toEqual(before);
    expect((await send({})).status).toBe(200);
  });

  test('R-28: casting left no address, agent, credential, tracking code or ballot in the process log', () => {
    const text = world.logged.join('');
    for (const word of cheats.publicCredentials) expect(text).not.toContain(word);
    expect(text).not.toMatch(/lightMyRequest|127\.0\.0\.1|user-agent|remoteAddress|cast_ballot|election_uuid|"alpha"/);
  });

  test('the box holds one ballot a slip, each once on the board and once in the log', async () => {
    const boxed = await world.database.sql(
      `SELECT ballot_hash, credential, log_seq FROM casting WHERE state = 'boxed'`,
    );
    expect(new Set(boxed.map(({ credential }) => credential)).size).toBe(boxed.length);
    const board = await world.database.sql(`SELECT hash FROM board_record WHERE body IS NULL`);
    expect(new Set(board.map(({ hash }) => hash))).toEqual(new Set(boxed.map(({ ballot_hash }) => ballot_hash)));
    expect(board.length).toBe(boxed.length);
    const leaves = await world.database.sql(`SELECT seq, entry FROM log_leaf`);
    const inLog = leaves
      .map(({ entry }) => JSON.parse(String(entry)) as { type: string; data: { ballot: string } })
      .filter(({ type }) => type === 'ballot_cast')
      .map(({ data }) => data.ballot);
    expect(inLog.toSorted()).toEqual(board.map(({ hash }) => String(hash)).toSorted());
    expect(await world.count(`casting WHERE state = 'received'`)).toBe(0);
  });
});

describe.each(dialects)('many at once on %s', (dialect) => {
  const count = dialect === 'pg' ? 100 : 300;
  test(`R-101: ${count} ballots cast at once over HTTP: none lost, none doubled, no error of the server`, async () => {
    const sitting = await sittingWithOpenBallot({
      dialect,
      delegates: count,
      present: count,
      candidates: 5,
      places: 3,
      logLevel: 'error',
    });
    const { world, voteId } = sitting;
    const election = await electionOf(sitting);
    const patterns = ['11100', '10101', '00000', '01110'];
    const ballots = sitting.slips.map((slip, i) => seal(election, slip, patterns[i % 4]!));
    const address = await world.app.listen({ port: 0, host: '127.0.0.1' });
    const statuses: number[] = [];
    const post = async (ballot: string): Promise<contract.Receipt> => {
      const response = await fetch(`${address}/api/booth/votes/${voteId}/ballots`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-piaojue': '1', origin: address },
        body: JSON.stringify({ ballot }),
      });
      statuses.push(response.status);
      return (await response.json()) as contract.Receipt;
    };
    const receipts = await Promise.all(ballots.map(({ ballot }) => post(ballot)));
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    expect(receipts.map(({ tracker }) => tracker)).toEqual(ballots.map(({ tracker }) => tracker));
    await until(async () => (await world.count(`casting WHERE state = 'boxed'`)) === count, 'all to be boxed');
    expect(await world.count('casting')).toBe(count);
    expect(await world.count('board_record WHERE body IS NULL')).toBe(count);
    const places = await Promise.all(
      ballots.map(
        async ({ tracker }) => (await world.anyone.call(contract.readReceipt, { query: { tracker } })).position,
      ),
    );
    expect(new Set(places).size).toBe(count);
  });
});

test('a slip that was struck out before the box was sealed is refused as such', async () => {
  const sitting = await sittingWithSlips({ slips: 8 });
  const { keepers, slips, world } = sitting;
  const { elections } = await keepers[0]!.page.call(contract.readTrusteeTask);
  const { deriveCredential } = await import('@piaojue/ballot-crypto');
  const { group } = await import('../testing/situations.js');
  const keysOf = (slip: string) =>
    elections.map(({ uuid }) => ({ uuid, publicKey: deriveCredential(group, uuid, slip).publicKey }));
  const strike = (slip: string) =>
    keepers[0]!.page.ask(contract.voidSlips, { body: { slips: [keysOf(slip)], reason: 'spoiled' } });
  expect((await strike(slips[7]!)).body.slips).toMatchObject({ printed: 8, void: 1, issued: 7 });
  expect((await strike(slips[7]!)).refusal).toBe('slip_unknown');
  expect((await strike(newCredential(random))).refusal).toBe('slip_unknown');
  await freeze(sitting);
  await prepare(sitting);
  expect((await strike(slips[6]!)).refusal).toBe('slips_in_use');
  await open(sitting);
  const election = await electionOf(sitting);
  expect((await cast(sitting, seal(election, slips[7]!, '11100').ballot)).refusal).toBe('credential_void');
  const use = (slip: string) =>
    world.anyone.call(contract.readSlipUse, {
      params: { voteId: sitting.voteId },
      query: { publicKey: deriveCredential(group, election.uuid, slip).publicKey },
    });
  expect(await use(slips[7]!)).toMatchObject({ known: true, void: true, receipt: null });
  expect(await use(slips[0]!)).toMatchObject({ known: true, void: false, receipt: null });
  await castAll(sitting, ['11100']);
  expect((await use(slips[0]!)).receipt?.state).toBe('boxed');
  expect(await use(newCredential(random))).toMatchObject({ known: false });
});

test('R-104: while another process holds the write lock of the database for 3 s, a cast waits and then is taken', async () => {
  const sitting = await sittingWithOpenBallot();
  const { ballot } = seal(await electionOf(sitting), sitting.slips[0]!, '11100');
  const driver = createRequire(new URL('../../../../db/package.json', import.meta.url)).resolve(
    Number(process.versions.napi) >= 10 ? 'better-sqlite3' : 'better-sqlite3-node20',
  );
  const script = `const D = require(${JSON.stringify(driver)}); const d = new D(${JSON.stringify(sitting.world.dataFile)}, { timeout: 5000 }); d.exec('BEGIN IMMEDIATE'); console.log('held'); setTimeout(() => d.exec('COMMIT'), 3000);`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((done) => child.stdout.once('data', done));
  const began = performance.now();
  const { status, body } = await cast(sitting, ballot);
  expect([status, body.state]).toEqual([200, 'boxed']);
  expect(performance.now() - began).toBeGreaterThan(1500);
});
