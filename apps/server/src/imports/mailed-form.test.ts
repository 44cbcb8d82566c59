import { Document, Packer, Paragraph, Table, TableCell, TableRow } from 'docx';
import * as contract from '@piaojue/contract';
import { beforeAll, expect, test } from 'vitest';
import { yearCollecting, type Collecting } from '../testing/years.js';
import { tableFromForm } from './suggestions.js';

/** The mailed form 征集表 (DOCX). */
let c: Collecting;
beforeAll(async () => {
  c = await yearCollecting();
});

const take = (body: Partial<contract.BodyOf<typeof contract.importSuggestions>>) =>
  c.clerk.ask(contract.importSuggestions, {
    params: { year: String(c.year) },
    body: { channel: 'letter', format: 'docx', content: '', mapping: {}, commit: true, keepSame: false, ...body },
  });
const form = async (cells: readonly (readonly [string, string])[]): Promise<string> => {
  const cell = (text: string) => new TableCell({ children: text.split('\n').map((line) => new Paragraph(line)) });
  const table = new Table({
    rows: cells.map(([name, value]) => new TableRow({ children: [cell(name), cell(value)] })),
  });
  const document = new Document({ sections: [{ children: [new Paragraph('民生实事项目征集表'), table] }] });
  return (await Packer.toBuffer(document)).toString('base64');
};

test('each heading of the form and what stands beside it', async () => {
  const content = await form([
    ['建议类别', '健康养老'],
    ['建议名称', '在新村建一处老年食堂'],
    ['具体内容', '村里七十岁以上老人多，做饭不便。\n请利用旧校舍改造。'],
    ['建议理由', '独居老人有四十多位。'],
    ['办理建议', '由区民政局牵头。'],
    ['建议人姓名', '马淼'],
    ['联系电话', '13912345678'],
  ]);
  const { body } = await take({ channel: 'email', content });
  expect([body.errors, body.imported]).toEqual([[], 1]);
  const again = (await take({ channel: 'email', content })).body;
  expect([again.imported, again.sameRows]).toEqual([0, 1]);
  const { suggestions } = await c.clerk.call(contract.listSuggestions, {
    params: { year: String(c.year) },
    query: { q: '老年食堂', channel: 'email' },
  });
  expect(await c.clerk.call(contract.readSuggestion, { params: { seq: String(suggestions[0]!.seq) } })).toMatchObject({
    category: '健康养老',
    content: '村里七十岁以上老人多，做饭不便。\n请利用旧校舍改造。',
    advice: '由区民政局牵头。',
    suggester: { name: '马淼', phone: '13912345678' },
  });
});

test('another document, and what is no document, are refused with a sentence', async () => {
  const letter = new Document({ sections: [{ children: [new Paragraph('您好，我想提个建议。')] }] });
  const content = (await Packer.toBuffer(letter)).toString('base64');
  const refused = await take({ content });
  expect([refused.refusal, JSON.stringify(refused.body)]).toEqual([
    'file_unreadable',
    expect.stringContaining('没有找到征集表的栏目'),
  ]);
  expect((await take({ content: Buffer.from('no document').toString('base64') })).refusal).toBe('file_unreadable');
});

test('a form on one line each (建议名称：……) is read as well', () => {
  expect(tableFromForm(['建议名称：修路', '具体内容：村口', '的路'])).toEqual([
    ['建议名称', '具体内容'],
    ['修路', '村口\n的路'],
  ]);
});

test('a line to write on is nothing, and what stands on it is read without it', () => {
  expect(
    tableFromForm([
      '建议名称：＿＿修路＿＿',
      '具体内容',
      '________',
      '村口的路',
      '姓名：李四  电话：138  日期：2024年2月5日',
      '邮箱：________',
    ]),
  ).toEqual([
    ['建议名称', '具体内容', '姓名', '电话', '日期', '邮箱'],
    ['修路', '村口的路', '李四', '138', '2024年2月5日', ''],
  ]);
});

test('short headings end the field above, and what is not read goes nowhere', async () => {
  const { body } = await take({
    format: 'docx',
    commit: false,
    content: await form([
      ['标题', '在新村修一条路'],
      ['具体内容', '村口的路坏了，请修。'],
      ['办理建议', '由区交通局牵头。'],
      ['姓 名：马淼 / 性别：女', ''],
      ['身份：政协委员', ''],
      ['电话（手机）', '13912345678'],
      ['邮箱', 'ma@example.com'],
      ['联络站', '城东联络站'],
      ['提交方式', '邮寄'],
      ['附件', '照片两张'],
      ['填表日期：2024年2月5日', ''],
    ]),
  });
  expect(body.errors).toEqual([]);
  expect(body.preview[0]?.slice(2)).toEqual([
    '在新村修一条路',
    '村口的路坏了，请修。',
    '',
    '',
    '',
    '',
    '',
    '由区交通局牵头。',
    '',
    '马淼',
    '13912345678',
    'ma@example.com',
    '政协委员',
  ]);
});

test('a second form in the same file is refused, and another word for a heading above is text', async () => {
  const one = [
    ['建议名称', '在新村修一条路'],
    ['具体内容', '村口的路坏了，请修。\n问题描述：雨天不通。'],
  ] as const;
  const single = (await take({ commit: false, content: await form(one) })).body;
  expect(single.preview[0]?.[3]).toBe('村口的路坏了，请修。\n问题描述：雨天不通。');
  const two = await take({ commit: false, content: await form([...one, ...one]) });
  expect([two.refusal, JSON.stringify(two.body)]).toEqual([
    'file_unreadable',
    expect.stringContaining('一个文件只能有一份征集表'),
  ]);
});
