import type { BallotRules, ParameterName } from './ballot-rules.js';
import type { Step } from './outcome.js';
import type { RuleId } from './rule-ids.js';

/** A step of the derivation, with the adopted clause of its parameter where the clerk typed one. */
export function stepOf(
  rules: BallotRules,
  rule: RuleId,
  numbers: Readonly<Record<string, number>>,
  sentence: string,
  parameter?: ParameterName,
): Step {
  if (parameter === undefined) return { rule, numbers, sentence };
  const clause = rules.clauses[parameter];
  return clause === '' ? { rule, numbers, sentence, parameter } : { rule, numbers, sentence, parameter, clause };
}

interface Ground {
  readonly rule: RuleId;
  readonly parameter: ParameterName;
}

/** Why no majority is asked for: a re-vote on a tie, whose projects have it already, goes by votes (R-REVOTE-02); else the rules name no base. */
export const groundWithoutMajority = (round: number): Ground =>
  round > 1 ? { rule: 'R-REVOTE-02', parameter: 'revoteWin' } : { rule: 'R-MAJOR-01', parameter: 'majorityBase' };

/** Why those with most votes take the places. The clause on surplus speaks of projects over half; a re-vote by votes has its own. */
export const groundOfCut = ({ majorityBase }: Pick<BallotRules, 'majorityBase'>, round: number): Ground =>
  round > 1 && majorityBase === 'none'
    ? { rule: 'R-REVOTE-02', parameter: 'revoteWin' }
    : { rule: 'R-CUT-01', parameter: 'surplus' };
