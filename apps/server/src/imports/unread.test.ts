import * as contract from '@piaojue/contract';
import { beforeAll, expect, test } from 'vitest';
import { csv, detailOf, importsOf, sheetXml, workbook } from '../testing/import-files.js';
import { sittingWithDraftVote } from '../testing/situations.js';
import { yearCollecting, type Collecting } from '../testing/years.js';

/** What stands where nothing is read, or where nobody sees it: told or refused, never dropped without a word. */
let c: Collecting;
beforeAll(async () => {
  c = await yearCollecting();
});
const take = (format: 'csv' | 'xlsx', content: string, commit = false) =>
  c.clerk.ask(contract.importSuggestions, {
    params: { year: String(c.year) },
    body: { channel: 'hotline', format, content, mapping: {}, commit, keepSame: false },
  });
const sheet = (xml: string): string => workbook(xml).toString('base64');
const head = ['工单编号', '标题', '内容'];

test('a text that its own comma parts is refused by its row: nothing of it is lost', async () => {
  const content = `${head.join()}\nT-76,村口装灯,请在村口装灯。\nT-77,村口装灯,请在村口装灯,越快越好,另外修一下水沟\n`;
  for (const commit of [false, true]) {
    const { refusal, body } = await take('csv', content, commit);
    expect(refusal).toBe('file_unreadable');
    expect(detailOf(body)).toContain('第 3 行的“越快越好”、第 3 行的“另外修一下水沟”');
  }
  const quoted = content.replace('请在村口装灯,越快越好,另外修一下水沟', '"请在村口装灯,越快越好,另外修一下水沟"');
  expect((await take('csv', quoted)).body).toMatchObject({ errors: [], rows: 2 });
  // A column that only counts the rows, without a name, is told and no more.
  const counted = await take('csv', `,${head.slice(1).join()}\n1,村口修路,请在村口修路。\n2,村口修桥,请在村口修桥。\n`);
  expect([counted.status, counted.body.errors, counted.body.rows]).toEqual([200, [], 2]);
  expect(counted.body.notices.join()).toContain('没有列名，没有读取：第 2 行的“1”、第 3 行的“2”');
  // Empty cells at the end, as programs write them, are nothing.
  expect((await take('csv', `${head.join()},,\nT-78,村口修路,请在村口修路。,,\n`)).body.errors).toEqual([]);

  const sitting = await sittingWithDraftVote({ present: 0, delegates: 3 });
  const roll = await importsOf(sitting).roll(csv('代表证号,姓名\n1,甲\n2,乙,一团\n'));
  expect([roll.refusal, detailOf(roll.body)]).toEqual(['file_unreadable', expect.stringContaining('第 3 行的“一团”')]);
});

test('of a workbook, columns without a name and hidden rows are told', async () => {
  const rows = [
    [...head, ''],
    ['T-1', '村口装灯', '请在村口装灯。', '已核'],
    ['T-2', '村口修路', '请在村口修路。', ''],
  ];
  const { body } = await take('xlsx', sheet(sheetXml(rows).replace('<row r="3">', '<row r="3" hidden="1">')));
  expect([body.errors, body.rows]).toEqual([[], 2]);
  expect(body.notices.join()).toContain('没有列名，没有读取：第 2 行的“已核”');
  expect(body.notices.join()).toContain('隐藏的，也读取了：第 3 行');
});

test('two columns of one name: nobody can tell which is meant, unless the other is empty', async () => {
  const rows = (other: string) => [
    [...head, '内容'],
    ['T-1', '村口装灯', '请在村口装灯。', other],
  ];
  const { body } = await take('xlsx', sheet(sheetXml(rows('请在村口装路灯。'))));
  expect(body.errors).toEqual([{ row: 1, column: '内容', message: '有 2 列都叫“内容”，请改成不同的列名' }]);
  expect((await take('xlsx', sheet(sheetXml(rows(''))))).body.errors).toEqual([]);
});
