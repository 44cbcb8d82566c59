import fc from 'fast-check';
import * as contract from '@piaojue/contract';
import { newCredential, type Election } from '@piaojue/ballot-crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { dialects } from '../../../../db/src/testing/databases.js';
import { expectConsistent, expectSilentProcessLog, openBox, type Box } from '../testing/box.js';
import type { Ballot } from '../testing/cheats.js';
import { cast, random, seal, type Sitting } from '../testing/situations.js';
import { until, type World } from '../testing/world.js';

const order = 7237005577332262213973186563042994240857116359379907606001950938285454250989n;

describe.each(dialects)('one negative test for each way to cheat, on %s', (dialect) => {
  let box: Box;
  let sitting: Sitting;
  let world: World;
  let election: Election;
  let { slip, sealed, rows, cheats } = {} as Box;

  beforeAll(async () => {
    box = await openBox(dialect);
    ({ sitting, world, election, slip, sealed, rows, cheats } = box);
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

  test('R-28: refused and rejected ballots left nothing of themselves in the process log', () =>
    expectSilentProcessLog(box));

  test('after all of this the box holds one ballot a slip, each once on the board and once in the log', () =>
    expectConsistent(box));
});
