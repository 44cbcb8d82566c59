import type { RuleId } from './rule-ids.js';

/** What the electronic ballot can carry; the same ids stand in ballot-crypto. */
export const electronicBallotKinds = ['approve_only', 'for_against_abstain', 'satisfaction'] as const;
export type ElectronicBallotKind = (typeof electronicBallotKinds)[number];

/**
 * The parameters of the adopted 票决办法 (domain.md 3.1), frozen before the vote.
 * A value that only one answer is lawful for is still listed, so that it is printed beside its clause.
 */
export interface BallotParameters {
  /** 表决票形式. `rank` is a paper counting rule only (R-RANK-01). */
  readonly ballotKind: 'approve_only' | 'for_against_abstain' | 'rank';
  /** 应选数: how many projects are to be decided. */
  readonly places: number;
  /** 实有代表数 as confirmed by the presidium; the base of quorum and majority (R-COUNT-07). */
  readonly delegateTotal: number;
  /** 差额比例下限, whole percent of the places. */
  readonly minDifferentialPercent: number;
  /** 最多可选数的规则. */
  readonly pickRule: 'at_most_n' | 'exactly_n' | 'no_limit';
  readonly overPick: 'void_ballot' | 'void_section';
  readonly blank: 'valid_abstain_all' | 'invalid';
  readonly unmarkedItem: 'abstain' | 'against' | 'approve';
  readonly illegible: 'readable_part_counts' | 'whole_void';
  readonly majorityBase: 'all_delegates' | 'present' | 'valid' | 'none';
  readonly threshold: 'more_than_half';
  readonly participation: 'none' | 'more_than_half_of_all';
  readonly quorum: 'two_thirds_of_all';
  readonly collected: 'void_if_more_than_issued';
  readonly surplus: 'top_n';
  readonly tieAtCut: 'revote_tied' | 'presidium' | 'take_all' | 'fewer_against_first';
  readonly revoteWin: 'most_votes' | 'majority_again';
  readonly shortfall: 'fewer_stand' | 'revote_now' | 'next_session' | 'fill_by_rank' | 'presidium';
  readonly revoteCandidates: 'next_by_votes';
  /** How many re-votes the clause allows before the presidium decides. A slip serves at most two. */
  readonly maxRevotes: 0 | 1 | 2;
  /** Points of rank 1, 2, 3 … on a rank ballot; null when the 票决办法 names none. */
  readonly rankWeights: readonly number[] | null;
  readonly writeIn: false;
  readonly proxy: false;
  readonly mobileBox: false;
  /** No source says how quotas meet ties and majorities, so only `off` is executed. */
  readonly quotaByCategory: 'off';
  readonly candidateOrder: 'list_number' | 'sector';
  readonly publishCounts: 'public' | 'hall_only' | 'list_only';
  readonly resultOrder: 'list_number' | 'by_votes';
}

export type ParameterName = keyof BallotParameters;

export interface BallotRules extends BallotParameters {
  /** The adopted clause of each parameter as the clerk typed it; empty while not yet typed. */
  readonly clauses: Readonly<Record<ParameterName, string>>;
}

/** Every parameter, in the order in which forms and result sheets print them. */
export const parameterNames = [
  'ballotKind',
  'places',
  'delegateTotal',
  'minDifferentialPercent',
  'pickRule',
  'overPick',
  'blank',
  'unmarkedItem',
  'illegible',
  'quorum',
  'collected',
  'participation',
  'majorityBase',
  'threshold',
  'surplus',
  'tieAtCut',
  'revoteWin',
  'maxRevotes',
  'shortfall',
  'revoteCandidates',
  'rankWeights',
  'writeIn',
  'proxy',
  'mobileBox',
  'quotaByCategory',
  'candidateOrder',
  'resultOrder',
  'publishCounts',
] as const satisfies readonly ParameterName[];

export const noClauses: Readonly<Record<ParameterName, string>> = Object.freeze(
  Object.fromEntries(parameterNames.map((name) => [name, ''])) as Record<ParameterName, string>,
);

/**
 * The default for a Henan district (domain.md 9): the safest in law, not proven to be any county's own rule.
 * @param size  `places` 应选数, `delegates` 实有代表数.
 */
export function defaultRules(size: { readonly places: number; readonly delegates: number }): BallotRules {
  return {
    ballotKind: 'for_against_abstain',
    places: size.places,
    delegateTotal: size.delegates,
    minDifferentialPercent: 20,
    pickRule: 'at_most_n',
    overPick: 'void_ballot',
    blank: 'valid_abstain_all',
    unmarkedItem: 'abstain',
    illegible: 'readable_part_counts',
    majorityBase: 'all_delegates',
    threshold: 'more_than_half',
    participation: 'none',
    quorum: 'two_thirds_of_all',
    collected: 'void_if_more_than_issued',
    surplus: 'top_n',
    tieAtCut: 'revote_tied',
    revoteWin: 'most_votes',
    shortfall: 'fewer_stand',
    revoteCandidates: 'next_by_votes',
    maxRevotes: 1,
    rankWeights: null,
    writeIn: false,
    proxy: false,
    mobileBox: false,
    quotaByCategory: 'off',
    candidateOrder: 'list_number',
    publishCounts: 'hall_only',
    resultOrder: 'list_number',
    clauses: noClauses,
  };
}

/** One thing that is wrong (`error`: the vote may not be frozen) or unusual (`warning`) in a set of rules. */
export interface RulesProblem {
  readonly code: RulesProblemCode;
  readonly severity: 'error' | 'warning';
  readonly parameter: ParameterName;
  readonly rule: RuleId;
  readonly sentence: string;
}

export type RulesProblemCode =
  | 'places_not_positive'
  | 'places_over_candidates'
  | 'no_differential'
  | 'differential_below_minimum'
  | 'delegates_not_positive'
  | 'percent_out_of_range'
  | 'rank_without_weights'
  | 'rank_needs_base_none'
  | 'rank_not_electronic'
  | 'weights_without_rank'
  | 'unmarked_not_electronic'
  | 'unmarked_approve_needs_no_limit'
  | 'unmarked_reveals_choice'
  | 'exactly_needs_blank_invalid'
  | 'blank_invalid_not_electronic'
  | 'exactly_not_electronic'
  | 'fewer_against_needs_against'
  | 'fill_by_rank_needs_base_none'
  | 'revote_without_rounds'
  | 'base_not_all_delegates'
  | 'clauses_missing';
