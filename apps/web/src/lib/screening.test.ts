import { emptyDraft } from '@piaojue/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changedRows, marksIn, rowsAfter, sheetRows } from './criteria-sheet.js';
import { orderTyped, swapped } from './list-order.js';
import { faultsOf } from './proposal-faults.js';
import { typedOf } from './proposal-form.js';
import { fileProblem } from './proposals.js';
import { submitWarnings } from './submit-warnings.js';
import { askedSentence, wordsOf } from './wording/screening.js';

describe('the numbers of a list', () => {
  const ids = ['a', 'b', 'c'];
  const typed = (...places: string[]) => orderTyped(ids, (id) => places[ids.indexOf(id)] ?? '');
  test('every number once gives the order, also in full width', () => {
    expect(typed('3', '1', '２')).toEqual({ order: ['b', 'c', 'a'] });
    fc.assert(
      fc.property(fc.shuffledSubarray(['1', '2', '3'], { minLength: 3 }), (places) => {
        const { order } = typed(...places) as { order: string[] };
        expect(order.map((id) => places[ids.indexOf(id)])).toEqual(['1', '2', '3']);
      }),
    );
  });
  test('doubled, skipped, empty and wrong numbers are told', () => {
    expect(typed('3', '1', '1')).toEqual({ problems: ['序号 1 填了不止一次', '缺少序号 2'] });
    expect(typed('1', '', '5')).toEqual({
      problems: ['有的项目没有填序号', '“5”不是 1 至 3 的序号', '缺少序号 2、3'],
    });
    expect(typed('1', '2', '二')).toHaveProperty('problems');
  });
  test('a step changes two neighbours', () => expect(swapped(ids, 0, 1)).toEqual(['b', 'a', 'c']));
});

describe('what is said before the list goes', () => {
  const good = { name: '甲', failed: [], districtFen: 100_000_000, opinions: [] };
  const opinion = {
    kind: 'finance',
    unit: '财政局',
    stance: 'agree',
    deadline: '2025-01-01',
    outdated: false,
  } as const;
  const fund = { fundFen: 300_000_000, places: 1, leastSurplus: 20, unanswered: 0 };
  const titles = (...args: Parameters<typeof submitWarnings>) => submitWarnings(...args).map(({ title }) => title);
  test('nothing where nothing is wrong', () =>
    expect(
      titles(
        ['甲', '乙'].map((name) => ({ ...good, name, opinions: [opinion] })),
        fund,
      ),
    ).toEqual([]));
  test('what does not meet a criterion, costs too much, is too few, and whose units disagree, are silent or were never asked', () => {
    const warnings = submitWarnings(
      [
        { ...good, name: '甲', failed: ['lawful', 'funded'], districtFen: 500_000_000 },
        {
          ...good,
          name: '乙',
          opinions: [
            { ...opinion, stance: 'disagree' },
            { ...opinion, stance: null },
          ],
        },
        { ...good, name: '丙', opinions: [{ ...opinion, outdated: true }] },
      ],
      { ...fund, places: 3, unanswered: 7 },
    );
    expect(warnings.map(({ lines }) => lines)).toEqual([
      ['甲：合法性、资金落实'],
      [],
      [],
      ['乙：财政局，不同意', '丙：财政局，同意（文字在此之后改过）'],
      ['乙：财政局'],
      ['甲'],
      [],
    ]);
    expect(warnings.at(-1)?.title).toContain('7 条征集建议');
    expect(warnings[1]?.title).toContain('超出资金盘子 400 万元');
  });
});

describe('two people at one sheet', () => {
  const mark = (criterion: 'lawful' | 'funded', score: number, reason = '理由') =>
    ({ criterion, met: 'yes', score, reason }) as const;
  const base = sheetRows([mark('lawful', 3), mark('funded', 3)]);
  test('a mark that a colleague changed is never sent back over', () => {
    const theirs = sheetRows([mark('lawful', 1, '同事的理由'), mark('funded', 3)]);
    const mine = sheetRows([mark('lawful', 3), mark('funded', 5)]);
    const after = rowsAfter(base, mine, theirs);
    expect(after).toMatchObject({ asked: [], taken: ['lawful'] });
    expect(changedRows(theirs, after.rows).map(({ criterion, score }) => [criterion, score])).toEqual([
      ['funded', '5'],
    ]);
  });
  test('a mark that both changed is asked, and mine stays typed until then', () => {
    const theirs = sheetRows([mark('lawful', 1), mark('funded', 3)]);
    const mine = sheetRows([mark('lawful', 5), mark('funded', 3)]);
    const { rows, asked } = rowsAfter(base, mine, theirs);
    expect(asked).toEqual(['lawful']);
    expect(rows).toEqual(mine);
    expect(rowsAfter(base, mine, mine).asked).toEqual([]);
  });
  test('only lines that were touched are sent', () => {
    expect(marksIn(changedRows(base, base))).toEqual([]);
    const blank = sheetRows([]);
    expect(marksIn(changedRows(blank, sheetRows([mark('lawful', 4)])))).toEqual([mark('lawful', 4)]);
  });
  test('what is not met has no points, whatever was chosen beside it', () => {
    const unmet = { ...mark('lawful', 5), met: 'no' as const };
    expect(sheetRows([unmet]).find(({ criterion }) => criterion === 'lawful')?.score).toBe('0');
    expect(marksIn([{ ...unmet, score: '5' }])).toEqual([{ ...unmet, score: 0 }]);
    expect(marksIn([{ ...unmet, score: '' }])).toEqual([{ ...unmet, score: 0 }]);
  });
});

describe('what the form says at its fields', () => {
  const typed = typedOf({ ...emptyDraft, totalFen: 100_000_000 });
  const at = { year: 2025, unit: '区住建局' };
  test('while somebody types only the contradictions of the money, when asked everything that is missing', () => {
    expect(faultsOf({ ...typed, yearWan: '200' }, at, false)).toEqual({ yearFen: '不能大于总投资' });
    const all = faultsOf({ ...typed, beneficiaryCount: '很多' }, at, true);
    expect(all).toMatchObject({ start: '请写成年和月，例如：2025-03', beneficiaryCount: '请只填整数' });
  });
  test('no file, an empty file and a large one are three things', () => {
    expect(fileProblem(undefined)).toBe('file_not_chosen');
    expect(fileProblem({ name: '', size: 0 })).toBe('file_not_chosen');
    expect(fileProblem({ name: '空.pdf', size: 0 })).toBe('file_empty');
    expect(fileProblem({ name: '大.pdf', size: 10_000_001 })).toBe('file_too_large');
    expect(fileProblem({ name: '好.pdf', size: 1 })).toBeUndefined();
  });
  test('a draft that nobody else saw is thrown away, what was submitted is taken back', () => {
    expect([wordsOf('withdraw', true)?.label, wordsOf('withdraw', false)?.label]).toEqual(['作废草稿', '撤回']);
    expect(askedSentence({ asked: 2, already: 0, own: 1 })).toBe(
      '已征求意见 2 份，略过 1 份，因为所选单位就是申报单位。',
    );
  });
});
