import { first } from '@piaojue/db';
import type { BodyOf, ImportReport, Place, RowError, importPlaces } from '@piaojue/contract';
import { append } from '../audit/append.js';
import { timeOf, type Deps } from '../deps.js';
import { readImport } from '../imports/read-import.js';
import { reportOf } from '../imports/report.js';
import type { TableRefusal } from '../imports/table.js';
import { isRefused, type Result } from '../result.js';
import { places } from './store.js';

export const listPlacesAct = async (deps: Deps) => ({ places: await deps.store.read(places) });

const headings = { code: '编码', town: '镇（街道）', village: '村（社区）', x: '横', y: '纵' } as const;
const plain = (cell: string): string => cell.normalize('NFKC').trim();

/** Rows of places: a row without a village is a town, and its villages name it. */
export function placesFrom(table: readonly (readonly string[])[]): { lines: Place[]; errors: RowError[] } {
  const [head = [], ...rows] = table;
  const at = (key: keyof typeof headings) => head.map(plain).indexOf(plain(headings[key]));
  const errors: RowError[] = [];
  for (const key of ['code', 'town'] as const)
    if (at(key) === -1) errors.push({ row: 1, column: headings[key], message: `缺少“${headings[key]}”列` });
  if (errors.length > 0) return { lines: [], errors };
  const lines: Place[] = [];
  const codes = new Map<string, number>();
  const townCodes = new Map<string, string>();
  for (const [i, cells] of rows.entries()) {
    const row = i + 2;
    const cell = (key: keyof typeof headings) => (cells[at(key)] ?? '').normalize('NFC').trim();
    const [code, town, village] = [plain(cell('code')), cell('town'), cell('village')];
    const fault = (key: keyof typeof headings, message: string) => errors.push({ row, column: headings[key], message });
    if (!/^[A-Za-z0-9-]{1,20}$/.test(code)) fault('code', '编码只用字母、数字和短横，最多 20 位');
    else if (codes.has(code)) fault('code', `编码与第 ${codes.get(code)} 行重复`);
    codes.set(code, row);
    if (town === '' || [...town].length > 30) fault('town', '应为 1 至 30 个字');
    if ([...village].length > 30) fault('village', '不能超过 30 个字');
    const percent = (key: 'x' | 'y'): number | null => {
      const text = plain(cell(key));
      if (text === '') return null;
      if (!/^\d{1,3}$/.test(text) || Number(text) > 100) fault(key, '应为 0 至 100 的整数');
      return Number(text);
    };
    const [x, y] = [percent('x'), percent('y')];
    if (village === '') townCodes.set(town, code);
    else if (!townCodes.has(town)) fault('town', `前面没有“${town}”这一行`);
    lines.push({ code, name: village || town, townCode: village === '' ? null : (townCodes.get(town) ?? null), x, y });
  }
  if (rows.length === 0) errors.push({ row: 1, column: '', message: '没有内容' });
  return { lines, errors };
}

export async function importPlacesAct(
  deps: Deps,
  by: string,
  { format, content, commit }: BodyOf<typeof importPlaces>,
): Promise<Result<ImportReport, TableRefusal>> {
  const given = await readImport(format, content);
  if (isRefused(given)) return given;
  const { value: read, notices } = given;
  if (!Array.isArray(read) || !read.every((row) => Array.isArray(row) && row.every((cell) => typeof cell === 'string')))
    return reportOf(0, [{ row: 1, column: '', message: '应为表格' }], [], 0);
  const { lines, errors } = placesFrom(read as string[][]);
  const preview = lines.map(({ code, name, townCode }) => [code, name, townCode ?? '']);
  if (errors.length > 0 || !commit) return reportOf(lines.length, errors, preview, 0, notices);
  const at = timeOf(deps);
  await deps.store.write(function* (tx) {
    for (const line of lines)
      yield* first(
        tx.q
          .insert(tx.t.place)
          .values(line)
          .onConflictDoUpdate({
            target: tx.t.place.code,
            set: { name: line.name, townCode: line.townCode, x: line.x, y: line.y },
          })
          .returning({ code: tx.t.place.code }),
      );
    yield* append(tx, { type: 'places_imported', at, data: { places: lines.length, by } });
  });
  return reportOf(lines.length, [], preview, lines.length, notices);
}
