import type { CutLine } from './cut.js';
import type { ProjectId } from './outcome.js';

/** At least this many projects more than places: the percentage of the places, rounded up, and never 0. */
export const surplusFor = (places: number, percent: number): number =>
  Math.max(1, Math.floor((places * percent + 99) / 100));

/**
 * Who stands again for the places left: the next by votes, as many as the places left and the differential (R-SHORT-02).
 * Listed in the order of `below`. Projects level with the last of them stand too, so that no tie is broken in silence.
 */
export function nextByVotes(below: readonly CutLine[], placesLeft: number, differentialPercent: number): ProjectId[] {
  const ranked = below.toSorted((a, b) => b.for - a.for);
  const wanted = placesLeft + surplusFor(placesLeft, differentialPercent);
  const last = ranked[Math.min(wanted, ranked.length) - 1];
  return last === undefined ? [] : below.filter((line) => line.for >= last.for).map((line) => line.project);
}
