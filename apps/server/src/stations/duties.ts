import { dutyInput, type BodyOf, type ImportReport, type RowError, type importDuties } from '@piaojue/contract';
import { append } from '../audit/append.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { readImport } from '../imports/read-import.js';
import { reportOf } from '../imports/report.js';
import { dayFrom } from '../imports/moments.js';
import type { TableRefusal } from '../imports/table.js';
import { isRefused, refuse, type Result } from '../result.js';
import { todayOf } from '../suggestions/days.js';
import { dutyDayFault, putDuty, strangersIn } from './service.js';
import { memberNames, stationById } from './store.js';

interface DutyLine {
  readonly day: string;
  readonly hours: string;
  readonly names: string[];
}
const headings = { day: '日期', hours: '时间', names: '值守代表' } as const;
const plain = (cell: string): string => cell.normalize('NFKC').trim();

/** The roster from a table with headings, every row checked; `members`: who may sit, absent = anybody. */
export function dutiesFrom(
  table: readonly (readonly string[])[],
  today: string,
  members?: ReadonlySet<string>,
): { lines: DutyLine[]; errors: RowError[] } {
  const [head = [], ...rows] = table;
  const at = (key: keyof typeof headings) => head.map(plain).indexOf(headings[key]);
  const missing = (Object.keys(headings) as (keyof typeof headings)[]).filter((key) => at(key) === -1);
  if (missing.length > 0)
    return {
      lines: [],
      errors: missing.map((key) => ({ row: 1, column: headings[key], message: `缺少“${headings[key]}”列` })),
    };
  const errors: RowError[] = [];
  const lines: DutyLine[] = [];
  const seen = new Map<string, number>();
  for (const [i, cells] of rows.entries()) {
    const row = i + 2;
    const cell = (key: keyof typeof headings): string => cells[at(key)] ?? '';
    const raw = {
      day: dayFrom(cell('day')) ?? plain(cell('day')),
      hours: plain(cell('hours')),
      names: cell('names')
        .split(/[、，,;；\s]+/)
        .filter(Boolean),
    };
    const parsed = dutyInput.safeParse(raw);
    if (!parsed.success) {
      for (const issue of parsed.error.issues) {
        const key = issue.path[0] as keyof typeof headings;
        errors.push({ row, column: headings[key], message: key === 'names' ? '应有 1 至 12 名代表' : issue.message });
      }
      continue;
    }
    const wrongDay = dutyDayFault(parsed.data.day, today);
    if (wrongDay !== undefined) errors.push({ row, column: headings.day, message: wrongDay });
    const strangers = members === undefined ? [] : strangersIn(parsed.data.names, members);
    if (strangers.length > 0)
      errors.push({ row, column: headings.names, message: `${strangers.join('、')}不在本站的成员名单里` });
    const before = seen.get(`${parsed.data.day} ${parsed.data.hours}`);
    if (before !== undefined) errors.push({ row, column: headings.day, message: `日期和时间与第 ${before} 行重复` });
    seen.set(`${parsed.data.day} ${parsed.data.hours}`, row);
    lines.push(parsed.data);
  }
  if (rows.length === 0) errors.push({ row: 1, column: '', message: '没有内容' });
  return { lines, errors };
}

export async function importDutiesAct(
  deps: Deps,
  by: string,
  stationId: string,
  { format, content, commit, outsiders }: BodyOf<typeof importDuties>,
): Promise<Result<ImportReport, TableRefusal | 'not_found'>> {
  const given = await readImport(format, content);
  if (isRefused(given)) return given;
  const { value: read, notices } = given;
  if (!Array.isArray(read) || !read.every((row) => Array.isArray(row) && row.every((cell) => typeof cell === 'string')))
    return reportOf(0, [{ row: 1, column: '', message: '应为表格' }], [], 0);
  const members = outsiders ? undefined : await deps.store.read((tx) => memberNames(tx, stationId));
  const { lines, errors } = dutiesFrom(read as string[][], todayOf(deps), members);
  const preview = lines.map(({ day, hours, names }) => [day, hours, names.join('、')]);
  if (errors.length > 0 || !commit) return reportOf(lines.length, errors, preview, 0, notices);
  const at = timeOf(deps);
  const ids = lines.map(() => newId(deps.random));
  return deps.store.write(function* (tx) {
    if (!(yield* stationById(tx, stationId))) return refuse('not_found');
    for (const [i, line] of lines.entries()) yield* putDuty(tx, { ...line, id: ids[i]!, stationId });
    yield* append(tx, { type: 'duties_imported', at, data: { station: stationId, duties: lines.length, by } });
    return reportOf(lines.length, [], preview, lines.length, notices);
  });
}
