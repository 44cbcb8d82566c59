import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkBallotProofs } from '../ballot/check-proofs.js';
import type { Marks } from '../ballot/seal.js';
import type { BallotKind, Mark, SatisfactionMark } from '../election/kinds.js';
import { marksOf } from '../election/kinds.js';
import { forgedPart } from '../testing/cheating-trustee.js';
import { outsideTheGroup, wrongContent } from '../testing/change-leaf.js';
import { heldElection, must, opened, sealedBy, type TrusteePlan } from '../testing/elections.js';
import { spoilEach } from '../testing/spoil.js';
import { checkPartialDecryption, partialDecryption } from './partial-decryption.js';
import { readResult, resultOf, subsets } from './result.js';
import { addToTally, emptyTally, encryptedTallyOf, tallyRecord } from './tally.js';
import { totalsOf } from './totals.js';

const plans: readonly (readonly [string, TrusteePlan, readonly (readonly number[])[]])[] = [
  [
    '2 of 3',
    ['2/3'],
    [
      [1, 2],
      [1, 3],
      [2, 3],
      [3, 1],
    ],
  ],
  [
    '3 of 5',
    ['3/5'],
    [
      [1, 2, 3],
      [2, 4, 5],
    ],
  ],
  [
    'a Single and 2 of 3',
    ['single', '2/3'],
    [
      [1, 2, 3],
      [1, 3, 4],
      [4, 2, 1],
    ],
  ],
  ['2 of 3, a Single, 1 of 2', ['2/3', 'single', '1/2'], [[1, 3, 4, 6]]],
];

describe.each(plans)('%s', (_, trustees, owners) => {
  test.each<BallotKind>(['approve_only', 'for_against_abstain', 'satisfaction'])(
    'decrypts to the plain sums (%s)',
    (kind) => {
      const held = heldElection({ kind, trustees, projects: 2, cap: 2, voters: 4, name: kind });
      const mark = fc.constantFrom<Mark | SatisfactionMark>(...marksOf(kind));
      const votes = fc.array(fc.tuple(mark, mark), { minLength: 0, maxLength: 4 });
      fc.assert(
        fc.property(votes, fc.constantFrom(...owners), (all, who) => {
          const { result } = opened(
            held,
            all.map((marks, voter) => sealedBy(held, voter, marks as Marks)),
            who,
          );
          const { projects } = must(totalsOf(held.election, result.values, all.length));
          const plain = (i: number, word: string) => all.filter((marks) => marks[i] === word).length;
          projects.forEach((project, i) => {
            const counts =
              kind === 'satisfaction'
                ? {
                    satisfied: plain(i, 'satisfied'),
                    basicallySatisfied: plain(i, 'basically_satisfied'),
                    dissatisfied: plain(i, 'dissatisfied'),
                  }
                : kind === 'approve_only'
                  ? { for: plain(i, 'for') }
                  : { for: plain(i, 'for'), against: plain(i, 'against') };
            expect(project).toEqual({ title: `项目${i + 1}`, ...counts, abstain: plain(i, 'abstain') });
          });
          expect(readResult(result.record)).toEqual(result.values);
          expect([...result.used].sort()).toEqual([...who].sort());
        }),
        { numRuns: 3 },
      );
    },
  );
});

test('a tally grows ballot by ballot, in any order, to the same record', () => {
  const held = heldElection({ projects: 2, voters: 3 });
  const { election } = held;
  const ballots = [0, 1, 2].map((voter) => sealedBy(held, voter, ['for', 'abstain']));
  const whole = tallyRecord(election, encryptedTallyOf(election, ballots));
  const grown = ballots.toReversed().reduce((tally, raw) => addToTally(election, tally, raw), emptyTally(election));
  expect(tallyRecord(election, grown)).toBe(whole);
  expect(grown.ballots).toBe(3);
  const neutral = election.group.encode(election.group.neutral);
  expect(tallyRecord(election, emptyTally(election))).toBe(
    JSON.stringify([
      [
        { alpha: neutral, beta: neutral },
        { alpha: neutral, beta: neutral },
      ],
    ]),
  );
  expect(() => addToTally(election, grown, '{}')).toThrow(RangeError);
});

