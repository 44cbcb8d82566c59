export * from './ballot-rules.js';
export * from './rule-ids.js';
export * from './outcome.js';
export * from './moves.js';
export * from './vote-states.js';
export * from './year-states.js';
export * from './suggestion-states.js';
export * from './proposal-states.js';
export * from './pool.js';
export * from './criteria-score.js';
export * from './committee-vote.js';
export * from './quorum.js';
export { baseOf, isMajority, smallestMajority, type Base } from './majority.js';
export * from './rank-ballot.js';
export { checkReport, totalsOf, type Totals } from './check-report.js';
export { fillPlaces, type Cut, type CutLine } from './cut.js';
export { nextByVotes, surplusFor } from './shortfall.js';
export { decide } from './decide.js';
export { decideRevote, revoteSetup, type RevoteSetup } from './revote.js';
export { combineRounds, isCounted, type FinalList, type FinalProject } from './combine-rounds.js';
export * from './presidium.js';
export * from './parameter-table.js';
export { suggestedClauses } from './suggested-clauses.js';
export { belowDifferential, checkRules, hasErrors, type Channel } from './check-rules.js';
export * from './paper-ballot.js';
export * from './paper-totals.js';
export * from './double-entry.js';
export * from './slips.js';
export * from './satisfaction.js';
export * from './candidate-list.js';
export * from './sitting-facts.js';
export * from './sitting-steps.js';
export {
  currentStep,
  gate,
  hallActsDone,
  hallObstacles,
  type Gate,
  type HallAct,
  type HallTold,
  type Obstacle,
} from './sitting-gate.js';
