import * as contract from '@piaojue/contract';
import { expect, test } from 'vitest';
import { entered, read, yearCollecting } from '../testing/years.js';

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

test.each(['sqlite', 'pg'] as const)(
  'on %s hundreds that share a word and are not let through do not hide the one that is',
  async (dialect) => {
    const c = await yearCollecting({ dialect });
    const { clerk, world, year } = c;
    const shown = await entered(c, { title: '村口安装路灯', content: '村口晚上太黑，请安装路灯。' });
    await clerk.call(contract.showSuggestions, { body: { seqs: [shown], shown: true } });
    const csv = ['建议名称,具体内容,建议类别'];
    for (let i = 0; i < 250; i++) csv.push(`村口安装路灯${i}号,村口晚上太黑请安装路灯第${i}处,公共安全`);
    const imported = await clerk.call(contract.importSuggestions, {
      params: { year: String(year) },
      body: { channel: 'hotline', format: 'csv', content: csv.join('\n'), mapping: {}, commit: true, keepSame: false },
    });
    expect(imported.errors).toEqual([]);
    const { similar } = await world.anyone.call(contract.findSimilar, {
      params: { year: String(year) },
      query: { title: '村口安装路灯' },
    });
    expect(similar.map(({ seq }) => seq)).toEqual([shown]);
  },
);

test('a suggestion that was merged is found by its own words and speaks for the one that leads it', async () => {
  const c = await yearCollecting();
  const leading = await entered(c, { title: '董村增设公交站点', content: '焦村到董村没有公交。', placeCode: 'FD01' });
  const merged = await entered(c, { title: '小卖部的辣条过期了', content: '学校门口小卖部的食品过期。' });
  await c.clerk.call(contract.showSuggestions, { body: { seqs: [leading, merged], shown: true } });
  const { version } = await read(c, leading);
  await c.clerk.call(contract.mergeSuggestions, {
    params: { seq: String(leading) },
    body: { version, sources: [merged] },
  });
  const find = async (title: string) =>
    (
      await c.world.anyone.call(contract.findSimilar, { params: { year: String(c.year) }, query: { title } })
    ).similar.map(({ seq }) => seq);
  expect(await find('小卖部的辣条过期了')).toEqual([leading]);
  // Word by word the same, though the place that it names is another one than it was filed under.
  expect(await find('董村增设公交站点')).toEqual([leading]);
});
