import { expect, test } from 'vitest';
import { countOf, type Draft, emptyDraft, finalMarks, hasMarks, markProject, unmarked } from './draft.js';

const draftWith = (marks: Draft['marks'], cap = 2): Draft => ({ kind: 'for_against_abstain', cap, marks });

test('one more 赞成 than the cap is refused, and no other mark is taken away', () => {
  const full = draftWith(['for', 'for', undefined, 'against']);
  expect(markProject(full, 2, 'for')).toEqual({ ok: false, refused: 'over_cap' });
  expect(markProject(full, 3, 'for')).toEqual({ ok: false, refused: 'over_cap' });
  expect(full.marks).toEqual(['for', 'for', undefined, 'against']);
});

test('a full ballot can still be changed within the cap', () => {
  const full = draftWith(['for', 'for', undefined]);
  const same = markProject(full, 0, 'for');
  expect(same.ok && same.draft.marks).toEqual(['for', 'for', undefined]);
  const freed = markProject(full, 1, 'against');
  if (!freed.ok) throw new Error('refused');
  const moved = markProject(freed.draft, 2, 'for');
  expect(moved.ok && moved.draft.marks).toEqual(['for', 'against', 'for']);
});

test('for every order of 25 marks, at most 20 are 赞成', () => {
  let draft = emptyDraft('for_against_abstain', 25, 20);
  for (let i = 0; i < 25; i += 1) {
    const marking = markProject(draft, (i * 7) % 25, 'for');
    expect(marking.ok).toBe(i < 20);
    if (marking.ok) draft = marking.draft;
  }
  expect(countOf(draft, 'for')).toBe(20);
});

test('a project without a mark is named as such and sealed as 弃权', () => {
  const draft = draftWith(['for', undefined, 'abstain', undefined]);
  expect(unmarked(draft)).toEqual([1, 3]);
  expect(finalMarks(draft)).toEqual(['for', 'abstain', 'abstain', 'abstain']);
  expect(hasMarks(emptyDraft('satisfaction', 3, 3))).toBe(false);
});

test('a mark can be taken back', () => {
  const back = markProject(draftWith(['for', 'for']), 0, undefined);
  expect(back.ok && back.draft.marks).toEqual([undefined, 'for']);
});

test('a project that is not on the ballot is a mistake of the caller', () => {
  expect(() => markProject(draftWith(['for']), 1, 'for')).toThrow(RangeError);
});
