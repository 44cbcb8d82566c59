import { unzipSync } from 'fflate';
import { isFilled } from './filled.js';

/**
 * The merged ranges (A1:B3) of the n-th sheet of a workbook. The library that reads the cells does not tell them, and gives
 * a merged value to the first cell alone.
 *
 * The three parts are scanned for single tags with their attributes, not parsed: they come from a file whose size was
 * bounded and that declares no entities (zip-size.ts), and whatever a made-up file hides from the scan it hides from its
 * own clerk alone, who is then told of empty cells as anybody is.
 */
export function mergedRanges(file: Uint8Array, nth: number): string[] {
  const workbook = textOf(file, 'xl/workbook.xml');
  const id = attributesOf(workbook, 'sheet').filter(({ name }) => name)[nth]?.['id'];
  const target = attributesOf(textOf(file, 'xl/_rels/workbook.xml.rels'), 'Relationship').find(
    (each) => each['Id'] === id,
  )?.['Target'];
  if (target === undefined) return [];
  const sheet = textOf(file, target.startsWith('/') ? target.slice(1) : `xl/${target}`);
  return attributesOf(sheet, 'mergeCell').flatMap(({ ref }) => ref ?? []);
}

const textOf = (file: Uint8Array, part: string): string =>
  Buffer.from(unzipSync(file, { filter: ({ name }) => name === part })[part] ?? []).toString('utf8');

/** The attributes of every tag of this name, both without their prefixes. */
function attributesOf(xml: string, tag: string): Partial<Record<string, string>>[] {
  return [...xml.matchAll(new RegExp(`<(?:\\w{1,20}:)?${tag}\\s([^<>]{0,2000})>`, 'g'))].map(([, inside = '']) =>
    Object.fromEntries(
      [...inside.matchAll(/(?:\w{1,20}:)?(\w{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(
        ([, name = '', double, single]) => [name, double ?? single ?? ''],
      ),
    ),
  );
}

const columnOf = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/**
 * Those merged ranges that hide a cell which would be read: one below the headings (row `top`), in a column that has a
 * heading, of a row that holds anything. A title over all columns hides none; nor does a frame without a value.
 */
export function hidingRanges(ranges: readonly string[], rows: readonly (readonly string[])[], top: number): string[] {
  const headings = rows[top] ?? [];
  // How many rows with content, and how many columns with a heading, come before each: a file may have very many ranges.
  const contentBefore = countsBefore(rows.map((row, i) => i > top && isFilled(row)));
  const headedBefore = countsBefore(headings.map((heading) => heading !== ''));
  return ranges.filter((range) => {
    const [, left, first, right, last] = /^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(range) ?? [];
    if (left === undefined || right === undefined) return false;
    const [row, column] = [Number(first) - 1, columnOf(left)];
    if (!rows[row]?.[column]) return false;
    const below = between(contentBefore, row, Number(last));
    const headed = between(headedBefore, column, columnOf(right) + 1);
    const isItselfRead = row > top && Boolean(headings[column]);
    return below * headed > (isItselfRead ? 1 : 0);
  });
}

function countsBefore(marks: readonly boolean[]): number[] {
  const counts = [0];
  for (const mark of marks) counts.push((counts.at(-1) ?? 0) + Number(mark));
  return counts;
}
const between = (counts: readonly number[], from: number, to: number): number =>
  Math.max(0, (counts[Math.min(to, counts.length - 1)] ?? 0) - (counts[Math.min(from, counts.length - 1)] ?? 0));
