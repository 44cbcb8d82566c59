import { expect, test } from 'vitest';
import {
  defaultRules,
  electronicBallotKinds,
  parameterNames,
  type BallotRules,
  type RulesProblemCode,
} from './ballot-rules.js';
import { checkRules, hasErrors } from './check-rules.js';
import { parameterTable } from './parameter-table.js';
import { suggestedClauses } from './suggested-clauses.js';
import { rulesWith } from './testing/situations.js';

const typed = (rules: BallotRules): BallotRules => ({ ...rules, clauses: suggestedClauses(rules) });
const codesOf = (changes: Partial<BallotRules>, candidates = 25, channel: 'paper' | 'both' = 'both') =>
  checkRules(typed(rulesWith(changes)), candidates, channel).map(({ code }) => code);

test('the default rules of a district with its clauses typed have no problem', () => {
  expect(codesOf({})).toEqual([]);
  expect(checkRules(rulesWith(), 25)).toMatchObject([{ code: 'clauses_missing', severity: 'warning' }]);
});

const wrong: readonly (readonly [RulesProblemCode, Partial<BallotRules>, number?, 'paper'?])[] = [
  ['places_not_positive', { places: 0 }],
  ['places_over_candidates', { places: 26 }],
  ['no_differential', { places: 25 }],
  ['differential_below_minimum', {}, 23],
  ['delegates_not_positive', { delegateTotal: 0 }],
  ['percent_out_of_range', { minDifferentialPercent: 101 }],
  ['rank_without_weights', { ballotKind: 'rank', majorityBase: 'none' }, 25, 'paper'],
  ['rank_needs_base_none', { ballotKind: 'rank', rankWeights: [3, 2, 1] }, 25, 'paper'],
  ['rank_not_electronic', { ballotKind: 'rank', rankWeights: [3, 2, 1], majorityBase: 'none' }],
  ['weights_without_rank', { rankWeights: [3, 2, 1] }],
  ['unmarked_not_electronic', { unmarkedItem: 'against' }],
  ['unmarked_approve_needs_no_limit', { unmarkedItem: 'approve' }, 25, 'paper'],
  ['unmarked_reveals_choice', { unmarkedItem: 'approve', pickRule: 'no_limit' }, 25, 'paper'],
  ['exactly_needs_blank_invalid', { pickRule: 'exactly_n' }],
  ['blank_invalid_not_electronic', { blank: 'invalid' }],
  ['blank_invalid_not_electronic', { blank: 'invalid', ballotKind: 'approve_only' }],
  ['exactly_not_electronic', { blank: 'invalid', pickRule: 'exactly_n' }],
  ['fewer_against_needs_against', { tieAtCut: 'fewer_against_first', ballotKind: 'approve_only' }],
  ['fill_by_rank_needs_base_none', { shortfall: 'fill_by_rank' }],
  ['revote_without_rounds', { maxRevotes: 0 }],
  ['base_not_all_delegates', { majorityBase: 'present' }],
];

test('each way in which rules can be wrong is named with its parameter and a sentence', () => {
  for (const [code, changes, candidates, channel] of wrong) {
    expect(codesOf(changes, candidates, channel)).toContain(code);
  }
  for (const problem of wrong.flatMap(([, changes, candidates]) => checkRules(rulesWith(changes), candidates ?? 25))) {
    expect(problem.sentence).toMatch(/。$/);
    expect(parameterNames).toContain(problem.parameter);
  }
});

test('R-LIST-01: 24 candidates for 20 places are enough at 20 percent, 23 are not, and fractions round up', () => {
  expect(codesOf({}, 24)).toEqual([]);
  expect(codesOf({}, 23)).toEqual(['differential_below_minimum']);
  expect(codesOf({ places: 12 }, 14)).toEqual(['differential_below_minimum']); // 2 of 12 are 16.7 percent
  expect(codesOf({ places: 12 }, 15)).toEqual([]);
});

test('a warning may stand, an error may not', () => {
  expect(hasErrors(checkRules(rulesWith(), 23))).toBe(false);
  expect(hasErrors(checkRules(rulesWith({ places: 0 }), 23))).toBe(true);
});

test('the table describes every parameter once, and the default is an allowed value', () => {
  expect(parameterTable.map(({ key }) => key)).toEqual([...parameterNames]);
  const defaults = defaultRules({ places: 20, delegates: 235 });
  for (const spec of parameterTable) {
    expect([spec.label, spec.source].every((text) => text !== '')).toBe(true);
    if (spec.key !== 'delegateTotal') expect(spec.default).toBe(defaults[spec.key]);
    if (spec.kind !== 'choice') expect(spec.clause).toContain('{n}');
    else expect(spec.values.map(({ value }) => value)).toContain(spec.default);
    for (const { label, explain, clause } of spec.values) {
      expect(label).not.toBe('');
      expect(explain).toMatch(/。$/);
      expect(clause).toMatch(/。$/);
    }
  }
});

test('a draft of the rules has a clause for every parameter', () => {
  const clauses = suggestedClauses(rulesWith());
  for (const name of parameterNames) expect(clauses[name]).toMatch(/。$/);
  expect(clauses.places).toBe('本次会议票决民生实事项目20项。');
  expect(suggestedClauses(rulesWith({ rankWeights: [3, 2, 1] })).rankWeights).toContain('3、2、1');
});

test('the electronic ballot kinds are the three that ballot-crypto carries', () => {
  expect(electronicBallotKinds).toEqual(['approve_only', 'for_against_abstain', 'satisfaction']);
});
