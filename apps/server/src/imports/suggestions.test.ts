import { Document, Packer, Paragraph, Table, TableCell, TableRow } from 'docx';
import fc from 'fast-check';
import * as contract from '@piaojue/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { placeTable, yearCollecting, type Collecting } from '../testing/years.js';
import { placesFrom } from '../years/places.js';
import { dayFrom, mappingFor, placeNamed, suggestionsFrom, tableFromForm } from './suggestions.js';

type Body = contract.BodyOf<typeof contract.importSuggestions>;
let c: Collecting;
beforeAll(async () => {
  c = await yearCollecting();
});

const take = (body: Partial<Body>) =>
  c.clerk.ask(contract.importSuggestions, {
    params: { year: String(c.year) },
    body: { channel: 'hotline', format: 'csv', content: '', mapping: {}, commit: true, ...body },
  });
const csv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map((cell) => `"${cell}"`).join()).join('\n');
const xlsx = async (rows: readonly (readonly (string | number | Date | null)[])[]): Promise<string> =>
  (
    await writeXlsxFile(
      rows.map((row) =>
        row.map((value) =>
          value === null ? null : value instanceof Date ? { value, format: 'yyyy-mm-dd' } : { value },
        ),
      ),
    ).toBuffer()
  ).toString('base64');
const head = ['工单编号', '受理时间', '类别', '标题', '诉求内容', '地点', '来电号码'];
const row = (i: number, change: Partial<Record<number, string>> = {}) =>
  [`H${i}`, '2024-03-05', '交通出行', `第${i}号诉求标题`, `第${i}号诉求，请尽快办理。`, '府店镇', '13800000000'].map(
    (cell, at) => change[at] ?? cell,
  );
const ledger = () => c.world.count('suggestion');

describe('a list of 5,000 rows', () => {
  const faults: readonly Partial<Record<number, string>>[] = [
    { 1: '昨天' },
    { 2: '没有这一类' },
    { 3: '短' },
    { 4: '' },
    { 5: '火星' },
    { 6: '打不通' },
    { 0: 'H3' },
    { 1: '2024-02-30' },
  ];
  const bad = Array.from({ length: 40 }, (_, i) => 100 + i * 117);
  const rows = Array.from({ length: 5000 }, (_, i) =>
    row(i, bad.includes(i) ? faults[bad.indexOf(i) % faults.length] : {}),
  );

  test('every bad row is named exactly, and of a list with one error nothing is taken', async () => {
    const before = await ledger();
    const { body, status } = await take({ format: 'xlsx', content: await xlsx([head, ...rows]) });
    expect(status).toBe(200);
    expect([body.rows, body.imported]).toEqual([5000, 0]);
    expect(body.errors.map((error) => error.row)).toEqual(bad.map((i) => i + 2));
    expect(new Set(body.errors.map(({ column }) => column))).toEqual(new Set(head.slice(0, 7)));
    expect(body.preview[0]).toEqual([
      '2',
      '交通出行',
      '第0号诉求标题',
      '第0号诉求，请尽快办理。',
      '府店镇',
      '2024-03-05',
    ]);
    expect(await ledger()).toBe(before);
  });

  test('put right, all are taken at once with their channel, day and place, and a second time none', async () => {
    const content = await xlsx([head, ...rows.map((_, i) => row(i))]);
    const before = await ledger();
    expect((await take({ format: 'xlsx', content })).body.imported).toBe(5000);
    expect(await ledger()).toBe(before + 5000);
    const again = (await take({ format: 'xlsx', content })).body;
    expect([again.imported, again.errors.length]).toEqual([0, 200]);
    expect(again.errors[0]?.message).toContain('登记过');
    expect(await ledger()).toBe(before + 5000);
    const { suggestions, total } = await c.clerk.call(contract.listSuggestions, {
      params: { year: String(c.year) },
      query: { q: '第4999号诉求', channel: 'hotline', town: 'FD' },
    });
    expect([total, suggestions[0]?.title, suggestions[0]?.receivedAt.slice(0, 10)]).toEqual([
      1,
      '第4999号诉求标题',
      '2024-03-05',
    ]);
  });
});

test('columns are found by the names that mailboxes and hotlines use, or by what the clerk says', async () => {
  const odd = [
    ['甲', '乙', '丙'],
    ['路灯不亮很久了', '村东头的路灯三个月不亮了', '新村'],
  ];
  const looked = (await take({ content: csv(odd), commit: false })).body;
  expect(looked.errors.map(({ message }) => message).join()).toContain('请指定是哪一列');
  expect(looked.headings).toEqual(['甲', '乙', '丙']);
  const mapping = { title: '甲', content: '乙', place: '丙' };
  const told = (await take({ content: csv(odd), commit: false, mapping })).body;
  expect([told.errors, told.preview[0]?.[4]]).toEqual([[], '新村']);
  expect(mappingFor(head, {})).toMatchObject({ sourceRef: '工单编号', content: '诉求内容', phone: '来电号码' });
});

