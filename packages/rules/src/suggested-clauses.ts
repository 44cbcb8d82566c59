import type { BallotParameters, ParameterName } from './ballot-rules.js';
import { parameterTable } from './parameter-table.js';

/** A clause for every parameter as it is set, for a draft 票决办法 (草案). The adopted text is what counts. */
export function suggestedClauses(rules: BallotParameters): Record<ParameterName, string> {
  const clauses = parameterTable.map((spec): [ParameterName, string] => {
    const set = rules[spec.key];
    if (spec.kind === 'choice') return [spec.key, spec.values.find(({ value }) => value === set)?.clause ?? ''];
    if (set === null) return [spec.key, '不使用排序票。'];
    return [spec.key, (spec.clause ?? '').replace('{n}', Array.isArray(set) ? set.join('、') : String(set))];
  });
  return Object.fromEntries(clauses) as Record<ParameterName, string>;
}
