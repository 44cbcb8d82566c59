import { expect, test } from 'vitest';
import { decide } from './decide.js';
import { applyPresidiumDecision, isAdoptedByPresidium, presidiumRefusals } from './presidium.js';
import { decideRevote, revoteSetup } from './revote.js';
import { suggestedClauses } from './suggested-clauses.js';
import {
  countOf,
  idsOf,
  revoteCountOf,
  rulesWith,
  sentenceOf,
  statusOf,
  tiedAtLastPlaceVotes,
} from './testing/situations.js';

const rules = rulesWith({ clauses: suggestedClauses(rulesWith()) });
const first = decide(rules, countOf(tiedAtLastPlaceVotes));
const tied = decideRevote(rules, revoteCountOf({ p19: 120, p20: 105, p21: 105 }), first);

test('R-REVOTE-03: where the presidium decides a tie, the lines say that votes were equal and who decided', () => {
  const decided = applyPresidiumDecision(rules, tied, { kind: 'choose', projects: ['p21'], minutes: '纪要' });
  if (!decided.ok) throw new Error(decided.refusal);
  const { outcome } = decided;
  expect(sentenceOf(outcome, 'p21')).toMatch(/并列第2名，末位票数相等，大会主席团决定列入$/);
  expect(sentenceOf(outcome, 'p20')).toMatch(/并列第2名，末位票数相等，大会主席团决定不列入$/);
  expect(statusOf(outcome, 'p20')).toBe('not_adopted_by_presidium');
  expect(outcome.projects.filter(isAdoptedByPresidium).map(({ project }) => project)).toEqual(idsOf(21));
  const vacant = applyPresidiumDecision(rules, tied, { kind: 'leave_vacant', minutes: '纪要' });
  expect(vacant.ok && statusOf(vacant.outcome, 'p20')).toBe('not_adopted_by_presidium');
});

test('R-REVOTE-02: a re-vote by most votes cites the clause on re-votes, nowhere that on the majority', () => {
  const second = decideRevote(rules, revoteCountOf({ p19: 121, p20: 110, p21: 98 }), first);
  const steps = [...second.derivation, ...second.projects.flatMap(({ derivation }) => derivation)];
  const cited = steps.map(({ clause }) => clause);
  expect(cited).toContain(rules.clauses.revoteWin);
  for (const clause of cited) expect(clause ?? '').not.toContain('过半数');
  expect(revoteSetup(first, rules)?.rules.clauses).toMatchObject({
    majorityBase: rules.clauses.revoteWin,
    places: rules.clauses.places,
  });
  const again = { ...rules, revoteWin: 'majority_again' as const };
  expect(revoteSetup(first, again)?.rules.clauses.majorityBase).toBe(rules.clauses.majorityBase);
});

test('every refusal of a decision is a sentence that says what to do', () => {
  for (const sentence of Object.values(presidiumRefusals)) expect(sentence).toMatch(/^\p{Script=Han}.+。$/u);
});
