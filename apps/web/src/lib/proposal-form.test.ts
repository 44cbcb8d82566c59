import { draftFields, emptyDraft, type DraftFields } from '@piaojue/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
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
