import { draftFields, emptyDraft, type DraftFields } from '@piaojue/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultsOf } from './proposal-faults.js';
import { differing, draftFrom, fenOf, fieldKeys, fundingGap, typedFrom, typedOf, type Typed } from './proposal-form.js';
import { readableDiff } from './text-diff.js';

const some: DraftFields = {
  ...emptyDraft,
  name: '老旧小区改造',
  nature: '改扩建',
  targets: [{ item: '改造小区', quantity: 2.5, unit: '个' }],
  totalFen: 46_501_234_00,
  yearFen: 0,
  funding: { upperLevelFen: 21_000_000_00, districtFen: 25_501_234_00, bondFen: null, otherFen: 0 },
  coopUnits: ['区城管局', '供电公司'],
  milestones: ['一季度：完成设计', '四季度：验收', '11月底前交付'],
  beneficiaryCount: 5600,
  crossYear: true,
};

const at = { year: 2025, unit: '区住建局' };

describe('money', () => {
  test('万元 as people type it becomes 分 to the cent, for every amount', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000_000_000 }), (fen) => {
        expect(fenOf(String(fen / 1_000_000))).toBe(fen);
      }),
    ));
  test('full-width digits, commas and the unit are read; anything else is no amount', () => {
    expect(fenOf('１，２３４．５')).toBe(1_234_500_000);
    expect(fenOf('4650 万元')).toBe(4_650_000_000);
    expect(fenOf(' ')).toBeNull();
    for (const wrong of ['一百', '-3', '1e3', '3.', '0x1F', '1.2345678']) expect(fenOf(wrong)).toBeNaN();
  });
  test('what is missing from the total is shown while typing', () => {
    const typed = { ...typedOf(some) };
    expect(fundingGap(typed)).toMatchObject({ gap: 0 });
    expect(fundingGap({ ...typed, districtWan: '1' })).toMatchObject({ gap: 25_491_234_00 });
    expect(fundingGap({ ...typed, districtWan: '一' }).gap).toBeNull();
    expect(fundingGap({ ...typed, totalWan: '' }).gap).toBeNull();
  });
});

describe('the form', () => {
  test('what is kept comes back as it was typed, with and without script', () => {
    expect(draftFrom(typedOf(some))).toEqual({ fields: some });
    const form = new FormData();
    const typed = typedOf(some);
    for (const [key, value] of Object.entries(typed)) if (typeof value === 'string') form.append(key, value);
    for (const { item, quantity, unit } of typed.targets) {
      form.append('targetItem', item);
      form.append('targetQuantity', quantity);
      form.append('targetUnit', unit);
    }
    for (const quarter of typed.quarters) form.append('quarter', quarter);
    form.append('crossYear', 'on');
    expect(draftFrom(typedFrom(form))).toEqual({ fields: some });
  });

  test('every draft that can be typed is one that the contract accepts', () =>
    fc.assert(
      fc.property(fc.string({ maxLength: 10 }), fc.nat(99_999), (text, number) => {
        const typed: Typed = {
          ...typedOf(some),
          location: text,
          totalWan: String(number),
          quarters: [text, '', '', ''],
        };
        const draft = draftFrom(typed);
        if ('problems' in draft || /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u.test(text)) return;
        expect(draftFields.safeParse(draft.fields).success).toBe(true);
      }),
    ));

  test('what is no number is said in words, and nothing is guessed', () => {
    const draft = draftFrom({ ...typedOf(some), totalWan: '约三百', beneficiaryCount: '很多' });
    expect(draft).toEqual({ problems: ['总投资：请只填数字，单位是万元', '受益人数：请只填整数'] });
  });

  test('what is a number, but more than the field holds, is told its bound and not that it is no number', () => {
    const targets = [{ item: '小区', quantity: '９９９９９９９９９９９', unit: '个' }];
    const typed = { ...typedOf(some), targets, beneficiaryCount: '99,999,999', totalWan: '123456789' };
    expect(draftFrom(typed)).toEqual({
      problems: [
        '总投资：整数最多 8 位，小数最多 6 位，单位是万元',
        '年度目标“小区”的数量：最大 1,000,000,000',
        '受益人数：最大 10,000,000',
      ],
    });
    expect(faultsOf(typed, at, false)).toEqual({
      targets: '年度目标“小区”的数量：最大 1,000,000,000',
      beneficiaryCount: '最大 10,000,000',
    });
  });

  test('lines beyond what the field holds are never cut: the field says so, and nothing is saved', () => {
    const lines = (n: number): string => Array.from({ length: n }, (_, i) => `第${i}行`).join('\n');
    expect(draftFrom({ ...typedOf(some), coopUnits: lines(12), milestones: lines(6) })).toHaveProperty('fields');
    const typed = { ...typedOf(some), coopUnits: lines(13), milestones: lines(7) };
    expect(draftFrom(typed)).toEqual({
      problems: [
        '配合单位：最多 12 个，现在有 13 个，请合并或者删去几个',
        '进度节点：最多 8 个，现在有 9 个，请合并或者删去几个',
      ],
    });
    expect(Object.keys(faultsOf(typed, at, false))).toEqual(['coopUnits', 'milestones']);
    expect(faultsOf({ ...typedOf(some), coopUnits: '长'.repeat(81) }, at, false)).toEqual({
      coopUnits: '每个最多 80 个字',
    });
  });

  test('every draft that is not refused here is one that the contract takes, however much is typed', () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('区城管局', '长'.repeat(81)), { maxLength: 14 }),
        fc.bigInt({ min: 0n, max: 10n ** 13n }),
        (lines, number) => {
          const draft = draftFrom({
            ...typedOf(some),
            targets: [{ item: '小区', quantity: String(number), unit: '个' }],
            coopUnits: lines.join('\n'),
            milestones: lines.join('\n'),
            beneficiaryCount: String(number),
            totalWan: String(number),
          });
          if ('fields' in draft) expect(draftFields.safeParse(draft.fields).success).toBe(true);
        },
      ),
    ));
});

describe('two texts', () => {
  test('their differences are named in the order of the form', () => {
    expect(differing(some, { ...some, name: '新名', totalFen: 1, milestones: [] })).toEqual([
      'name',
      'totalFen',
      'milestones',
    ]);
    expect(differing(some, some)).toEqual([]);
    expect(fieldKeys.toSorted()).toEqual(Object.keys(emptyDraft).toSorted());
  });

  test('the parts of a difference put together are the old and the new text', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        (a, b) => {
          const parts = readableDiff(a, b);
          expect(
            parts
              .filter(({ kind }) => kind !== 'added')
              .map(({ text }) => text)
              .join(''),
          ).toBe(a);
          expect(
            parts
              .filter(({ kind }) => kind !== 'removed')
              .map(({ text }) => text)
              .join(''),
          ).toBe(b);
        },
      ),
    ));

  test('Chinese is compared by words', () => {
    expect(readableDiff('改造12个小区', '改造15个小区').filter(({ kind }) => kind !== 'same')).toEqual([
      { kind: 'removed', text: '12' },
      { kind: 'added', text: '15' },
    ]);
  });
});