test('where re-voting is allowed, the last ballot of a credential counts', () => {
  const held = heldElection({ projects: 2, voters: 2 });
  const [a1, b, a2] = [
    sealedBy(held, 0, ['for', 'for']),
    sealedBy(held, 1, ['abstain', 'for']),
    sealedBy(held, 0, ['abstain', 'abstain']),
  ];
  expect(tallyRecord(held.election, encryptedTallyOf(held.election, [a1, b, a2]))).toBe(
    tallyRecord(held.election, encryptedTallyOf(held.election, [b, a2])),
  );
});

describe('R-56: a partial decryption', () => {
  const held = heldElection({ projects: 2, voters: 2, trustees: ['single', '2/3'] });
  const { election } = held;
  const tallyOf = (...voters: number[]) =>
    tallyRecord(
      election,
      encryptedTallyOf(
        election,
        voters.map((v) => sealedBy(held, v, ['for', 'abstain'])),
      ),
    );
  const tally = tallyOf(0, 1);
  const part = partialDecryption(election, tally, held.secretKeys[0]!, held.random);
  const key = held.trustees.all[0]!.publicKey;
  const judge = (raw: string, tallyRaw = tally, publicKey = key, of = election) => {
    const verdict = checkPartialDecryption(of, tallyRaw, publicKey, raw);
    return verdict.ok ? 'accepted' : verdict.failed;
  };

  test('is accepted for its own tally, key and election only', () => {
    expect(judge(part)).toBe('accepted');
    expect(judge(part, tallyOf(0, 1))).toBe('decryption_proof_invalid');
    expect(judge(part, tally, held.trustees.all[1]!.publicKey)).toBe('decryption_proof_invalid');
    expect(judge(part, tally, key, { ...election, fingerprint: 'x' })).toBe('decryption_proof_invalid');
  });

  test('is refused when any field is changed, and the cell is named', () => {
    const all = spoilEach(part, wrongContent(election.group));
    expect(all.length).toBe(2 + 2 * 2);
    for (const { path, raw } of all) {
      const cell = Number(path.split('.')[2]) + 1;
      expect(checkPartialDecryption(election, tally, key, raw), path).toMatchObject({
        failed: 'decryption_proof_invalid',
        subject: `question 1, cell ${cell}`,
      });
    }
    const factor = (JSON.parse(part) as { decryption_factors: string[][] }).decryption_factors[0]![1]!;
    expect(judge(part.replace(factor, outsideTheGroup(election.group)))).toBe('factor_not_an_element');
    expect(judge(part.replace(/"response":"\d+"/, `"response":"${election.group.order}"`))).toBe(
      'decryption_proof_invalid',
    );
    expect(judge(`${part}\n`)).toBe('partial_not_canonical');
    expect(judge(part.replace(`,"${factor}"`, ''))).toBe('partial_wrong_arity');
    expect(() => checkPartialDecryption(election, '[]', key, part)).toThrow(RangeError);
    expect(() => partialDecryption(election, tally.replace('alpha', 'alfa'), 1n, held.random)).toThrow(RangeError);
  });

  test('attack 28: a value beyond the number of ballots is no result', () => {
    const alone = heldElection({ projects: 2, voters: 1 });
    const ballots = [sealedBy(alone, 0, ['for', 'for'])];
    const { tally: own, parts } = opened(alone, ballots, [1]);
    expect(resultOf(alone.election, alone.trustees, own, parts, 1).ok).toBe(true);
    expect(resultOf(alone.election, alone.trustees, own, parts, 0)).toMatchObject({
      ok: false,
      failed: 'value_out_of_range',
    });
  });
});

