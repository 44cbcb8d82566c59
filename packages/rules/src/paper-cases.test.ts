import { expect, test } from 'vitest';
import { admitAmendment, withdrawCandidate } from './candidate-list.js';
import { checkRules } from './check-rules.js';
import { settleDoubleEntry } from './double-entry.js';
import { ballotValidity, type PaperMark, type PaperSection } from './paper-ballot.js';
import { decideSatisfaction, satisfactionGrade } from './satisfaction.js';
import { rulesWith } from './testing/situations.js';

/** A sheet of 25 projects with so many marks in the for column, the rest as given. */
const sheetWith = (marked: number, rest: PaperMark = 'none', places = 20): PaperSection => ({
  places,
  rows: Array.from({ length: 25 }, (_, i) => ({ project: `p${i + 1}`, mark: i < marked ? ('for' as const) : rest })),
});
const kindOf = (verdict: ReturnType<typeof ballotValidity>) => (verdict.kind === 'invalid' ? verdict.reason : 'valid');

test('T06: a ballot with 21 marks for 20 places is void for every project', () => {
  expect(kindOf(ballotValidity(rulesWith(), [sheetWith(21)]))).toBe('over_pick');
  expect(kindOf(ballotValidity(rulesWith(), [sheetWith(20)]))).toBe('valid');
  expect(kindOf(ballotValidity(rulesWith({ pickRule: 'no_limit' }), [sheetWith(25)]))).toBe('valid');
});

test('T06: where only the section is void, the other sections of the sheet count', () => {
  const rules = rulesWith({ overPick: 'void_section' });
  const other: PaperSection = { places: 1, rows: [{ project: 'q1', mark: 'for' }] };
  const verdict = ballotValidity(rules, [sheetWith(21), other]);
  expect(verdict).toMatchObject({ kind: 'valid', voidSections: [0] });
  if (verdict.kind === 'valid') expect([...verdict.choices]).toEqual([['q1', 'for']]);
  expect(kindOf(ballotValidity(rules, [sheetWith(21)]))).toBe('over_pick');
  expect(kindOf(ballotValidity(rulesWith(), [sheetWith(21), other]))).toBe('over_pick');
});

test('T07: a ballot with 3 marks is valid under at-most, void under exactly', () => {
  expect(kindOf(ballotValidity(rulesWith(), [sheetWith(3)]))).toBe('valid');
  expect(kindOf(ballotValidity(rulesWith({ pickRule: 'exactly_n', blank: 'invalid' }), [sheetWith(3)]))).toBe(
    'under_pick',
  );
});

test('T08: a blank ballot abstains from everything or is invalid, as adopted', () => {
  const verdict = ballotValidity(rulesWith(), [sheetWith(0)]);
  expect(verdict.kind === 'valid' && [...verdict.choices.values()].every((choice) => choice === 'abstain')).toBe(true);
  expect(kindOf(ballotValidity(rulesWith({ blank: 'invalid' }), [sheetWith(0)]))).toBe('blank');
});

test('R-VALID-04: a row without a mark counts as the rules say', () => {
  const choiceUnder = (unmarkedItem: 'abstain' | 'against' | 'approve') => {
    const verdict = ballotValidity(rulesWith({ unmarkedItem, pickRule: 'no_limit' }), [sheetWith(3)]);
    return verdict.kind === 'valid' && verdict.choices.get('p25');
  };
  expect([choiceUnder('abstain'), choiceUnder('against'), choiceUnder('approve')]).toEqual([
    'abstain',
    'against',
    'for',
  ]);
});

test('R-VALID-05: what can be read counts, unless the whole ballot is void', () => {
  const verdict = ballotValidity(rulesWith(), [sheetWith(3, 'illegible')]);
  expect(verdict.kind === 'valid' && [verdict.choices.get('p1'), verdict.choices.get('p4')]).toEqual([
    'for',
    'abstain',
  ]);
  expect(kindOf(ballotValidity(rulesWith({ illegible: 'whole_void' }), [sheetWith(3, 'illegible')]))).toBe('illegible');
  expect(kindOf(ballotValidity(rulesWith(), [sheetWith(0, 'illegible')]))).toBe('illegible');
});

test('R-VALID-06: the paper of a slip that voted electronically is void', () => {
  expect(kindOf(ballotValidity(rulesWith(), [sheetWith(3)], { credentialUsed: true }))).toBe('credential_used');
});

test('T21: the grade follows the base, and exactly half is not enough', () => {
  const grade = (satisfied: number, basicallySatisfied: number, base: number) =>
    satisfactionGrade({ satisfied, basicallySatisfied }, base);
  expect([grade(17, 11, 29), grade(17, 11, 33), grade(17, 11, 35)]).toEqual([
    'satisfied',
    'satisfied',
    'basically_satisfied',
  ]);
  expect(grade(10, 4, 29)).toBe('dissatisfied');
  expect(grade(10, 4, 28)).toBe('dissatisfied');
});

