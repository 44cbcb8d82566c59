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
