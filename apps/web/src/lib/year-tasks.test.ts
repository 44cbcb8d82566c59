import type { Year } from '@piaojue/contract';
import { describe, expect, test } from 'vitest';
import { yearTasksOf, type YearWork } from './year-tasks.js';

const year = (state: Year['state']): Year => ({
  year: 2025,
  state,
  notice: '',
  collectFrom: null,
  collectUntil: null,
  perPerson: 3,
  fundFen: null,
  places: 20,
  leastSurplus: 20,
  collectOpenedAt: null,
  collectClosedAt: null,
  commentFrom: null,
  commentUntil: null,
  commentOpenedAt: null,
  commentClosedAt: null,
  noticePublishedAt: null,
  version: 1,
});
const nothing: YearWork = { received: 0, handovers: [], toReview: 0 };
const titles = (
  roles: ('unit' | 'clerk' | 'gov_office' | 'committee' | 'delegate')[],
  work: YearWork,
  state: Year['state'] = 'collect',
) => yearTasksOf({ roles }, year(state), work).map(({ title }) => title);

describe('who has what to do in a year', () => {
  test('a unit answers what was handed to it, and late papers come first', () => {
    const handovers = [
      { state: 'issued', late: true },
      { state: 'issued', late: false },
      { state: 'accepted', late: false },
    ];
    const [task] = yearTasksOf({ roles: ['unit'] }, year('collect'), { ...nothing, handovers });
    expect(task).toMatchObject({ title: '答复交办单 2 件', urgent: true, href: '/desk/years/2025/handovers' });
  });
  test('clerk and government office handle suggestions and check answers; others do not', () => {
    const work = { received: 7, handovers: [{ state: 'replied', late: false }], toReview: 0 };
    expect(titles(['clerk'], work)).toEqual(['核查单位的答复 1 件', '分办建议 7 条']);
    expect(titles(['gov_office'], work)).toEqual(['核查单位的答复 1 件', '分办建议 7 条']);
    expect(titles(['delegate'], work)).toEqual([]);
  });
  test('whoever may review is asked to, and a clerk prepares a new year', () => {
    expect(titles(['committee'], { ...nothing, toReview: 1 })).toEqual(['审核拟公开的内容 1 项']);
    expect(titles(['clerk'], nothing, 'prepare')).toEqual(['准备2025年度的征集']);
    expect(titles(['clerk'], nothing)).toEqual([]);
  });
});
