import { asc, inArray } from 'drizzle-orm';
import { all, type Rows, type Tx } from '@piaojue/db';
import { suggestionBySeq, type SuggestionRow } from './store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** What it was taken up from, the nearest year first. */
export function* earlierYears(tx: Tx, row: SuggestionRow): Query<SuggestionRow[]> {
  const earlier: SuggestionRow[] = [];
  for (let from = row.carriedFrom; from !== null;) {
    const found: SuggestionRow | undefined = yield* suggestionBySeq(tx, from);
    if (!found) break;
    earlier.push(found);
    from = found.carriedFrom;
  }
  return earlier;
}

/** What took these up in later years, nearest year first; one step. */
export function* nextYears({ q, t }: Tx, seqs: readonly number[]): Query<SuggestionRow[]> {
  return yield* all(
    q
      .select()
      .from(t.suggestion)
      .where(inArray(t.suggestion.carriedFrom, [...seqs]))
      .orderBy(asc(t.suggestion.year), asc(t.suggestion.seq)),
  );
}

/** Itself, what it was taken up from and everything that took these up, however far. */
export function* sameInAllYears(tx: Tx, row: SuggestionRow): Query<SuggestionRow[]> {
  const first = (yield* earlierYears(tx, row)).at(-1) ?? row;
  const rows = [first];
  for (let fresh = rows; fresh.length > 0;) {
    fresh = yield* nextYears(
      tx,
      fresh.map(({ seq }) => seq),
    );
    rows.push(...fresh);
  }
  return rows;
}

/** What it is a part of and what it was taken up from, the nearest first: the last is what the person sent. */
export function* originsOf(tx: Tx, row: SuggestionRow): Query<SuggestionRow[]> {
  const origins: SuggestionRow[] = [];
  for (let from = row.carriedFrom ?? row.splitFrom; from !== null;) {
    const found: SuggestionRow | undefined = yield* suggestionBySeq(tx, from);
    if (!found) break;
    origins.push(found);
    from = found.carriedFrom ?? found.splitFrom;
  }
  return origins;
}
