import { eq } from 'drizzle-orm';
import { all, type Rows, type Tx } from '@piaojue/db';
import type { Followed } from '@piaojue/contract';
import { nextYears } from '../suggestions/carried.js';
import { suggestionBySeq, type SuggestionRow } from '../suggestions/store.js';
import { eventsTold, statesTold } from './told.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** The way of one suggestion in its year: what leads it, where it was merged, and what it was split into. */
export interface Way {
  readonly row: SuggestionRow;
  readonly leading: SuggestionRow | undefined;
  readonly parts: readonly SuggestionRow[];
}

export const rowsOf = ({ row, leading, parts }: Way): SuggestionRow[] => [row, ...(leading ? [leading] : []), ...parts];
export const seqsOf = (ways: readonly Way[]): number[] => ways.flatMap(rowsOf).map(({ seq }) => seq);

export function* wayOf(tx: Tx, row: SuggestionRow): Query<Way> {
  const { q, t } = tx;
  // What carries it on, to the end: a suggestion may have been merged into one that was merged later.
  let leading: SuggestionRow | undefined;
  for (let next = row.mergedInto, steps = 0; next !== null && steps < 20; steps++) {
    const found: SuggestionRow | undefined = yield* suggestionBySeq(tx, next);
    if (!found) break;
    leading = found;
    next = found.mergedInto;
  }
  const parts = yield* all(
    q.select().from(t.suggestion).where(eq(t.suggestion.splitFrom, row.seq)).orderBy(t.suggestion.seq),
  );
  return { row, leading, parts };
}

/** The ways in later years of what was taken up again from the pool, and of what was taken up from there. */
export function* laterWays(tx: Tx, way: Way): Query<Way[]> {
  const known = new Set<number>();
  const ways: Way[] = [];
  for (let fresh = [way]; fresh.length > 0;) {
    const rows = (yield* nextYears(tx, seqsOf(fresh))).filter(({ seq }) => !known.has(seq));
    fresh = [];
    for (const row of rows) {
      known.add(row.seq);
      fresh.push(yield* wayOf(tx, row));
    }
    ways.push(...fresh);
  }
  return ways;
}

type Told = Followed['carriedInto'][number];

/** What whoever holds a code may know of each way. */
export function* waysTold(tx: Tx, ways: readonly Way[]): Query<Told[]> {
  const states = yield* statesTold(tx, ways.flatMap(rowsOf));
  const told = function* ({ seq }: SuggestionRow): Query<Pick<Told, 'state' | 'events'>> {
    return { state: states.get(seq) ?? 'undecided', events: yield* eventsTold(tx, seq) };
  };
  const list: Told[] = [];
  for (const { row, leading, parts } of ways) {
    const ofParts: Told['parts'] = [];
    for (const part of parts) ofParts.push({ title: part.title, ...(yield* told(part)) });
    const { seq, title } = leading?.shown ? leading : { seq: null, title: null };
    list.push({
      year: row.year,
      ...(yield* told(row)),
      mergedInto: leading ? { seq, title, ...(yield* told(leading)) } : null,
      parts: ofParts,
    });
  }
  return list;
}
