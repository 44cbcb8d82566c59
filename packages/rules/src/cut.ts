import { assertNever } from './assert-never.js';
import type { BallotParameters } from './ballot-rules.js';
import type { ProjectId } from './outcome.js';

export interface CutLine {
  readonly project: ProjectId;
  readonly for: number;
  readonly against: number;
}

export interface Cut {
  /** Surely adopted, most votes first. */
  readonly adopted: readonly ProjectId[];
  /** Level across the last place and not settled by the clause, in the order of the input; empty when the cut fell cleanly. */
  readonly tied: readonly ProjectId[];
  /** Places that the tied projects compete for; places that nobody reached when `tied` is empty. */
  readonly placesLeft: number;
  /** Projects adopted beyond the places, under the clause that takes all. */
  readonly beyondPlaces: number;
}

/**
 * Fills `places` (应选数) with the projects that have the most votes for them.
 * @param eligible  the projects that reached the majority, any order; votes in whole ballots.
 * @returns never breaks a tie unless the adopted clause does it. A tie that fits, or lies above the cut, is no tie.
 * Source: R-CUT-01 to R-CUT-05.
 */
export function fillPlaces(eligible: readonly CutLine[], places: number, clause: BallotParameters['tieAtCut']): Cut {
  const ranked = eligible.toSorted((a, b) => b.for - a.for);
  const lastIn = ranked[places - 1]?.for;
  const firstOut = ranked[places]?.for;
  if (places <= 0) return { adopted: [], tied: [], placesLeft: 0, beyondPlaces: 0 };
  if (lastIn === undefined || lastIn !== firstOut) {
    // R-CUT-01, R-CUT-02: a clean cut
    const adopted = ranked.slice(0, places).map((line) => line.project);
    return { adopted, tied: [], placesLeft: places - adopted.length, beyondPlaces: 0 };
  }
  const above = ranked.filter((line) => line.for > lastIn).map((line) => line.project);
  const level = ranked.filter((line) => line.for === lastIn);
  const placesLeft = places - above.length;
  switch (clause) {
    case 'revote_tied': // R-CUT-03: the caller sends them to a re-vote
    case 'presidium':
      return { adopted: above, tied: level.map((line) => line.project), placesLeft, beyondPlaces: 0 };
    case 'take_all': // R-CUT-04
      return {
        adopted: [...above, ...level.map((line) => line.project)],
        tied: [],
        placesLeft: 0,
        beyondPlaces: level.length - placesLeft,
      };
    case 'fewer_against_first':
      return byFewerAgainst(above, level, placesLeft);
    default:
      return assertNever(clause);
  }
}

/** R-CUT-05: among level projects, fewer votes against come first; level again, they stay tied. */
function byFewerAgainst(above: readonly ProjectId[], level: readonly CutLine[], placesLeft: number): Cut {
  const ranked = level.toSorted((a, b) => a.against - b.against);
  const lastIn = ranked[placesLeft - 1]?.against ?? 0;
  const firstOut = ranked[placesLeft]?.against;
  const settled = lastIn !== firstOut;
  const before = ranked.filter((line) => (settled ? line.against <= lastIn : line.against < lastIn));
  const tied = settled ? [] : ranked.filter((line) => line.against === lastIn);
  return {
    adopted: [...above, ...before.map((line) => line.project)],
    tied: tied.map((line) => line.project),
    placesLeft: placesLeft - before.length,
    beyondPlaces: 0,
  };
}