describe('R-54: of 3-of-5, any three valid parts give the result', () => {
  const held = heldElection({ projects: 1, voters: 2, trustees: ['3/5'] });
  const ballots = [sealedBy(held, 0, ['for']), sealedBy(held, 1, ['for'])];
  const { tally } = opened(held, ballots, [1, 2, 3]);
  const honest = [1, 2, 3, 4, 5].map((owner) => ({
    owner,
    partial: partialDecryption(held.election, tally, held.secretKeys[owner - 1]!, held.random),
  }));
  const lies = honest.map(({ owner }) => ({
    owner,
    partial: partialDecryption(held.election, tally, held.secretKeys[owner - 1]! + 1n, held.random),
  }));
  const result = (parts: { owner: number; partial: string }[]) =>
    resultOf(held.election, held.trustees, tally, parts, 2);

  test('all subsets, with 0 to 2 liars; fewer than three valid parts give nothing', () => {
    for (let liars = 0; liars <= 2; liars++) {
      for (const lying of subsets([1, 2, 3, 4, 5], liars)) {
        for (const size of [2, 3, 4, 5]) {
          for (const delivered of subsets([1, 2, 3, 4, 5], size)) {
            const outcome = result(delivered.map((owner) => (lying.includes(owner) ? lies : honest)[owner - 1]!));
            const good = delivered.filter((owner) => !lying.includes(owner));
            if (good.length < 3)
              expect(outcome).toMatchObject({ ok: false, failed: 'too_few_valid_parts', subject: 'trustee 1' });
            else expect(outcome).toMatchObject({ ok: true, values: [[2]], used: good.slice(0, 3) });
            expect(outcome.refused.map((r) => r.owner)).toEqual(delivered.filter((owner) => lying.includes(owner)));
          }
        }
      }
    }
  });

  test('an unknown owner and a second part of the same owner are named and left out', () => {
    const outcome = result([honest[0]!, { ...honest[0]! }, { ...honest[1]!, owner: 9 }, honest[2]!, honest[4]!]);
    expect(outcome).toMatchObject({
      ok: true,
      used: [1, 3, 5],
      refused: [
        { owner: 1, failed: 'owner_twice' },
        { owner: 9, failed: 'owner_unknown' },
      ],
    });
  });

  test('attack 13: a member whose wrong part carries a valid proof is found by trying other members', () => {
    const forged = forgedPart({ ...held, secretKey: held.secretKeys[1]! }, tally);
    expect(checkPartialDecryption(held.election, tally, held.trustees.all[1]!.publicKey, forged).ok).toBe(true);
    const outcome = result([honest[0]!, { owner: 2, partial: forged }, honest[2]!, honest[3]!]);
    expect(outcome).toMatchObject({
      ok: true,
      values: [[2]],
      used: [1, 3, 4],
      refused: [{ owner: 2, failed: 'factor_wrong_though_proven' }],
    });
    expect(result([honest[0]!, { owner: 2, partial: forged }, honest[2]!])).toMatchObject({
      ok: false,
      failed: 'value_out_of_range',
    });
  });
});

test('attack 28: sums that cannot be are refused by name', () => {
  const { election } = heldElection({ kind: 'for_against_abstain', projects: 2 });
  expect(
    totalsOf(
      election,
      [
        [1, 0],
        [1, 1],
        [0, 2],
      ],
      2,
    ),
  ).toMatchObject({
    ok: true,
    projects: [
      { for: 1, against: 1, abstain: 0 },
      { for: 0, against: 2, abstain: 0 },
    ],
  });
  expect(
    totalsOf(
      election,
      [
        [1, 0],
        [1, 1],
        [1, 1],
      ],
      2,
    ),
  ).toMatchObject({ failed: 'sums_differ', subject: 'project 2' });
  expect(
    totalsOf(
      election,
      [
        [1, 0],
        [1, 2],
        [0, 2],
      ],
      2,
    ),
  ).toMatchObject({ failed: 'more_marks_than_ballots', subject: 'project 1' });
  expect(
    totalsOf(
      election,
      [
        [1, 0],
        [1, 1],
      ],
      2,
    ),
  ).toMatchObject({ failed: 'values_wrong_arity' });
  expect(totalsOf({ ...election, kind: undefined }, [], 2)).toMatchObject({ failed: 'kind_unknown' });
});

test('BELENIOS-2048 decrypts to the plain sums too', () => {
  const held = heldElection({ group: 'BELENIOS-2048', projects: 2, voters: 2, trustees: ['single', '2/3'] });
  const ballots = [sealedBy(held, 0, ['for', 'abstain']), sealedBy(held, 1, ['for', 'for'])];
  ballots.forEach((ballot) => expect(checkBallotProofs(held.election, ballot)).toEqual({ ok: true }));
  expect(opened(held, ballots, [1, 2, 4]).result.values).toEqual([[2, 1]]);
});
