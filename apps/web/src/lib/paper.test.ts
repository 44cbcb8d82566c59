import { describe, expect, test } from 'vitest';
import {
  ballotsTyped,
  isComplete,
  noPaper,
  paperChanges,
  paperTotalsOf,
  problemsShown,
  type PaperDraft,
} from './paper.js';

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
  test('a sentence about one line stands beside that line, the others above the table', () => {
    const severity = 'error';
    expect(
      problemsShown([
        { severity, sentence: '无效票13张，多于收回的10张。' },
        { severity, listNumber: 7, sentence: '第7号项目赞成9票，多于有效票8张。' },
      ]),
    ).toEqual({
      general: ['无效票13张，多于收回的10张。'],
      lines: new Map([[7, '第7号项目赞成9票，多于有效票8张。']]),
    });
  });
  test('an empty field is not a zero', () => {
    expect(isComplete(draft, 'for_against_abstain')).toBe(true);
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
  });
  test('no paper at all is all zeros', () => {
    expect(
      paperTotalsOf(noPaper(draft), 'for_against_abstain').projects.every(
        (line) => line.for + line.against + line.abstain === 0,
      ),
    ).toBe(true);
  });
  test('a correction says line by line what it changes', () => {
    const before = paperTotalsOf(draft, 'for_against_abstain');
    const after = { ...before, returned: 9, projects: before.projects.with(1, { ...before.projects[1]!, for: 7 }) };
    const names = ['赞成', '反对', '弃权'] as const;
    expect(paperChanges(before, after, names)).toEqual(['收回：10 → 9', '第2号项目赞成：8 → 7']);
    expect(paperChanges(null, after, names)).toEqual([]);
  });
});
