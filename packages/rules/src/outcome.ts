import type { ParameterName } from './ballot-rules.js';
import type { RuleId } from './rule-ids.js';

export type ProjectId = string;

/** Votes of one project in one channel, whole ballots (票). `notPressed` (未按) exists for keypads only. */
export interface Votes {
  readonly for: number;
  readonly against: number;
  readonly abstain: number;
  readonly notPressed?: number;
}

export interface ProjectTally {
  readonly project: ProjectId;
  readonly listNumber: number;
  readonly title: string;
  readonly electronic: Votes;
  readonly paper: Votes;
}

/**
 * What the scrutineers report. All numbers are whole and not negative; `returned` counts both channels.
 * `present` is the number counted at the vote; a delegate who left before it has handed the slip back (R-SLIP-01).
 */
export interface CountInput {
  readonly delegates: number;
  readonly present: number;
  readonly issued: number;
  readonly returned: number;
  readonly invalid: number;
  readonly projects: readonly ProjectTally[];
}

/** One step of the derivation (推导): the rule, its numbers, a sentence, and the adopted clause where one was typed. */
export interface Step {
  readonly rule: RuleId;
  readonly numbers: Readonly<Record<string, number>>;
  readonly sentence: string;
  readonly parameter?: ParameterName;
  readonly clause?: string;
}

export const projectStatuses = [
  'adopted',
  'not_adopted_below_majority',
  'not_adopted_by_rank',
  'not_adopted_by_presidium',
  'tied',
  'revote_candidate',
  'undecided',
] as const;
export type ProjectStatus = (typeof projectStatuses)[number];

export interface ProjectResult extends ProjectTally {
  readonly for: number;
  readonly against: number;
  readonly abstain: number;
  readonly notPressed: number;
  /** 1 is most votes; equal votes share a rank (1, 2, 2, 4). Null when nothing was counted. */
  readonly rank: number | null;
  /** Votes needed for the majority; null where the rules ask for none or nothing was counted. */
  readonly needed: number | null;
  /** Votes missing to the majority, 0 when it is reached. */
  readonly missing: number;
  readonly status: ProjectStatus;
  readonly derivation: readonly Step[];
  /** The whole line of the result sheet, e.g. 得126票，全体代表231人，过半数需116票，通过，第7名. */
  readonly sentence: string;
}

export type Invariant =
  | 'whole_numbers'
  | 'delegates_as_frozen'
  | 'present_within_delegates'
  | 'issued_within_present'
  | 'returned_within_issued'
  | 'invalid_within_returned'
  | 'projects_distinct'
  | 'projects_exist'
  | 'columns_sum_to_valid'
  | 'approvals_within_valid'
  | 'for_within_cap'
  | 'for_exactly_cap'
  | 'points_within_weights'
  | 'candidates_as_announced';

export interface FailedInvariant {
  readonly invariant: Invariant;
  readonly rule: RuleId;
  /** The project whose line fails, where it is one line. */
  readonly project?: ProjectId;
  readonly numbers: Readonly<Record<string, number>>;
  readonly sentence: string;
}

interface OutcomeBase {
  /** 1 is the first ballot, 2 the first re-vote. */
  readonly round: number;
  readonly places: number;
  /** Every project of the input, exactly once, by list number. */
  readonly projects: readonly ProjectResult[];
  readonly derivation: readonly Step[];
}

/** Every place is filled. `beyondPlaces` is over 0 only under the clause that takes all projects tied at the cut. */
export interface Decided extends OutcomeBase {
  readonly kind: 'decided';
  readonly adopted: readonly ProjectId[];
  readonly beyondPlaces: number;
}

/** Projects level across the last place (末位票数相等) go to a re-vote. */
export interface Revote extends OutcomeBase {
  readonly kind: 'revote';
  readonly adopted: readonly ProjectId[];
  readonly among: readonly ProjectId[];
  readonly placesLeft: number;
}

/** Fewer projects than places reached the majority. `next` is what the clause says; `candidates` would stand again. */
export interface Shortfall extends OutcomeBase {
  readonly kind: 'shortfall';
  readonly next: 'fewer_stand' | 'revote_now' | 'next_session';
  readonly adopted: readonly ProjectId[];
  readonly vacant: number;
  readonly candidates: readonly ProjectId[];
}

/** The presidium must decide, and the software does not: a tie left over, or places left vacant. */
export interface PresidiumNeeded extends OutcomeBase {
  readonly kind: 'presidium';
  readonly question: 'tie_at_cut' | 'second_tie' | 'shortfall';
  readonly adopted: readonly ProjectId[];
  readonly among: readonly ProjectId[];
  readonly placesLeft: number;
}

/** The ballot has no result: nothing is counted. */
export interface NotCounted extends OutcomeBase {
  readonly kind: 'void' | 'no_quorum' | 'participation_too_low';
}

export interface Inconsistent extends OutcomeBase {
  readonly kind: 'inconsistent';
  readonly failed: readonly FailedInvariant[];
}

export type Outcome = Decided | Revote | Shortfall | PresidiumNeeded | NotCounted | Inconsistent;
/** An outcome in which ballots were counted. */
export type CountedOutcome = Decided | Revote | Shortfall | PresidiumNeeded;
