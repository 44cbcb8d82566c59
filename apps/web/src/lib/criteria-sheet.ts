import type { Mark } from '@piaojue/contract';
import { criteria, pointsOf, type Criterion } from '@piaojue/rules';

/** One line of the sheet as it stands in the form. */
export interface SheetRow {
  readonly criterion: Criterion;
  met: string;
  score: string;
  reason: string;
}
type Given = Pick<Mark, 'criterion' | 'met' | 'score' | 'reason'>;

export const sheetRows = (marks: readonly Given[]): SheetRow[] =>
  criteria.map((criterion) => {
    const mark = marks.find((each) => each.criterion === criterion);
    return { criterion, met: mark?.met ?? '', score: mark ? String(pointsOf(mark)) : '', reason: mark?.reason ?? '' };
  });

const same = (a: SheetRow, b: SheetRow): boolean =>
  a.met === b.met && a.score === b.score && a.reason.trim() === b.reason.trim();

/** The lines that were changed here since `base`; only they are sent, so that nobody signs a mark of somebody else. */
export const changedRows = (base: readonly SheetRow[], rows: readonly SheetRow[]): SheetRow[] =>
  rows.filter((row, i) => !same(row, base[i]!));

/**
 * Somebody saved marks in between: a line that they alone changed is theirs, one that I alone changed stays mine, and a
 * line that both changed, not alike, is asked.
 */
export function rowsAfter(
  base: readonly SheetRow[],
  mine: readonly SheetRow[],
  theirs: readonly SheetRow[],
): { rows: SheetRow[]; asked: Criterion[]; taken: Criterion[] } {
  const asked: Criterion[] = [];
  const taken: Criterion[] = [];
  const rows = mine.map((row, i) => {
    const [before, after] = [base[i]!, theirs[i]!];
    if (same(before, after) || same(row, after)) return { ...row };
    if (same(row, before)) {
      taken.push(row.criterion);
      return { ...after };
    }
    asked.push(row.criterion);
    return { ...row };
  });
  return { rows, asked, taken };
}

/** As the endpoint takes them. */
export const marksIn = (rows: readonly SheetRow[]): Given[] =>
  rows
    .filter(({ met }) => met !== '')
    .map(({ criterion, met, score, reason }) => ({
      criterion,
      met: (['yes', 'partly', 'no'] as const).find((each) => each === met) ?? 'no',
      // What is not met has no points, also where the form was sent without script.
      score: met === 'no' ? 0 : /^[0-5]$/.test(score) ? Number(score) : Number.NaN,
      reason,
    }));
