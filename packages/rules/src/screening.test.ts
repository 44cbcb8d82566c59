import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { committeeOutcome } from './committee-vote.js';
import { byAdvice, criteriaScore, type CriterionMark } from './criteria-score.js';
import { criteria, type Criterion } from './proposal-states.js';

const arbMarks = fc
  .tuple(...criteria.map(() => fc.integer({ min: 0, max: 5 })))
  .map((scores) => criteria.map((criterion, i): CriterionMark => ({ criterion, met: 'yes', score: scores[i]! })));
const arbWeights = fc
  .tuple(...criteria.map(() => fc.integer({ min: 0, max: 10 })))
  .map((weights) => Object.fromEntries(criteria.map((criterion, i) => [criterion, weights[i]!])));

describe('the criteria sheet', () => {
  test('the score lies between nothing and everything, and is a whole number', () =>
    fc.assert(
      fc.property(arbMarks, arbWeights, (marks, weights) => {
        const { score } = criteriaScore(marks, weights);
        if (Object.values(weights).every((weight) => weight === 0)) return expect(score).toBeNull();
        expect(Number.isInteger(score)).toBe(true);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(10_000);
      }),
    ));

  test('a better mark never makes the score worse, whatever the weights', () =>
    fc.assert(
      fc.property(arbMarks, arbWeights, fc.nat(criteria.length - 1), (marks, weights, at) => {
        const better = marks.map((mark, i) => (i === at ? { ...mark, score: Math.min(5, mark.score + 1) } : mark));
        expect(criteriaScore(better, weights).score ?? 0).toBeGreaterThanOrEqual(
          criteriaScore(marks, weights).score ?? 0,
        );
      }),
    ));

  test('the order of the marks does not matter, and weights count by their ratio only', () =>
    fc.assert(
      fc.property(arbMarks, arbWeights, fc.integer({ min: 1, max: 9 }), (marks, weights, times) => {
        const more = Object.fromEntries(Object.entries(weights).map(([key, weight]) => [key, weight * times]));
        expect(criteriaScore(marks.toReversed(), more)).toEqual(criteriaScore(marks, weights));
      }),
    ));

  test('a sheet with a line missing has no score, and says which', () =>
    fc.assert(
      fc.property(arbMarks, fc.subarray([...criteria], { minLength: 1 }), (marks, left) => {
        const { score, missing } = criteriaScore(
          marks.filter(({ criterion }) => !left.includes(criterion)),
          {},
        );
        expect(score).toBeNull();
        expect(missing).toEqual(left);
      }),
    ));

  test('what is not met is named beside the score, and counts nothing whatever points stand beside it', () => {
    const marks = criteria.map((criterion): CriterionMark => ({ criterion, met: 'yes', score: 5 }));
    const unlawful = marks.map((mark) => (mark.criterion === 'lawful' ? { ...mark, met: 'no' as const } : mark));
    const most = Math.floor((10_000 * (criteria.length - 1)) / criteria.length);
    expect(criteriaScore(unlawful, {})).toEqual({ score: most, missing: [], failed: ['lawful'] });
  });

  test('whatever is marked as not met, the score never rises, and is that of nought points there', () =>
    fc.assert(
      fc.property(arbMarks, arbWeights, fc.subarray([...criteria], { minLength: 1 }), (marks, weights, unmet) => {
        const change = (as: Partial<CriterionMark>) =>
          marks.map((mark) => (unmet.includes(mark.criterion) ? { ...mark, ...as } : mark));
        const { score, failed } = criteriaScore(change({ met: 'no' }), weights);
        expect(score ?? 0).toBeLessThanOrEqual(criteriaScore(marks, weights).score ?? 0);
        expect(score).toBe(criteriaScore(change({ score: 0 }), weights).score);
        expect(failed).toEqual(unmet);
      }),
    ));

  test('a project with something not met stands after every one without, then the higher score is first', () =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ score: fc.option(fc.nat(10_000)), failed: fc.subarray([...criteria]) })),
        (all) => {
          const sorted = all.toSorted(byAdvice);
          const first = sorted.findIndex(({ failed }) => failed.length > 0);
          if (first >= 0) expect(sorted.slice(first).every(({ failed }) => failed.length > 0)).toBe(true);
          for (const [i, one] of sorted.entries()) {
            const next = sorted[i + 1];
            if (next && one.failed.length > 0 === next.failed.length > 0)
              expect(one.score ?? -1).toBeGreaterThanOrEqual(next.score ?? -1);
          }
        },
      ),
    ));

  test('a caller that marks twice, or out of range, is stopped', () => {
    const mark = (criterion: Criterion, score: number): CriterionMark => ({ criterion, met: 'yes', score });
    expect(() => criteriaScore([mark('lawful', 1), mark('lawful', 2)], {})).toThrow(RangeError);
    expect(() => criteriaScore([mark('lawful', 6)], {})).toThrow(RangeError);
    expect(() => criteriaScore([mark('lawful', 2.5)], {})).toThrow(RangeError);
    expect(() => criteriaScore([], { lawful: -1 })).toThrow(RangeError);
  });
});

describe('the vote of the standing committee', () => {
  const vote = (members: number, present: number, votesFor: number, against: number) => ({
    members,
    present,
    for: votesFor,
    against,
    abstain: present - votesFor - against,
  });

  test('R-LIST-06: more than half of all members, absent ones included; exactly half is not enough', () => {
    expect(committeeOutcome(vote(30, 20, 15, 0))).toEqual({ passed: false, needed: 16 });
    expect(committeeOutcome(vote(30, 20, 16, 0))).toEqual({ passed: true, needed: 16 });
    expect(committeeOutcome(vote(31, 16, 16, 0))).toEqual({ passed: true, needed: 16 });
    expect(committeeOutcome(vote(31, 20, 15, 0))).toEqual({ passed: false, needed: 16 });
  });

  test('R-LIST-06: numbers that do not add up are no vote', () =>
    fc.assert(
      fc.property(
        fc.record({
          members: fc.integer({ min: 0, max: 40 }),
          present: fc.integer({ min: 0, max: 40 }),
          for: fc.integer({ min: 0, max: 40 }),
          against: fc.integer({ min: 0, max: 40 }),
          abstain: fc.integer({ min: 0, max: 40 }),
        }),
        (given) => {
          const outcome = committeeOutcome(given);
          const sound =
            given.members > 0 &&
            given.present <= given.members &&
            given.for + given.against + given.abstain === given.present;
          expect('problem' in outcome).toBe(!sound);
          if (!('problem' in outcome)) expect(outcome.passed).toBe(2 * given.for > given.members);
        },
      ),
    ));

  test('R-LIST-06: half a person, or fewer than none, is no vote', () => {
    expect(committeeOutcome({ members: 30, present: 20, for: 20.5, against: 0, abstain: -0.5 })).toHaveProperty(
      'problem',
    );
    expect(committeeOutcome({ members: 30, present: 20, for: 21, against: -1, abstain: 0 })).toHaveProperty('problem');
  });
});
