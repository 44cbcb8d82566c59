import type { ProjectId } from './outcome.js';

/** One rank ballot: the projects in the voter's order, first the most urgent. */
export type RankBallot = readonly ProjectId[];

/**
 * Points of every project on rank ballots (排序票). The weights must stand in the 票决办法: no source gives any.
 * @param weights  points of rank 1, 2, 3 …, whole numbers; ranks beyond the list give no points.
 * @returns undefined where there are no weights: a rank ballot without weights is refused.
 * Not checked: ballots that name a project twice (the tellers void them).
 * Source: R-RANK-01.
 */
export function countRankBallots(
  ballots: readonly RankBallot[],
  weights: readonly number[] | null,
): ReadonlyMap<ProjectId, number> | undefined {
  if (weights === null || weights.length === 0) return undefined;
  const points = new Map<ProjectId, number>();
  for (const ballot of ballots) {
    for (const [place, project] of ballot.entries()) {
      points.set(project, (points.get(project) ?? 0) + (weights[place] ?? 0));
    }
  }
  return points;
}

/** The most points one project can have from `valid` ballots. */
export const pointsCap = (weights: readonly number[], valid: number): number => Math.max(0, ...weights) * valid;
