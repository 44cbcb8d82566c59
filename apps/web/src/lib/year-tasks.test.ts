import type { AccountRole, YearWork } from '@piaojue/contract';
import type { YearState } from '@piaojue/rules';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { yearTasksOf } from './year-tasks.js';

const nothing: YearWork = {
  received: 0,
  handoversOpen: 0,
  handoversLate: 0,
  handoversReplied: 0,
  toReview: 0,
  opinionsAsked: 0,
  opinionsLate: 0,
  returned: 0,
  questions: 0,
  toMark: 0,
  toRelist: 0,
  papersUnsigned: false,
  commentsHidden: 0,
  candidatesUnprepared: false,
};
const tasks = (roles: AccountRole[], work: Partial<YearWork>, state: YearState = 'collect', year = 2025) =>
  yearTasksOf({ roles }, { year, state }, { ...nothing, ...work });
const titles = (...given: Parameters<typeof tasks>) => tasks(...given).map(({ title }) => title);

describe('who has what to do in a year', () => {
  test('a unit answers what was handed to it and asked of it; what is late comes first', () => {
    const [late, other] = tasks(['unit'], { opinionsAsked: 1, handoversOpen: 2, handoversLate: 1 });
    expect(late).toMatchObject({
      title: '2025年度：答复交办单 2 件',
      urgent: true,
      href: '/desk/years/2025/handovers',
    });
    expect(other?.title).toBe('2025年度：答复征求的意见 1 件');
  });
  test('clerk and government office handle suggestions and check answers; others do not', () => {
    const work = { received: 7, handoversReplied: 1 };
    for (const role of ['clerk', 'gov_office'] as const)
      expect(titles([role], work)).toEqual(['2025年度：核查单位的答复 1 件', '2025年度：分办建议 7 条']);
    expect(titles(['delegate'], work)).toEqual([]);
  });
  test('whoever may review is asked to, a clerk prepares a new year, a member signs for the papers', () => {
    expect(titles(['committee'], { toReview: 1 })).toEqual(['2025年度：审核拟公开的内容 1 项']);
    expect(titles(['clerk'], {}, 'prepare')).toEqual(['2025年度：准备征集']);
    expect(titles(['clerk'], {})).toEqual([]);
    expect(titles(['committee'], { papersUnsigned: true })).toEqual(['2025年度：阅读会议材料并签收']);
  });
  test('two years with the same work never give two tasks of one name', () =>
    fc.assert(
      fc.property(fc.nat(9), fc.nat(9), (received, toReview) => {
        const all = [2025, 2026].flatMap((year) => titles(['clerk'], { received, toReview }, 'collect', year));
        expect(new Set(all).size).toBe(all.length);
      }),
    ));
});
