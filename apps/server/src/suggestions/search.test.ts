import * as contract from '@piaojue/contract';
import { expect, test } from 'vitest';
import { entered, yearCollecting } from '../testing/years.js';

test.each(['sqlite', 'pg'] as const)(
  'on %s the full-text search finds every run of characters that a suggestion holds, and only those that hold it',
  async (dialect) => {
    const c = await yearCollecting({ dialect });
    const title = '请给第三小学门口装信号灯';
    const seq = await entered(c, { title, content: '早晚高峰孩子过马路危险，𠮷村也一样。' });
    await entered(c);
    const found = async (q: string) =>
      (
        await c.clerk.call(contract.listSuggestions, { params: { year: String(c.year) }, query: { q } })
      ).suggestions.map((each) => each.seq);
    for (let from = 0; from < title.length - 1; from += 1)
      for (let to = from + 2; to <= title.length; to += 3) expect(await found(title.slice(from, to))).toEqual([seq]);
    expect(await found('𠮷村')).toEqual([seq]);
    expect(await found('信号塔')).toEqual([]);
    for (const trap of ['"; DROP TABLE suggestion', "' OR 1=1 --", 'a & b | !c', '*', '（）'])
      expect(await found(trap)).toEqual([]);
    expect(await found(`#${seq}`)).toEqual([seq]);
  },
);

test.each(['sqlite', 'pg'] as const)(
  'on %s the same need said in other words is offered as similar',
  async (dialect) => {
    const c = await yearCollecting({ dialect });
    const seq = await entered(c, {
      title: '修一修村口到学校的路',
      content: '村口到学校的路坑洼不平。',
      placeCode: 'FD01',
    });
    const like = await entered(c, {
      title: '请修村口去学校的那条路',
      content: '去学校的路坑洼，雨天难走。',
      placeCode: 'FD01',
    });
    await entered(c, { title: '新村缺一处老年食堂', content: '老人做饭不便。', placeCode: 'GX01' });
    const { similar } = await c.clerk.call(contract.readSimilar, { params: { seq: String(seq) } });
    expect(similar.map((each) => each.seq)).toEqual([like]);
  },
);
