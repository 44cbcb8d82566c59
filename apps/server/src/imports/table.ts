import { Worker } from 'node:worker_threads';
import { CsvError, parse } from 'csv-parse/sync';
import { isRefused, refuse, type Result } from '../result.js';
import { cellsRead, hidingRanges } from './cells-read.js';
import type { FileToRead, SheetRead } from './file-worker.js';
import { isFilled } from './filled.js';
import { zipFault } from './zip-size.js';

/** Rows of text, the first being the headings. Numbers come as plain decimal text, dates as ISO days. */
export type Table = string[][];
export type TableRefusal = 'file_unreadable' | 'too_many_rows';

/** What was read of a file, and what was not. */
export interface Sheet {
  readonly rows: Table;
  /** Of a workbook: the name of what was read, and of every sheet that holds something. */
  readonly name: string;
  readonly sheets: readonly string[];
  /** What a clerk may not expect, in sentences. */
  readonly notices: readonly string[];
}

export const mostRows = 5000;
const mostUnpacked = 20_000_000;
const mostRatio = 100;
const mostSeconds = 5;
const mostMegabytes = 256;

/**
 * Reads a sheet: the first of an XLSX file (base64) that holds anything, or CSV text in UTF-8. Where others hold something as
 * well, the notices name them.
 * An XLSX unpacks to 20 MB and to 100 times its size at most, whatever it says of itself (R-74).
 */
export async function readTable(
  format: 'xlsx' | 'csv',
  content: string,
): Promise<Result<{ rows: Table; notices: string[] }, TableRefusal>> {
  const sheet = await readSheet(format, content);
  if (isRefused(sheet)) return sheet;
  return {
    rows: sheet.rows.filter(isFilled),
    notices: [...unreadSheets(sheet, '需要的请分别另存为一个文件，再逐个导入。'), ...sheet.notices],
  };
}

/** Which sheets were left out, and what the clerk may do: no sentence where there are none. */
export function unreadSheets({ name, sheets }: Sheet, next: string): string[] {
  const others = sheets.filter((each) => each !== name).map((each) => `“${each}”`);
  return others.length === 0
    ? []
    : [`文件里有 ${sheets.length} 张工作表有内容，只读取了“${name}”，没有读取${others.join('、')}。${next}`];
}

/** Where a list has its headings, whether they are those of such a list, and which of them name a column that is read. */
export interface Headings {
  readonly row: number;
  readonly known: boolean;
  readonly reads: (heading: string) => boolean;
}

/**
 * The same with its empty rows, so that a row is found where the file has it. Of a workbook, the sheet that is `wanted`, else
 * the first whose headings are known, else the first; always one that holds anything.
 */
export async function readSheet(
  format: 'xlsx' | 'csv',
  content: string,
  headingsOf = (rows: Table): Headings => ({ row: rows.findIndex(isFilled), known: true, reads: () => true }),
  wanted?: string,
): Promise<Result<Sheet, TableRefusal>> {
  if (format === 'csv') {
    const rows = readCsv(content);
    if (isRefused(rows)) return rows;
    const left = withoutHeading(rows, headingsOf(rows).row);
    // A comma within a text parts it: what stands behind it is beyond the last heading.
    const parted = left.filter(({ isBeyond }) => isBeyond);
    if (parted.length > 0) return refuse('file_unreadable', partedWords(parted.map(({ words }) => words)));
    return bounded({ rows, name: '', sheets: [], notices: unreadCells(left) });
  }
  const sheets = await readPacked({ kind: 'xlsx', file: Buffer.from(content, 'base64') });
  if (isRefused(sheets)) return sheets;
  const notices: string[] = [];
  const filled = sheets.filter(({ facts }) => facts !== undefined);
  const chosen =
    filled.find(({ name }) => name === wanted) ?? filled.find(({ rows }) => headingsOf(rows).known) ?? filled[0];
  if (chosen?.facts) {
    const { row, reads } = headingsOf(chosen.rows);
    const rows = chosen.rows.map((cells, i) => (i === row ? cells.map((cell) => (reads(cell) ? cell : '')) : cells));
    const hiding = hidingRanges(chosen.facts.merged, rows, row);
    if (hiding.length > 0) return refuse('file_unreadable', mergedWords(hiding));
    const blank = cellsRead(chosen.facts.uncomputed, rows, row);
    if (blank.length > 0) return refuse('file_unreadable', uncomputedWords(blank));
    notices.push(...unreadCells(withoutHeading(chosen.rows, row)));
    const hidden = chosen.facts.hiddenRows.filter((at) => at > row + 1 && isFilled(chosen.rows[at - 1] ?? []));
    if (hidden.length > 0)
      notices.push(`有的行在表格里是隐藏的，也读取了：${places(hidden.map((at) => `第 ${at} 行`))}。不要的请先删去。`);
  }
  const sheetNames = filled.map(({ name }) => name);
  return bounded({ rows: chosen?.rows ?? [], name: chosen?.name ?? '', sheets: sheetNames, notices });
}

interface Unread {
  readonly words: string;
  /** Behind the last heading. */
  readonly isBeyond: boolean;
}
const unreadCells = (cells: readonly Unread[]): string[] =>
  cells.length === 0
    ? []
    : [`有的内容所在的列没有列名，没有读取：${places(cells.map(({ words }) => words))}。需要的请写上列名再导入。`];

