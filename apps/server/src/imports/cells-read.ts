import { isFilled } from './filled.js';

/** Columns from 0; B → 1. */
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

/**
 * Those cells that would be read: below the headings (row `top`), in a column that has a heading, of a row that holds
 * anything else; where no row does, all of them.
 */
export function cellsRead(cells: readonly string[], rows: readonly (readonly string[])[], top: number): string[] {
  const isBare = !rows.some((row, i) => i > top && isFilled(row));
  return cells.filter((cell) => {
    const [, column, row] = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(cell) ?? [];
    if (column === undefined || Number(row) - 1 <= top || !rows[top]?.[columnOf(column)]) return false;
    return isBare || isFilled(rows[Number(row) - 1] ?? []);
  });
}
