import type { ProjectId } from './outcome.js';

export interface Candidate {
  readonly project: ProjectId;
  readonly listNumber: number;
  /** 撤回: keeps its list number and is not voted on. */
  readonly withdrawn: boolean;
}

export interface ListState {
  readonly frozen: boolean;
  readonly printed: boolean;
  readonly voteOpened: boolean;
}

export type Withdrawal =
  | {
      readonly ok: true;
      readonly candidates: readonly Candidate[];
      readonly standing: number;
      readonly reprint: boolean;
    }
  | {
      readonly ok: false;
      readonly refusal: 'vote_opened' | 'needs_presidium' | 'unknown_project' | 'already_withdrawn';
    };

/**
 * Withdraws a candidate project before the vote. Its list number stays, with 撤回; after printing the ballots are
 * printed again. The caller checks the ratio again with `checkRules(rules, standing)`. Source: R-LIST-02.
 * @param presidium  the record of the presidium's acceptance; empty while there is none.
 */
export function withdrawCandidate(
  candidates: readonly Candidate[],
  project: ProjectId,
  state: ListState,
  presidium: string,
): Withdrawal {
  const candidate = candidates.find((one) => one.project === project);
  if (candidate === undefined) return { ok: false, refusal: 'unknown_project' };
  if (candidate.withdrawn) return { ok: false, refusal: 'already_withdrawn' };
  if (state.voteOpened) return { ok: false, refusal: 'vote_opened' };
  if (presidium.trim() === '') return { ok: false, refusal: 'needs_presidium' };
  const rest = candidates.map((one) => (one.project === project ? { ...one, withdrawn: true } : one));
  return { ok: true, candidates: rest, standing: rest.filter((one) => !one.withdrawn).length, reprint: state.printed };
}

export interface Amendment {
  readonly level: 'county' | 'township';
  /** Delegates who signed, each once. */
  readonly supporters: number;
  readonly listFrozen: boolean;
  readonly presidium: 'undecided' | 'admitted' | 'declined';
}

export type AmendmentVerdict =
  | { readonly kind: 'admitted' }
  | { readonly kind: 'needs_presidium' }
  | { readonly kind: 'stored_as_suggestion'; readonly reason: 'list_frozen' | 'too_few_supporters' | 'declined' };

/** Delegates needed for a motion: 10 in a county, 5 in a township (地方组织法 art. 22). */
export const supportersNeeded = { county: 10, township: 5 } as const;

/**
 * A motion for one more project in review. Only before the list is frozen, with enough delegates, and if the presidium
 * puts it on the agenda; else it is kept as a suggestion (建议). Source: R-LIST-03.
 */
export function admitAmendment({ level, supporters, listFrozen, presidium }: Amendment): AmendmentVerdict {
  if (listFrozen) return { kind: 'stored_as_suggestion', reason: 'list_frozen' };
  if (supporters < supportersNeeded[level]) return { kind: 'stored_as_suggestion', reason: 'too_few_supporters' };
  if (presidium === 'declined') return { kind: 'stored_as_suggestion', reason: 'declined' };
  return presidium === 'admitted' ? { kind: 'admitted' } : { kind: 'needs_presidium' };
}
