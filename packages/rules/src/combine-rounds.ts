import type { BallotRules } from './ballot-rules.js';
import type { CountedOutcome, Outcome, ProjectId } from './outcome.js';

export interface FinalProject {
  readonly project: ProjectId;
  readonly listNumber: number;
  readonly title: string;
  /** The round in which it was adopted, and its votes there. */
  readonly round: number;
  readonly for: number;
}

interface FinalListBase {
  readonly adopted: readonly FinalProject[];
  /** Candidates of the first round that are not adopted (入储备库), by list number. */
  readonly reserve: readonly ProjectId[];
  readonly vacant: number;
  readonly beyondPlaces: number;
}

/** The whole vote over all rounds: final, or open and waiting for somebody. */
export type FinalList =
  | ({ readonly kind: 'final'; readonly leftToNextSession: boolean } & FinalListBase)
  | ({ readonly kind: 'open'; readonly awaiting: 'revote' | 'presidium' | 'vote_again' } & FinalListBase);

/**
 * The list of adopted projects (正式项目) over the ballot and its re-votes.
 * @param rounds  every outcome in the order in which it came, with presidium decisions already applied. Ballots
 *                without a result (void, no quorum …) may stand among them and add nothing.
 * @returns adopted projects by list number, or by round and votes (R-RESULT-01).
 * @throws RangeError on an empty list.
 */
export function combineRounds(
  rules: Pick<BallotRules, 'resultOrder' | 'places'>,
  rounds: readonly Outcome[],
): FinalList {
  const last = rounds.at(-1);
  if (last === undefined) throw new RangeError('no round');
  const counted = rounds.filter(isCounted);
  const adopted = counted.flatMap((outcome) => adoptedIn(outcome)).toSorted((a, b) => inOrder(rules.resultOrder, a, b));
  const taken = new Set(adopted.map(({ project }) => project));
  const beyondPlaces = Math.max(0, adopted.length - rules.places);
  const list: FinalListBase = {
    adopted,
    reserve: (counted[0] ?? last).projects.map(({ project }) => project).filter((project) => !taken.has(project)),
    vacant: rules.places - adopted.length + beyondPlaces,
    beyondPlaces,
  };
  if (!isCounted(last)) return { kind: 'open', awaiting: 'vote_again', ...list };
  if (last.kind === 'revote' || (last.kind === 'shortfall' && last.next === 'revote_now')) {
    return { kind: 'open', awaiting: 'revote', ...list };
  }
  if (last.kind === 'presidium') return { kind: 'open', awaiting: 'presidium', ...list };
  return { kind: 'final', leftToNextSession: last.kind === 'shortfall' && last.next === 'next_session', ...list };
}

export function isCounted(outcome: Outcome): outcome is CountedOutcome {
  return (['decided', 'revote', 'shortfall', 'presidium'] as readonly string[]).includes(outcome.kind);
}

function adoptedIn(outcome: CountedOutcome): FinalProject[] {
  return outcome.projects
    .filter(({ status }) => status === 'adopted')
    .map(({ project, listNumber, title, for: votesFor }) => ({
      project,
      listNumber,
      title,
      round: outcome.round,
      for: votesFor,
    }));
}

function inOrder(order: BallotRules['resultOrder'], a: FinalProject, b: FinalProject): number {
  const byVotes = order === 'by_votes' ? a.round - b.round || b.for - a.for : 0;
  return byVotes || a.listNumber - b.listNumber;
}
