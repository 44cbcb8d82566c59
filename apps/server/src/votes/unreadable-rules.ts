import { parameterNames, parameterTable, type BallotRules, type ParameterSpec } from '@piaojue/rules';

const mostNumber = 1_000_000;
const longestClause = 1000;

/**
 * Why rules from outside cannot be read: parameters missing or more than there are, a value that the table of parameters
 * does not list, clauses that are no text. Their sense is `checkRules`' question.
 */
export function unreadableRules(given: BallotRules): string | undefined {
  if (!sameKeys(given, [...parameterNames, 'clauses'])) return '参数不全或多余';
  const odd = parameterTable.find((spec) => !isAllowed(spec, given[spec.key]));
  if (odd) return `“${odd.label}”的值不对`;
  const { clauses } = given;
  if (typeof clauses !== 'object' || clauses === null || !sameKeys(clauses, parameterNames))
    return '条款文字不全或多余';
  if (Object.values(clauses).some((clause) => typeof clause !== 'string' || clause.length > longestClause))
    return '条款文字过长';
  return undefined;
}

const sameKeys = (value: object, keys: readonly string[]): boolean =>
  Object.keys(value).toSorted().join() === keys.toSorted().join();

function isAllowed({ kind, values }: ParameterSpec, given: unknown): boolean {
  switch (kind) {
    case 'choice':
      return values.some(({ value }) => value === given);
    case 'count':
    case 'percent':
      return isNumber(given);
    case 'weights':
      return given === null || (Array.isArray(given) && given.length <= 200 && given.every(isNumber));
  }
}

const isNumber = (value: unknown): boolean =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= mostNumber;