/** Filled cells below the headings (row `top`) in columns that have none. A title alone in its row is no row of headings. */
function withoutHeading(rows: Table, top: number): Unread[] {
  const headings = rows[top] ?? [];
  const last = headings.findLastIndex((heading) => heading !== '');
  if (headings.filter((heading) => heading !== '').length < 2) return [];
  return rows.flatMap((cells, i) =>
    i <= top
      ? []
      : cells.flatMap((cell, at) =>
          cell !== '' && (headings[at] ?? '') === ''
            ? [{ words: `第 ${i + 1} 行的“${[...cell].slice(0, 20).join('')}”`, isBeyond: at > last }]
            : [],
        ),
  );
}

const places = (cells: readonly string[]): string =>
  cells.slice(0, 20).join('、') + (cells.length > 20 ? ` 等 ${cells.length} 处` : '');
const mergedWords = (ranges: readonly string[]): string =>
  `有合并的单元格，只有左上角的一格能读到内容：${places(ranges)}。请取消合并，逐行填写以后再导入。`;
const uncomputedWords = (cells: readonly string[]): string =>
  `有的单元格是公式，没有算出结果，读不到内容：${places(cells)}。请用表格软件打开，改成文字或者数字（没有的留空），保存以后再导入。`;

const partedWords = (cells: readonly string[]): string =>
  `有的内容没有对应的列名：${places(cells)}。文字里有逗号的，请给这一格加上英文双引号，或者另存为 XLSX 再导入；是另外一列的，请写上列名。`;

function bounded(sheet: Sheet): Result<Sheet, TableRefusal> {
  const filled = sheet.rows.filter(isFilled).length;
  if (filled === 0) return refuse('file_unreadable', '文件里没有内容');
  if (filled > mostRows + 1) return refuse('too_many_rows', `最多 ${mostRows} 行`);
  return sheet;
}

/** The paragraphs of a DOCX file (base64), the cells of its tables among them, in the order they stand. */
export async function readParagraphs(content: string): Promise<Result<string[], TableRefusal>> {
  const parts = await readPacked({ kind: 'docx', file: Buffer.from(content, 'base64') });
  if (isRefused(parts)) return parts;
  return parts.flatMap(({ rows }) => rows.map(([line = '']) => line)).filter((line) => line !== '');
}

async function readPacked(asked: FileToRead & { file: Buffer }): Promise<Result<SheetRead[], TableRefusal>> {
  const { file } = asked;
  const name = asked.kind.toUpperCase();
  const fault = zipFault(file, Math.min(mostUnpacked, file.length * mostRatio));
  if (fault === 'not_zip') return refuse('file_unreadable', `不是 ${name} 文件`);
  if (fault === 'too_large') return refuse('file_unreadable', '文件解压后过大');
  if (fault === 'doctype')
    return refuse(
      'file_unreadable',
      '文件里有 DOCTYPE（实体）声明，办公软件存的文件里没有这种内容，不能导入。请把内容复制到一个新建的文件，保存后再导入。',
    );
  const read = await readInWorker(asked);
  if (read === 'too_much') return refuse('file_unreadable', '文件太复杂，读取超时。请只留下名单一张表，另存后再导入');
  return read ?? refuse('file_unreadable', `文件损坏或不是 ${name} 文件`);
}

/** Where this file runs from its source (tests), the worker is the compiled one. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/imports/file-worker.js' : './file-worker.js',
  import.meta.url,
);

/** In a thread of its own, with bounds: whatever a file holds, nobody else waits for it (R-74). */
function readInWorker(workerData: FileToRead): Promise<SheetRead[] | undefined | 'too_much'> {
  const worker = new Worker(workerFile, {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
  });
  return new Promise<SheetRead[] | undefined | 'too_much'>((done) => {
    const late = setTimeout(() => done('too_much'), mostSeconds * 1000);
    worker.once('message', (read: SheetRead[] | undefined) => done(read));
    // The only failure that reaches here is the bound on its memory: the worker catches what the file does to it.
    worker.once('error', () => done('too_much'));
    worker.once('exit', () => {
      clearTimeout(late);
      done(undefined);
    });
  }).finally(() => void worker.terminate());
}

const delimiters = [',', ';', '\t'] as const;

/** What parts the cells: comma, semicolon or tab, whichever the first line with any of them has most of, outside quotes. */
export function delimiterOf(text: string): (typeof delimiters)[number] {
  let quoted = false;
  const found = new Map<string, number>();
  for (const char of text) {
    if (char === '"') quoted = !quoted;
    else if (char === '\n' && !quoted && found.size > 0) break;
    else if (!quoted && (delimiters as readonly string[]).includes(char)) found.set(char, (found.get(char) ?? 0) + 1);
  }
  const [most = ','] = delimiters.toSorted((a, b) => (found.get(b) ?? 0) - (found.get(a) ?? 0));
  return most;
}

/** RFC 4180, by csv-parse; semicolons and tabs as well. Text that was not UTF-8 shows as U+FFFD and is refused with what to do. */
export function readCsv(text: string): Result<Table, TableRefusal> {
  if (/[\0\uFFFD]/.test(text))
    return refuse('file_unreadable', '文字的编码认不出来，请另存为 UTF-8 或 GBK 的 CSV，或者 XLSX');
  try {
    return parse(text, { bom: true, delimiter: delimiterOf(text), relax_column_count: true, trim: true }) as Table;
  } catch (error) {
    if (error instanceof CsvError) return refuse('file_unreadable', `第 ${error.lines ?? '?'} 行的引号或分隔符有误`);
    throw error;
  }
}
