import { emptyDraft, type DraftFields } from '@piaojue/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draftFrom, fieldKeys, typedOf, type FieldKey } from './proposal-form.js';
import { partedFrom, takeInto } from './three-way.js';

const base: DraftFields = { ...emptyDraft, name: '老旧小区改造', location: '槐新街道', totalFen: 100_000_000 };

describe('three texts of one proposal', () => {
  test('what a colleague alone changed stays theirs, what I alone changed stays mine, and nobody is asked', () => {
    const mine = { ...base, content: '我写的内容' };
    const theirs = { ...base, location: '首阳山街道', totalFen: 200_000_000 };
    expect(partedFrom(base, mine, theirs)).toEqual({ taken: ['location', 'totalFen'], asked: [] });
    const typed = takeInto(typedOf(mine), theirs, ['location', 'totalFen']);
    expect(draftFrom(typed)).toEqual({ fields: { ...base, ...theirs, content: '我写的内容' } });
  });

  test('only what both changed, and not alike, is asked', () => {
    const mine = { ...base, location: '甲街道', content: '一样的内容', note: '我的' };
    const theirs = { ...base, location: '乙街道', content: '一样的内容' };
    expect(partedFrom(base, mine, theirs)).toEqual({ taken: [], asked: ['location'] });
  });

  test('money, funding and milestones are taken over whole', () => {
    const theirs: DraftFields = {
      ...base,
      funding: { upperLevelFen: 1_000_000, districtFen: 2_000_000, bondFen: 0, otherFen: null },
      milestones: ['一季度：设计', '11月底前交付'],
      targets: [{ item: '小区', quantity: 2, unit: '个' }],
    };
    const { taken } = partedFrom(base, base, theirs);
    expect(draftFrom(takeInto(typedOf(base), theirs, taken))).toEqual({ fields: theirs });
  });

  test('for every three texts: each field that differs is settled once, and no text of mine is taken unasked', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { minLength: 4, maxLength: 4 }), (choices) => {
        const keys = ['name', 'location', 'content', 'note'] as const;
        const of = (side: 0 | 1): DraftFields => ({
          ...base,
          ...Object.fromEntries(keys.map((key, i) => [key, ['', '甲', '乙'][choices[i]![side]]])),
        });
        const from = { ...base, ...Object.fromEntries(keys.map((key) => [key, ''])) };
        const [mine, theirs] = [of(0), of(1)];
        const { taken, asked } = partedFrom(from, mine, theirs);
        for (const key of fieldKeys) {
          const is = (list: readonly FieldKey[]): boolean => list.includes(key);
          expect(is(taken) && is(asked)).toBe(false);
          if (is(taken)) expect(mine[key]).toBe(from[key]);
          if (is(asked)) expect([mine[key] === theirs[key], mine[key] === from[key]]).toEqual([false, false]);
        }
      }),
    ));
});
