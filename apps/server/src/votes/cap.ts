import type { BallotRules } from '@piaojue/rules';

/** Most projects that one ballot may be for (R-COUNT: pickRule). */
export const capOf = (rules: BallotRules, candidates: number): number =>
  rules.pickRule === 'no_limit' ? candidates : Math.min(rules.places, candidates);
