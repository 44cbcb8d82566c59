import type { ProposalState } from './proposal-states.js';
import type { SuggestionState } from './suggestion-states.js';
import type { YearState } from './year-states.js';

/** R-STATE-06: the reserve pool (储备库) over the years is what stands in these states; a withdrawn proposal is not in it. */
export const poolSuggestionState = 'pooled' satisfies SuggestionState;
export const poolProposalStates = ['reserve', 'rejected'] as const satisfies readonly ProposalState[];
export type PoolProposalState = (typeof poolProposalStates)[number];

/** While a year is in one of these, something may still be taken up in it. */
export const takingUpStates = ['collect', 'screen'] as const satisfies readonly YearState[];

export interface PoolYear {
  readonly year: number;
  readonly state: YearState;
}

/** Whether what has come to rest in the year `from` may be taken up in `into`: a later year that collects or screens. */
export const mayTakeUp = (from: number, into: PoolYear): boolean =>
  into.year > from && (takingUpStates as readonly YearState[]).includes(into.state);
