import {
  parameterTable,
  suggestedClauses,
  type BallotParameters,
  type BallotRules,
  type ParameterName,
  type ParameterSpec,
} from '@piaojue/rules';

export const valueField = (name: ParameterName): string => `p.${name}`;
export const clauseField = (name: ParameterName): string => `c.${name}`;

/** Digits typed in full width count; anything that is not a number becomes NaN and is refused as a problem of the rules. */
const wholeOf = (text: string): number => {
  const plain = text.normalize('NFKC').trim();
  return /^\d+$/.test(plain) ? Number(plain) : Number.NaN;
};

/** How a value stands in its control. */
export function controlValue(spec: ParameterSpec, rules: BallotParameters): string {
  const set = rules[spec.key];
  if (set === null) return '';
  return Array.isArray(set) ? set.join('、') : String(set);
}

/** A value as the control sent it, in the type of its parameter. What is unknown keeps what was set before. */
export function parameterOf(
  spec: ParameterSpec,
  text: string,
  before: BallotParameters,
): BallotParameters[ParameterName] {
  if (spec.kind === 'choice')
    return (spec.values.find(({ value }) => String(value) === text)?.value as never) ?? before[spec.key];
  if (spec.kind !== 'weights') return wholeOf(text);
  const parts = text.split(/[、,，;；\s]+/).filter((part) => part !== '');
  return parts.length === 0 ? null : parts.map(wholeOf);
}

/** The rules that the form holds; fields that are missing (a control switched off) keep what was set. */
export function rulesFrom(get: (name: string) => string | undefined, before: BallotRules): BallotRules {
  const parameters = Object.fromEntries(
    parameterTable.map((spec) => {
      const text = get(valueField(spec.key));
      return [spec.key, text === undefined ? before[spec.key] : parameterOf(spec, text, before)];
    }),
  ) as unknown as BallotParameters;
  const clauses = Object.fromEntries(
    parameterTable.map(({ key }) => [key, (get(clauseField(key)) ?? before.clauses[key] ?? '').trim()]),
  ) as Record<ParameterName, string>;
  return { ...before, ...parameters, clauses };
}

/** Draft clauses where none is typed yet; what was typed stays. */
export function withSuggestions(rules: BallotRules): BallotRules {
  const suggested = suggestedClauses(rules);
  const clauses = Object.fromEntries(
    parameterTable.map(({ key }) => [key, rules.clauses[key].trim() === '' ? suggested[key] : rules.clauses[key]]),
  ) as Record<ParameterName, string>;
  return { ...rules, clauses };
}
