import { CsvError, parse } from 'csv-parse/sync';
import readXlsxFile from 'read-excel-file/node';
import { inflatedSizeOf } from './zip-size.js';
import { refuse, type Result } from '../result.js';

/** Rows of text, the first being the headings. Numbers come as plain decimal text, dates as ISO days. */
export type Table = string[][];
export type TableRefusal = 'file_unreadable' | 'too_many_rows';

export const mostRows = 5000;
const mostUnpacked = 20_000_000;
const mostRatio = 100;

const cellText = (cell: unknown): string => {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return String(cell).trim();
};

/**
 * Reads a sheet: the first of an XLSX file (base64), or CSV text in UTF-8.
 * An XLSX unpacks to 20 MB and to 100 times its size at most, whatever it says of itself.
 */
export async function readTable(format: 'xlsx' | 'csv', content: string): Promise<Result<Table, TableRefusal>> {
  const table = format === 'csv' ? readCsv(content) : await readXlsx(Buffer.from(content, 'base64'));
  if (!Array.isArray(table)) return table;
  const filled = table.filter((row) => row.some((cell) => cell !== ''));
  if (filled.length === 0) return refuse('file_unreadable', '文件里没有内容');
  if (filled.length > mostRows + 1) return refuse('too_many_rows', `最多 ${mostRows} 行`);
  return filled;
}

async function readXlsx(file: Buffer): Promise<Result<Table, TableRefusal>> {
  const inflated = inflatedSizeOf(file, Math.min(mostUnpacked, file.length * mostRatio));
  if (inflated === undefined) return refuse('file_unreadable', '不是 XLSX 文件');
  if (inflated === Infinity) return refuse('file_unreadable', '文件解压后过大');
  try {
    const [sheet] = await readXlsxFile(file);
    return (sheet?.data ?? []).map((row: unknown[]) => row.map(cellText));
  } catch {
    return refuse('file_unreadable', '文件损坏或不是 XLSX 文件');
  }
}

/** RFC 4180, by csv-parse. Text that was not UTF-8 shows as U+FFFD and is refused with what to do. */
export function readCsv(text: string): Result<Table, TableRefusal> {
  if (text.includes('\uFFFD')) return refuse('file_unreadable', '文件编码不是 UTF-8,请另存为 UTF-8 或 XLSX');
  try {
    return parse(text, { bom: true, relax_column_count: true, trim: true }) as Table;
  } catch (error) {
    if (error instanceof CsvError) return refuse('file_unreadable', `第 ${error.lines ?? '?'} 行的引号或分隔符有误`);
    throw error;
  }
}
