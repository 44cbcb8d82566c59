import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { PublishedResult } from '@piaojue/contract';
import { expect, test } from 'vitest';
import { csvCell, resultCsv } from './csv.js';

const read = (text: string): string[][] => parse(text, { bom: true, relax_column_count: true });
/** What a spreadsheet takes as the start of a formula, or skips on the way to one. */
const starts = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '\uFF1D', '\uFF0B', '\uFF0D', '\uFF20'];

test('R-73: a text that a spreadsheet would run gets one quote in front, and no other text does', () => {
  for (const start of starts) {
    const [[cell] = []] = read(`${csvCell(`${start}cmd|' /C calc'!A0`)},x\r\n`);
    expect(cell, JSON.stringify(start)).toBe(`'${start}cmd|' /C calc'!A0`);
  }
  for (const plain of [
    '12路公交延伸',
    '3-6岁托育',
    ',',
    ';',
    'A=1',
    '7+1工程',
    '(一)',
    '\u201c双减\u201d',
    ':',
    '<b>',
    '?',
    '0',
  ])
    expect(read(`${csvCell(plain)},x\r\n`)[0]![0], plain).toBe(plain);
  expect(csvCell(-5)).toBe('-5');
  expect(csvCell(null)).toBe('');
});

test('R-73: for every text the cell reads back as it was, or as it was behind one quote', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.string({ unit: 'grapheme' }),
          fc.constantFrom('"', '""', 'a,b', 'a\r\nb', '"=1"', ',', '\n', "'", '= 1', '\uFF1DHYPERLINK("x")'),
        ),
        { minLength: 2, maxLength: 6 },
      ),
      (cells) => {
        const [row] = parse(`${cells.map(csvCell).join(',')}\r\n`, {
          relax_column_count: true,
          skip_empty_lines: false,
          record_delimiter: '\r\n',
        }) as string[][];
        expect(row).toEqual(cells.map((cell) => (starts.some((start) => cell.startsWith(start)) ? `'${cell}` : cell)));
      },
    ),
    { numRuns: 500 },
  );
});

test('R-73: the published counts read back, with a mark by which WPS and Excel know the Chinese, and no cell is a formula', () => {
  const title = '=HYPERLINK("http://evil.test","点我")';
  const project = (n: number, name: string) => ({
    project: String(n),
    listNumber: n,
    title: name,
    electronic: { for: 5, against: 1, abstain: 0 },
    paper: { for: 1, against: 0, abstain: 0 },
    for: 6,
    against: 1,
    abstain: 0,
    notPressed: 0,
    rank: n,
    needed: 5,
    missing: 0,
    status: 'adopted',
    derivation: [],
    sentence: '',
  });
  const names = [title, '改造"老旧"小区,共12个', '+增设\n充电桩', '\uFF20社区'];
  const result = {
    outcome: { kind: 'decided', projects: names.map((name, i) => project(i + 1, name)), adopted: ['1', '3'] },
    candidates: names.map((_, i) => ({
      id: `c${i}`,
      listNumber: i + 1,
      withdrawn: false,
      fields: { leadUnit: '-住建局', totalFen: 123_456_700 },
    })),
    adopted: [1, 3],
  } as unknown as PublishedResult;
  const text = resultCsv(result);
  expect(text.startsWith('\uFEFF序号,')).toBe(true);
  const [head, ...rows] = read(text);
  expect(head!.length).toBe(16);
  expect(rows.length).toBe(4);
  for (const [i, row] of rows.entries()) {
    expect(row.length).toBe(16);
    expect(row[1]).toBe(i === 1 ? names[1] : `'${names[i]}`);
    expect(row[2]).toBe("'-住建局");
    expect(row[3]).toBe('123.4567');
    expect(row.slice(4, 13)).toEqual(['5', '1', '0', '1', '0', '0', '6', '1', '0']);
    expect(row[15]).toBe(i % 2 === 0 ? '确定为民生实事项目' : '未列入');
    for (const cell of row) expect(cell).not.toMatch(/^[=+@\t\r]/);
  }
});