test('T21: an appraisal is graded as a whole, and refused like any vote', () => {
  const line = { project: 'p1', title: '道路', satisfied: 145, basicallySatisfied: 74, dissatisfied: 3, abstain: 0 };
  const input = { all: 250, present: 222, issued: 222, returned: 222, invalid: 0, projects: [line] };
  expect(decideSatisfaction('all', input)).toMatchObject({
    kind: 'graded',
    base: 250,
    results: [{ grade: 'satisfied' }],
  });
  expect(decideSatisfaction('all', { ...input, present: 166, issued: 166 }).kind).toBe('no_quorum');
  expect(decideSatisfaction('all', { ...input, returned: 223 }).kind).toBe('void');
  expect(decideSatisfaction('all', { ...input, invalid: 0.5 }).kind).toBe('inconsistent');
  expect(decideSatisfaction('all', { ...input, projects: [{ ...line, satisfied: 146, abstain: -1 }] }).kind).toBe(
    'inconsistent',
  );
  const misprint = { ...line, satisfied: 95, basicallySatisfied: 27, dissatisfied: 0 };
  expect(decideSatisfaction('all', { ...input, projects: [line, { ...misprint, project: 'p2' }] })).toMatchObject({
    kind: 'inconsistent',
    projects: ['p2'], // T22
  });
});

test('T24: a withdrawn project keeps its number, the ratio is checked again, and printed ballots are printed again', () => {
  const list = Array.from({ length: 25 }, (_, i) => ({ project: `p${i + 1}`, listNumber: i + 1, withdrawn: false }));
  const before = { frozen: true, printed: false, voteOpened: false };
  const result = withdrawCandidate(list, 'p7', before, '主席团同意');
  expect(result).toMatchObject({ ok: true, standing: 24, reprint: false });
  if (result.ok) {
    expect(result.candidates[6]).toEqual({ project: 'p7', listNumber: 7, withdrawn: true });
    expect(checkRules(rulesWith(), result.standing).map(({ code }) => code)).not.toContain(
      'differential_below_minimum',
    );
    expect(withdrawCandidate(result.candidates, 'p7', before, '主席团同意')).toMatchObject({
      refusal: 'already_withdrawn',
    });
  }
  expect(withdrawCandidate(list, 'p7', { ...before, printed: true }, '主席团同意')).toMatchObject({
    ok: true,
    reprint: true,
  });
  expect(withdrawCandidate(list, 'p7', { ...before, printed: true }, '')).toMatchObject({ refusal: 'needs_presidium' });
  expect(withdrawCandidate(list, 'p7', { ...before, voteOpened: true }, '主席团同意')).toMatchObject({
    refusal: 'vote_opened',
  });
  expect(withdrawCandidate(list, 'p26', before, '主席团同意')).toMatchObject({ refusal: 'unknown_project' });
});

test('T25: a further project needs enough delegates, an open list and the presidium', () => {
  const motion = { level: 'county', supporters: 12, listFrozen: false, presidium: 'undecided' } as const;
  expect(admitAmendment(motion)).toEqual({ kind: 'needs_presidium' });
  expect(admitAmendment({ ...motion, presidium: 'admitted' })).toEqual({ kind: 'admitted' });
  expect(admitAmendment({ ...motion, presidium: 'declined' })).toEqual({
    kind: 'stored_as_suggestion',
    reason: 'declined',
  });
  expect(admitAmendment({ ...motion, supporters: 9 })).toEqual({
    kind: 'stored_as_suggestion',
    reason: 'too_few_supporters',
  });
  expect(admitAmendment({ ...motion, level: 'township', supporters: 5 })).toEqual({ kind: 'needs_presidium' });
  expect(admitAmendment({ ...motion, listFrozen: true, presidium: 'admitted' })).toEqual({
    kind: 'stored_as_suggestion',
    reason: 'list_frozen',
  });
});

test('T26: two entries of one ballot that differ wait for a scrutineer, and both are kept', () => {
  const first = { by: '甲', marks: { p1: 'for', p2: 'none' } } as const;
  const second = { by: '乙', marks: { p1: 'for', p2: 'against' } } as const;
  expect(settleDoubleEntry(first, second)).toEqual({ kind: 'needs_scrutineer', differing: ['p2'], first, second });
  const decision = { by: '丙', marks: { p1: 'for', p2: 'against' } } as const;
  expect(settleDoubleEntry(first, second, decision)).toMatchObject({
    kind: 'decided',
    marks: decision.marks,
    first,
    second,
  });
  expect(settleDoubleEntry(first, second, { ...decision, by: '乙' }).kind).toBe('needs_scrutineer');
  expect(settleDoubleEntry(first, { ...first, by: '乙' })).toMatchObject({ kind: 'agreed', marks: first.marks });
  expect(settleDoubleEntry(first, { ...second, by: '甲' }).kind).toBe('same_person');
  expect(settleDoubleEntry(first, { by: '乙', marks: { p1: 'for' } })).toMatchObject({ differing: ['p2'] });
});
