import { describe, expect, test } from 'vitest';
import { ballotsTyped, isComplete, noPaper, paperProblems, paperTotalsOf, type PaperDraft } from './paper.js';

const box = { issued: 207, boxed: 100 };
const draft: PaperDraft = {
  issued: 0,
  returned: 10,
  invalidOverPick: 1,
  invalidIllegible: 1,
  projects: [
    { listNumber: 1, for: 5, against: 2, abstain: 1 },
    { listNumber: 2, for: 8, against: 0, abstain: 0 },
  ],
};

describe('paper totals', () => {
  test('numbers that agree raise nothing', () => {
    expect(paperProblems(draft, 'for_against_abstain', 2, box)).toEqual({ general: [], lines: new Map() });
    expect(isComplete(draft, 'for_against_abstain')).toBe(true);
  });
  test('a line that does not add up to the valid ballots is named', () => {
    const wrong = { ...draft, projects: [{ listNumber: 7, for: 5, against: 2, abstain: 2 }] };
    expect(paperProblems(wrong, 'for_against_abstain', 2, box).lines.get(7)).toBe('三栏合计 9，应为 8');
  });
  test('more ballots than were issued over both channels are noticed', () => {
    expect(paperProblems({ ...draft, returned: 108 }, 'for_against_abstain', 2, box).general[0]).toContain(
      '多于发出的 207 张',
    );
    expect(paperProblems({ ...draft, invalidOverPick: 12 }, 'for_against_abstain', 2, box).general).toEqual([
      '无效票 13 张，多于收回的 10 张。',
    ]);
  });
  test('no ballot can be for more projects than the cap', () => {
    expect(paperProblems(draft, 'for_against_abstain', 1, box).general[0]).toContain('赞成票合计 13 票');
  });
  test('an empty field is not a zero', () => {
    expect(isComplete({ ...draft, issued: null }, 'for_against_abstain')).toBe(false);
    expect(ballotsTyped('')).toBeNull();
    expect(ballotsTyped('１２')).toBe(12);
    expect(ballotsTyped('-1')).toBeNull();
    expect(ballotsTyped('1.5')).toBeNull();
  });
  test('a sheet that only marks "for" abstains on the rest', () => {
    const approve = { ...draft, projects: [{ listNumber: 1, for: 5, against: null, abstain: null }] };
    expect(isComplete(approve, 'approve_only')).toBe(true);
    expect(paperTotalsOf(approve, 'approve_only').projects).toEqual([
      { listNumber: 1, for: 5, against: 0, abstain: 3 },
    ]);
    expect(
      paperProblems(
        { ...approve, projects: [{ listNumber: 1, for: 9, against: null, abstain: null }] },
        'approve_only',
        2,
        box,
      ).lines.has(1),
    ).toBe(true);
  });
  test('no paper at all is all zeros', () => {
    expect(
      paperTotalsOf(noPaper(draft), 'for_against_abstain').projects.every(
        (line) => line.for + line.against + line.abstain === 0,
      ),
    ).toBe(true);
  });
});
