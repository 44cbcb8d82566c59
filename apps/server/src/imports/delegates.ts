import { z } from 'zod';
import { fields, type RowError } from '@piaojue/contract';
import type { Table } from './table.js';

export interface DelegateLine {
  readonly number: string;
  readonly name: string;
  readonly delegation: string;
  readonly suspended: boolean;
}

const headings = { number: '代表证号', name: '姓名', delegation: '代表团', suspended: '是否暂停' } as const;
const yes = new Set(['是', '暂停', '1', 'true', 'y', 'yes']);
const no = new Set(['', '否', '0', 'false', 'n', 'no']);

const line = z.object({
  number: fields.lineOfText(20),
  name: fields.lineOfText(40),
  delegation: fields.lineOfText(40),
  suspended: fields.text(10, 0),
});

/** The roll (代表名册) from a table with headings, every row checked; rows are counted as people see them, heading = 1. */
export function delegatesFrom(table: Table): { rows: number; lines: DelegateLine[]; errors: RowError[] } {
  const [head = [], ...rows] = table;
  const at = Object.fromEntries(Object.entries(headings).map(([key, title]) => [key, head.indexOf(title)]));
  const missing = (['number', 'name', 'delegation'] as const).filter((key) => at[key] === -1);
  if (missing.length > 0)
    return {
      rows: rows.length,
      lines: [],
      errors: missing.map((key) => ({ row: 1, column: headings[key], message: `缺少“${headings[key]}”列` })),
    };

  const errors: RowError[] = [];
  const lines: DelegateLine[] = [];
  const seen = new Map<string, number>();
  rows.forEach((cells, i) => {
    const row = i + 2;
    const given = Object.fromEntries(Object.keys(headings).map((key) => [key, cells[at[key] ?? -1] ?? '']));
    const raw = { ...given, number: String(given.number ?? '').normalize('NFKC') };
    const parsed = line.safeParse(raw);
    if (!parsed.success)
      errors.push(
        ...parsed.error.issues.map((issue) => ({
          row,
          column: headings[issue.path[0] as keyof typeof headings],
          message: issue.message,
        })),
      );
    // Column by column, so that what is wrong elsewhere in the row hides nothing.
    const word = line.shape.suspended.safeParse(given.suspended).data?.toLowerCase() ?? '';
    if (!yes.has(word) && !no.has(word)) errors.push({ row, column: headings.suspended, message: '请填“是”或“否”' });
    const number = line.shape.number.safeParse(raw.number).data;
    const before = number === undefined ? undefined : seen.get(number);
    if (before !== undefined) errors.push({ row, column: headings.number, message: `与第 ${before} 行重复` });
    if (number !== undefined) seen.set(number, row);
    if (parsed.success) lines.push({ ...parsed.data, suspended: yes.has(word) });
  });
  if (rows.length === 0) errors.push({ row: 1, column: '', message: '没有代表' });
  return { rows: rows.length, lines, errors };
}

/** The same roll from JSON: an array of objects with the keys number, name, delegation, suspended. */
export function delegatesFromJson(value: unknown): { rows: number; lines: DelegateLine[]; errors: RowError[] } {
  if (!Array.isArray(value)) return { rows: 0, lines: [], errors: [{ row: 1, column: '', message: '应为一个列表' }] };
  const cell = (entry: unknown, key: string): string => {
    const given = typeof entry === 'object' && entry !== null ? (entry as Record<string, unknown>)[key] : undefined;
    if (given === true) return '是';
    return typeof given === 'string' || typeof given === 'number' ? String(given) : '';
  };
  return delegatesFrom([
    Object.values(headings),
    ...value.map((entry) => Object.keys(headings).map((key) => cell(entry, key))),
  ]);
}
