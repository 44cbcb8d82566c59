import { criteria, type Criterion } from './proposal-states.js';

export interface CriterionMark {
  readonly criterion: Criterion;
  readonly met: 'yes' | 'partly' | 'no';
  /** 0 to 5 */
  readonly score: number;
}
export type CriterionWeights = Readonly<Partial<Record<Criterion, number>>>;

export const mostScore = 5;
/** Where a year says nothing, every criterion weighs the same. */
export const ordinaryWeight = 1;

export interface CriteriaScore {
  /** Ten-thousandths of the most that the weights allow, rounded down; null while a weighed criterion has no mark. */
  readonly score: number | null;
  readonly missing: readonly Criterion[];
  readonly failed: readonly Criterion[];
}

/** What is not met earns nothing, whatever was written beside it. */
export const pointsOf = ({ met, score }: Pick<CriterionMark, 'met' | 'score'>): number => (met === 'no' ? 0 : score);

/**
 * The order for whoever chooses: projects with a criterion not met (不符合) after those without, then by score, those
 * without a score last. Advice like the score (R-STATE-05).
 */
export const byAdvice = (
  a: Pick<CriteriaScore, 'score' | 'failed'>,
  b: Pick<CriteriaScore, 'score' | 'failed'>,
): number => Number(a.failed.length > 0) - Number(b.failed.length > 0) || (b.score ?? -1) - (a.score ?? -1);

/**
 * The weighted score of a criteria sheet, a criterion not met counting 0: advice for people who decide, never a decision (R-STATE-05).
 * @param marks  at most one a criterion, scores 0 to 5. @param weights  whole numbers from 0; absent = 1.
 * @throws RangeError on a criterion marked twice, a score or a weight out of range.
 */
export function criteriaScore(marks: readonly CriterionMark[], weights: CriterionWeights): CriteriaScore {
  const by = new Map(marks.map((mark) => [mark.criterion, mark]));
  if (by.size !== marks.length) throw new RangeError('a criterion is marked twice');
  let points = 0;
  let most = 0;
  for (const criterion of criteria) {
    const weight = weights[criterion] ?? ordinaryWeight;
    if (!Number.isInteger(weight) || weight < 0) throw new RangeError(`weight ${weight}`);
    const mark = by.get(criterion);
    const score = mark?.score ?? 0;
    if (!Number.isInteger(score) || score < 0 || score > mostScore) throw new RangeError(`score ${score}`);
    points += weight * (mark ? pointsOf(mark) : 0);
    most += weight * mostScore;
  }
  const missing = criteria.filter((criterion) => !by.has(criterion));
  return {
    score: missing.length > 0 || most === 0 ? null : Math.floor((10_000 * points) / most),
    missing,
    failed: criteria.filter((criterion) => by.get(criterion)?.met === 'no'),
  };
}
