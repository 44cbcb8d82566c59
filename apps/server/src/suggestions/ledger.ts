import { and, asc, eq, gt } from 'drizzle-orm';
import writeXlsxFile from 'write-excel-file/node';
import { all, type Rows, type Tx } from '@piaojue/db';
import type { SuggestionFilters } from '@piaojue/contract';
import { suggesterKindNames, suggestionChannelNames, suggestionStateNames } from '@piaojue/rules';
import type { Deps } from '../deps.js';
import { csvCell, inertText } from '../publication/csv.js';
import { dayOf } from './days.js';
import { whereOf, type Looking } from './finding.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** The largest ledger that leaves as a workbook, which is built in memory; CSV has no bound. */
export const mostInWorkbook = 5000;
const batch = 500;

const head = [
  '编号',
  '收到日期',
  '来源',
  '来源编号',
  '建议类别',
  '建议名称',
  '具体内容',
  '建议理由',
  '办理建议',
  '所在镇（街道）、村（社区）',
  '具体位置',
  '身份',
  '办理状态',
  '并入',
  '附议',
  '金点子',
] as const;

/** Of a year, what the filters of the page let through. */
export interface Asked {
  readonly year: number;
  readonly filters: SuggestionFilters;
  readonly looking: Looking;
}

type Line = (string | number | null)[];

/** The next lines of the ledger after a number, in order; without names and phones. */
function* linesAfter(
  tx: Tx,
  { year, filters, looking }: Asked,
  after: number,
): Query<{ lines: Line[]; last: number | undefined }> {
  const { q, t } = tx;
  const where = yield* whereOf(tx, year, filters, looking);
  const rows = yield* all(
    q
      .select({ row: t.suggestion, place: t.place.name })
      .from(t.suggestion)
      .leftJoin(t.place, eq(t.place.code, t.suggestion.placeCode))
      .where(and(where, gt(t.suggestion.seq, after)))
      .orderBy(asc(t.suggestion.seq))
      .limit(batch),
  );
  const lines = rows.map(({ row, place }): Line => [
    row.seq,
    dayOf(new Date(row.receivedAt)),
    suggestionChannelNames[row.channel],
    row.sourceRef,
    row.category,
    row.title,
    row.content,
    row.reason,
    row.advice,
    place,
    row.placeNote,
    suggesterKindNames[row.suggesterKind],
    suggestionStateNames[row.state],
    row.mergedInto,
    row.supports,
    row.golden ? '是' : '',
  ]);
  return { lines, last: rows.at(-1)?.row.seq };
}

/** The ledger, a batch at a time. */
async function* batches(deps: Deps, asked: Asked): AsyncGenerator<Line[]> {
  for (let after = 0; ;) {
    const { lines, last } = await deps.store.read((tx) => linesAfter(tx, asked, after));
    if (last === undefined) return;
    yield lines;
    after = last;
  }
}

/** CSV with a BOM, so that WPS and Excel read the Chinese. */
export async function* ledgerCsv(deps: Deps, asked: Asked): AsyncGenerator<string> {
  yield `\uFEFF${head.map(csvCell).join(',')}\r\n`;
  for await (const lines of batches(deps, asked))
    yield `${lines.map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

/** A workbook of text and numbers: no cell is a formula. @returns undefined where there are too many rows. */
export async function ledgerXlsx(deps: Deps, asked: Asked): Promise<Buffer | undefined> {
  const rows: Line[] = [];
  for await (const lines of batches(deps, asked)) {
    rows.push(...lines);
    if (rows.length > mostInWorkbook) return undefined;
  }
  const cell = (value: string | number | null) =>
    value === null || value === ''
      ? null
      : typeof value === 'number'
        ? { value, type: Number }
        : { value: inertText(value), type: String };
  return writeXlsxFile(
    [head.map((value) => ({ value, type: String, fontWeight: 'bold' as const })), ...rows.map((row) => row.map(cell))],
    {
      stickyRowsCount: 1,
    },
  ).toBuffer();
}
