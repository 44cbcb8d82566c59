import { defaultRules, noClauses, parameterTable } from '@piaojue/rules';
import { expect, test } from 'vitest';
import { clauseField, controlValue, rulesFrom, valueField, withSuggestions } from './rules-form.js';

const before = defaultRules({ places: 20, delegates: 235 });

test('what the form shows and sends back are the same rules', () => {
  const sent = new Map(
    parameterTable.flatMap((spec) => [
      [valueField(spec.key), controlValue(spec, before)],
      [clauseField(spec.key), ''],
    ]),
  );
  expect(rulesFrom((name) => sent.get(name), before)).toEqual(before);
});

test('numbers, choices and weights take their own types', () => {
  const sent: Record<string, string> = {
    'p.places': '１５',
    'p.maxRevotes': '2',
    'p.rankWeights': '5、3，1',
    'c.places': ' 第三条 ',
  };
  const rules = rulesFrom((name) => sent[name], before);
  expect(rules).toMatchObject({ places: 15, maxRevotes: 2, rankWeights: [5, 3, 1], tieAtCut: 'revote_tied' });
  expect(rules.clauses.places).toBe('第三条');
});

test('a value that no option has changes nothing, a word that is no number is not swallowed', () => {
  const sent: Record<string, string> = { 'p.majorityBase': 'whatever', 'p.places': '二十' };
  const rules = rulesFrom((name) => sent[name], before);
  expect(rules.majorityBase).toBe('all_delegates');
  expect(rules.places).toBeNaN();
});

test('suggested clauses never replace what was typed', () => {
  const typed = { ...before, clauses: { ...noClauses, places: '应选二十件。' } };
  const filled = withSuggestions(typed);
  expect(filled.clauses.places).toBe('应选二十件。');
  expect(Object.values(filled.clauses).every((clause) => clause !== '')).toBe(true);
});
