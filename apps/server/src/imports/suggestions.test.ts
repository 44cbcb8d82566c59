import fc from 'fast-check';
import * as contract from '@piaojue/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { sheetXml, workbook } from '../testing/import-files.js';
import { yearCollecting, type Collecting } from '../testing/years.js';
import { isFilled } from './filled.js';
import { mappingFor, suggestionsFrom } from './suggestions.js';

type Body = contract.BodyOf<typeof contract.importSuggestions>;
let c: Collecting;
beforeAll(async () => {
  c = await yearCollecting();
});

const take = (body: Partial<Body>) =>
  c.clerk.ask(contract.importSuggestions, {
    params: { year: String(c.year) },
    body: { channel: 'hotline', format: 'csv', content: '', mapping: {}, commit: true, keepSame: false, ...body },
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
  [`H${i}`, '2024-02-05', '交通出行', `第${i}号诉求标题`, `第${i}号诉求，请尽快办理。`, '府店镇', '13800000000'].map(
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
      '2024-02-05',
      '',
      'H0',
      '',
      '',
      '',
      '',
      '13800000000',
      '',
      '群众',
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
      '2024-02-05',
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
  expect(told.notices).toEqual([expect.stringContaining('没有“建议类别”列，全部登记为“社会治理”')]);
  expect((await take({ content: csv([head, row(1)]), commit: false })).body.notices).toEqual([]);
  const extra = await take({
    content: csv([
      [...head, '建议地点'],
      [...row(1), '新村'],
    ]),
    commit: false,
  });
  expect(extra.body.notices).toEqual([expect.stringContaining('没有读取的列：“建议地点”')]);
  expect(mappingFor(head, {})).toMatchObject({ sourceRef: '工单编号', content: '诉求内容', phone: '来电号码' });
});

test('who somebody is stands in the column 身份, else the channel says it; an unknown word is an error of its row', async () => {
  const kinds = ['', '政协委员', '群众'].map((kind, i) => [`说身份的第${i}件`, `说身份的第${i}件，请办。`, kind]);
  const rows = [['标题', '内容', '身份'], ...kinds];
  for (const [channel, kind] of [
    ['delegate', '人大代表'],
    ['department', '单位'],
    ['letter', '群众'],
  ] as const) {
    const { body } = await take({ content: csv(rows), channel, commit: false });
    expect(body.preview.map((line) => line[14])).toEqual([kind, '政协委员', '群众']);
  }
  const wrong = [...rows, ['身份写错的一件', '身份写错的一件，请办。', '老师']];
  const { body } = await take({ content: csv(wrong), commit: false });
  expect(body.errors).toEqual([{ row: 5, column: '身份', message: '身份只能是：群众、人大代表、政协委员、单位' }]);
});

describe('what people have around their lists', () => {
  const look = async (content: string) => (await take({ content, commit: false })).body;
  const plainHead = ['序号', '标题', '诉求内容', '受理时间'];
  const said = (i: number, word: string): string[] => [
    String(i),
    `${word}第${i}件事`,
    `${word}，请办第${i}件。`,
    '2024-02-06',
  ];

  test('序号 counts the rows of a list and says nothing of where they came from: next month it begins at 1 again', async () => {
    for (const month of ['二月里', '三月里']) {
      const content = csv([plainHead, ...[1, 2, 3].map((i) => said(i, month))]);
      expect((await take({ content })).body).toMatchObject({ errors: [], imported: 3 });
    }
    const counted = csv([['编号', ...plainHead.slice(1)], ...[1, 2].map((i) => said(i, '四月里'))]);
    expect((await look(counted)).mapping.sourceRef).toBeUndefined();
  });

  test('a number of work compares within its channel', async () => {
    const content = csv([head, row(6001)]);
    expect((await take({ content })).body.imported).toBe(1);
    expect((await take({ content })).body.errors[0]?.message).toContain('登记过');
    expect((await take({ content, channel: 'letter' })).body.imported).toBe(1);
  });

  test('titles and makers above the headings are passed over, and rows are numbered as the file has them', async () => {
    const rows = [
      ['2024年3月热线工单清单', '', '', ''],
      ['制表：区热线办', '', '', ''],
      ['', '', '', ''],
      plainHead,
      said(1, '有标题的'),
      ['', '', '', ''],
      ['2', '短', '', ''],
    ];
    const told = await look(csv(rows));
    expect([told.rows, told.headings]).toEqual([2, plainHead]);
    expect(told.errors).toMatchObject([
      { row: 7, column: '标题' },
      { row: 7, column: '诉求内容' },
    ]);
    const merged = await writeXlsxFile([
      [{ value: '三月清单', columnSpan: 4 }, null, null, null],
      ...rows.slice(3, 5).map((cells) => cells.map((value) => ({ value }))),
    ]).toBuffer();
    const body = (await take({ format: 'xlsx', content: merged.toString('base64'), commit: false })).body;
    expect([body.errors, body.preview[0]?.[2]]).toEqual([[], '有标题的第1件事']);
  });

  test('headings that only the clerk knows are found below a title as well', async () => {
    const content = csv([
      ['清单', ''],
      ['甲', '乙'],
      ['路灯不亮很久了', '村东头的路灯三个月不亮了'],
    ]);
    const { body } = await take({ content, commit: false, mapping: { title: '甲', content: '乙' } });
    expect([body.errors, body.rows]).toEqual([[], 1]);
  });

  test.each([';', '\t'])('cells parted by %j are read; a comma in one of them parts nothing', async (by) => {
    const told = await look([plainHead, said(1, '路灯,路面')].map((cells) => cells.join(by)).join('\n'));
    expect([told.errors, told.preview[0]?.[3]]).toEqual([[], '路灯,路面，请办第1件。']);
  });

  test('a line break inside a cell is one, whichever system wrote the file', async () => {
    const rows = [plainHead, ['1', '两行的内容一条', '第一行说路灯。\r\n第二行说路面。', '2024-02-06']];
    const content = `${rows.map((cells) => cells.map((cell) => `"${cell}"`).join()).join('\r\n')}\r\n`;
    expect((await take({ content })).body).toMatchObject({ errors: [], imported: 1 });
    const { suggestions } = await c.clerk.call(contract.listSuggestions, {
      params: { year: String(c.year) },
      query: { q: '两行的内容一条' },
    });
    const kept = await c.clerk.call(contract.readSuggestion, { params: { seq: String(suggestions[0]!.seq) } });
    expect(kept.content).toBe('第一行说路灯。\n第二行说路面。');
  });

  test('a day more than two years before the notice, or after today, is no day of receipt', async () => {
    const days = ['1999-01-01', '2021-12-31', '2023-01-01', '2024-03-01', '2099-01-01'];
    const told = await look(csv([plainHead, ...days.map((day, i) => [...said(i + 1, '有日期的').slice(0, 3), day])]));
    expect(told.errors.map((error) => [error.row, error.column])).toEqual([2, 3, 6].map((at) => [at, '受理时间']));
    expect(told.errors[0]?.message).toContain('2022年');
  });
});

test('the time of day that a list says is kept, as text and as a cell of a moment; of a bare day only the day is known', async () => {
  const said = ['2024-02-05 08:15', '2024/2/5 23:59', '2024-02-05 12:00', '2024-02-05'];
  const rows: (string | Date)[][] = said.map((at, i) => [`写了时间的第${i}件事`, `写了时间的第${i}件事，请办。`, at]);
  rows.push(['格子里是时间的事', '格子里是时间的事，请办。', new Date('2024-02-05T08:15:00Z')]);
  rows.push(['格子里是日期的事', '格子里是日期的事，请办。', new Date('2024-02-05T00:00:00Z')]);
  const content = await xlsx([['标题', '内容', '受理时间'], ...rows]);
  const { body } = await take({ channel: 'letter', format: 'xlsx', content });
  expect([body.errors, body.imported]).toEqual([[], 6]);
  const days = ['2024-02-05 08:15', '2024-02-05 23:59', '2024-02-05 12:00', '2024-02-05'];
  expect(body.preview.map((line) => line[5])).toEqual([...days, '2024-02-05 08:15', '2024-02-05']);
  const kept = await c.world.database.sql(
    "SELECT received_at FROM suggestion WHERE title LIKE '%时间的%' OR title LIKE '格子里%' ORDER BY seq",
  );
  expect(kept.map((line) => line['received_at'])).toEqual([
    '2024-02-05T00:15:00.000Z',
    '2024-02-05T15:59:00.000Z',
    '2024-02-05T04:00:00.001Z',
    '2024-02-05T04:00:00.000Z',
    '2024-02-05T00:15:00.000Z',
    '2024-02-05T04:00:00.000Z',
  ]);
  const later = await take({
    content: csv([
      ['标题', '内容', '日期'],
      ['还没有到的事', '还没有到的事，请办。', '2024-03-01 23:59'],
    ]),
  });
  expect(later.body.errors).toEqual([{ row: 2, column: '日期', message: '这个时间还没有到，请核对' }]);
});

describe('a list that was taken already', () => {
  const rows = (many: number): string[][] =>
    Array.from({ length: many }, (_, i) => [`同样的第${i}件事`, `同样的第${i}件事，请办一办。`, '2024-02-07']);
  const list = (many: number): string => csv([['标题', '内容', '日期'], ...rows(many)]);

  test('is told row by row, and only what is new is taken', async () => {
    expect((await take({ content: list(2), channel: 'email' })).body).toMatchObject({ imported: 2, sameRows: 0 });
    const looked = (await take({ content: list(3), channel: 'email', commit: false })).body;
    expect([looked.errors, looked.sameRows]).toEqual([[], 2]);
    expect(looked.same[0]).toEqual({
      row: 2,
      column: '',
      message: expect.stringMatching(/^与台账第 \d+ 条相同$/) as string,
    });
    expect(looked.preview.map((cells) => cells[6] !== '')).toEqual([true, true, false]);
    const before = await ledger();
    expect((await take({ content: list(3), channel: 'email' })).body).toMatchObject({ imported: 1, sameRows: 2 });
    expect(await ledger()).toBe(before + 1);
  });

  test('is taken again where the clerk says so', async () => {
    const before = await ledger();
    expect((await take({ content: list(3), channel: 'email', keepSame: true })).body.imported).toBe(3);
    expect(await ledger()).toBe(before + 3);
  });

  test('came by another channel or on another day: that is another', async () => {
    expect((await take({ content: list(1), channel: 'letter', commit: false })).body.sameRows).toBe(0);
    const later = list(1).replace('2024-02-07', '2024-02-01');
    expect((await take({ content: later, channel: 'email', commit: false })).body.sameRows).toBe(0);
  });

  test('a row that says what a row above it says is told as well', async () => {
    const { body } = await take({
      content: csv([['标题', '内容'], ...[0, 1].map(() => ['写了两遍的事', '写了两遍的事，请办。'])]),
    });
    expect(body).toMatchObject({ imported: 1, same: [{ row: 3, message: '与第 2 行相同' }] });
  });
});

test('full-width digits, formula-like text and rare characters come in as they are meant', async () => {
  const rows = [
    head,
    row(7001, {
      1: '２０２４－０２－０５',
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

test('formulas that no program has computed, and errors like #N/A, are refused by their cells: the reader has them as empty', async () => {
  const list = async (rows: readonly (readonly ({ value: string } | { type: 'Formula'; value: string } | null)[])[]) =>
    take({
      format: 'xlsx',
      content: (await writeXlsxFile(rows as never).toBuffer()).toString('base64'),
      commit: false,
    });
  const text = (values: readonly string[]) => values.map((value) => ({ value }));
  const formula = { type: 'Formula', value: '=VLOOKUP(A2,Z:Z,1,FALSE)' } as const;
  const refused = await list([text(head), text(row(9001)).with(5, formula as never)]);
  expect([refused.refusal, /F2。请用表格软件打开/.test(refused.text)]).toEqual(['file_unreadable', true]);
  // One without a heading, or of a row that holds nothing else, is not read anyway.
  const beside = await list([text(head), [...text(row(9001)), formula]]);
  expect([beside.status, beside.body.rows, beside.body.errors]).toEqual([200, 1, []]);
  const unread = await list([text([...head, '剩余天数']), [...text(row(9001)), formula]]);
  expect([unread.status, unread.body.errors]).toEqual([200, []]);
  const below = await list([text(head), text(row(9001)), [null, null, null, null, null, formula]]);
  expect([below.status, below.body.rows, below.body.errors]).toEqual([200, 1, []]);
  const only = await list([text(head), [null, null, null, null, null, formula]]);
  expect(only.text).toMatch(/F2。请用表格软件打开/);

  const cell = (column: string, inside: string) => `<c r="${column}2"${inside}</c>`;
  const inline = (column: string, value: string) => cell(column, ` t="inlineStr"><is><t>${value}</t></is>`);
  const sheet = (place: string) =>
    workbook(
      sheetXml([head]).replace(
        '</sheetData>',
        `<row r="2">${row(9002)
          .map((value, i) => (i === 5 ? place : inline('ABCDEFG'[i]!, value)))
          .join('')}</row></sheetData>`,
      ),
    ).toString('base64');
  const read = (place: string) => take({ format: 'xlsx', content: sheet(place), commit: false });
  for (const place of [
    cell('F', ' t="e"><v>#N/A</v>'),
    cell('F', ' t="e"><f>VLOOKUP(1,A:A,1)</f><v>#REF!</v>'),
    cell('F', '><f>A1&amp;"x"</f>'),
    cell('F', '><f t="shared" si="0"/><v/>'),
    cell('F', '><f>IF(A1>1,2)</f><v></v>'),
  ])
    expect((await read(place)).text, place).toMatch(/：F2。/);
  for (const place of [
    cell('F', ' t="str"><f>"府店"&amp;"镇"</f><v>府店镇</v>'),
    cell('F', ' t="str"><f>""</f><v></v>'),
  ])
    expect((await read(place)).body.errors, place).toEqual([]);
});

test('cells merged over rows are refused by their range, so that no row comes in without what they say', async () => {
  const merged = await writeXlsxFile([
    head.map((value) => ({ value })),
    row(8001).map((value, i) => ({ value, ...(i === 3 ? { rowSpan: 2 } : {}) })),
    row(8002).map((value, i) => (i === 3 ? null : { value })),
  ]).toBuffer();
  const { refusal, text } = await take({ format: 'xlsx', content: merged.toString('base64') });
  expect([refusal, /D2:D3。请取消合并，逐行填写/.test(text)]).toEqual(['file_unreadable', true]);
});

test('whatever a list holds, it is read or its faults are told: no failure, no row lost in silence', () =>
  fc.assert(
    fc.property(fc.array(fc.array(fc.string(), { maxLength: 5 }), { minLength: 1, maxLength: 6 }), (rows) => {
      const table = [['标题', '内容', '日期', '类别', '电话'], ...rows];
      const { lines, errors } = suggestionsFrom(table, {}, [], { from: '2023-01-01', until: '2024-03-20' }, 'letter');
      for (const [i, cells] of rows.entries())
        if (isFilled(cells))
          expect(lines.some((line) => line.row === i + 2) !== errors.some((error) => error.row === i + 2)).toBe(true);
    }),
  ));