test('full-width digits, formula-like text and rare characters come in as they are meant', async () => {
  const rows = [
    head,
    row(7001, {
      1: '２０２４－０３－０５',
      3: '=cmd|村里的路',
      4: '𠮷村与㐂村之间的路，请修。',
      6: '１３８００００００００',
    }),
  ];
  expect((await take({ content: csv(rows) })).body.errors).toEqual([]);
  const { suggestions } = await c.clerk.call(contract.listSuggestions, {
    params: { year: String(c.year) },
    query: { q: '𠮷村' },
  });
  const kept = await c.clerk.call(contract.readSuggestion, { params: { seq: String(suggestions[0]!.seq) } });
  expect([kept.title, kept.content, kept.suggester?.phone]).toEqual([
    '=cmd|村里的路',
    '𠮷村与㐂村之间的路，请修。',
    '13800000000',
  ]);
});

test('merged cells leave holes, and each hole is named by row and column', async () => {
  const merged = await writeXlsxFile([
    head.map((value) => ({ value })),
    row(8001).map((value, i) => ({ value, ...(i === 3 ? { rowSpan: 2 } : {}) })),
    row(8002).map((value, i) => (i === 3 ? null : { value })),
  ]).toBuffer();
  const { body } = await take({ format: 'xlsx', content: merged.toString('base64') });
  expect(body.errors).toMatchObject([{ row: 3, column: '标题' }]);
});

describe('the mailed form 征集表 (DOCX)', () => {
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
    const { body } = await take({ channel: 'email', format: 'docx', content });
    expect([body.errors, body.imported]).toEqual([[], 1]);
    const { suggestions } = await c.clerk.call(contract.listSuggestions, {
      params: { year: String(c.year) },
      query: { q: '老年食堂', channel: 'email' },
    });
    expect(await c.clerk.call(contract.readSuggestion, { params: { seq: String(suggestions[0]!.seq) } })).toMatchObject(
      {
        category: '健康养老',
        content: '村里七十岁以上老人多，做饭不便。\n请利用旧校舍改造。',
        advice: '由区民政局牵头。',
        suggester: { name: '马淼', phone: '13912345678' },
      },
    );
  });

  test('another document, and what is no document, are refused with a sentence', async () => {
    const letter = new Document({ sections: [{ children: [new Paragraph('您好，我想提个建议。')] }] });
    const content = (await Packer.toBuffer(letter)).toString('base64');
    const refused = await take({ format: 'docx', content });
    expect([refused.refusal, JSON.stringify(refused.body)]).toEqual([
      'file_unreadable',
      expect.stringContaining('没有找到征集表的栏目'),
    ]);
    expect((await take({ format: 'docx', content: Buffer.from('no document').toString('base64') })).refusal).toBe(
      'file_unreadable',
    );
  });

  test('a form on one line each (建议名称：……) is read as well', () => {
    expect(tableFromForm(['建议名称：修路', '具体内容：村口', '的路'])).toEqual([
      ['建议名称', '具体内容'],
      ['修路', '村口\n的路'],
    ]);
  });
});

describe('days and places as people write them', () => {
  const { lines: places } = placesFrom(placeTable);

  test('every real day is read in every usual spelling', () =>
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
        (date) => {
          const day = date.toISOString().slice(0, 10);
          const [y = '', m = '', d = ''] = day.split('-');
          const short = [y, Number(m), Number(d)];
          for (const text of [
            day,
            short.join('/'),
            short.join('.'),
            `${y}年${Number(m)}月${Number(d)}日`,
            `${day} 10:20:30`,
          ])
            expect(dayFrom(text)).toBe(day);
        },
      ),
    ));
  test('a day that does not exist is none', () => {
    for (const text of ['2024-02-30', '2024-13-01', '昨天', '3月5日', '2024']) expect(dayFrom(text)).toBeUndefined();
  });
  test.each([
    ['府店镇', 'FD'],
    ['府店', 'FD'],
    ['府店镇安乐村东头', 'FD01'],
    ['顾县镇安乐村', 'GX02'],
    ['新村', 'GX01'],
    ['安乐村', undefined],
    ['火星', undefined],
  ])('%s', (cell, code) => {
    expect(placeNamed(cell, places)?.code).toBe(code);
  });
});

test('whatever a list holds, it is read or its faults are told: no failure, no row lost in silence', () =>
  fc.assert(
    fc.property(fc.array(fc.array(fc.string(), { maxLength: 5 }), { minLength: 1, maxLength: 6 }), (rows) => {
      const table = [['标题', '内容', '日期', '类别', '电话'], ...rows];
      const { lines, errors } = suggestionsFrom(table, {}, []);
      for (const i of rows.keys())
        expect(lines.some((line) => line.row === i + 2) !== errors.some((error) => error.row === i + 2)).toBe(true);
    }),
  ));
