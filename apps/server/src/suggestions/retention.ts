import { and, count, eq, inArray, isNotNull, ne } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';
import type { ReplyOf, readSuggesters } from '@piaojue/contract';
import { personsDue, personsKeptUntil } from '@piaojue/rules';
import { isFresh, type SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { timeOf, type Deps } from '../deps.js';
import { refuse, type Result } from '../result.js';
import { unannounced } from '../years/disclosures.js';
import { yearRow, yearsNewestFirst } from '../years/store.js';
import { earlierYears } from './carried.js';
import { eraseAddresses } from './letters.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
/** How often a server looks for persons whose time is over. */
export const lookForDueMs = 6 * 3600 * 1000;

function* keptOf({ q, t }: Tx, year: number): Query<number[]> {
  const rows = yield* all(
    q
      .select({ seq: t.suggester.seq })
      .from(t.suggester)
      .innerJoin(t.suggestion, eq(t.suggestion.seq, t.suggester.seq))
      .where(eq(t.suggestion.year, year)),
  );
  return rows.map(({ seq }) => seq);
}

/** Those of the year, and the same persons beside what was carried from it into later years: their time is the first year's. */
function* dueOf(tx: Tx, year: number): Query<number[]> {
  const { q, t } = tx;
  const carried = yield* all(
    q
      .select({ row: t.suggestion })
      .from(t.suggestion)
      .innerJoin(t.suggester, eq(t.suggester.seq, t.suggestion.seq))
      .where(and(isNotNull(t.suggestion.carriedFrom), ne(t.suggestion.year, year))),
  );
  const due = yield* keptOf(tx, year);
  for (const { row } of carried)
    if ((yield* earlierYears(tx, row)).some((earlier) => earlier.year === year)) due.push(row.seq);
  return due;
}

/** Suggestions that nobody has answered yet, or whose answer is not public. */
export function* unanswered(tx: Tx, year: number): Query<number> {
  const { q, t } = tx;
  const open = yield* first(
    q
      .select({ n: count() })
      .from(t.suggestion)
      .where(and(eq(t.suggestion.year, year), inArray(t.suggestion.state, ['received', 'forwarded', 'replied']))),
  );
  return Number(open?.n ?? 0) + (yield* unannounced(tx, year)).length;
}

/** Erases these persons of a year, with the addresses of the letters; one entry in the log says how many. */
function* eraseAll(tx: Tx, year: number, seqs: readonly number[], by: string | null, at: string): Query<number> {
  if (seqs.length === 0) return 0;
  for (let from = 0; from < seqs.length; from += 400) {
    const some = seqs.slice(from, from + 400);
    yield* all(
      tx.q.delete(tx.t.suggester).where(inArray(tx.t.suggester.seq, some)).returning({ seq: tx.t.suggester.seq }),
    );
    yield* eraseAddresses(tx, some);
  }
  yield* append(tx, { type: 'suggesters_erased', at, data: { year, suggesters: seqs.length, by } });
  return seqs.length;
}

export const readSuggestersAct = (
  deps: Deps,
  year: number,
): Promise<Result<ReplyOf<typeof readSuggesters>, 'not_found'>> =>
  deps.store.read(function* (tx): Query<Result<ReplyOf<typeof readSuggesters>, 'not_found'>> {
    const row = yield* yearRow(tx, year);
    if (!row) return refuse('not_found');
    return {
      kept: (yield* keptOf(tx, year)).length,
      until: personsKeptUntil(row.collectClosedAt),
      unanswered: yield* unanswered(tx, year),
    };
  });

/** 清除建议人信息: once everybody of the year has an answer. */
export async function eraseSuggestersAct(
  deps: Deps,
  me: SignedIn,
  year: number,
): Promise<Result<{ erased: number }, 'not_found' | 'collecting_open' | 'answers_open' | 'stale_sign_in'>> {
  if (!isFresh(deps, me)) return refuse('stale_sign_in');
  const at = timeOf(deps);
  return deps.store.write(function* (tx): Query<
    Result<{ erased: number }, 'not_found' | 'collecting_open' | 'answers_open'>
  > {
    const row = yield* yearRow(tx, year);
    if (!row) return refuse('not_found');
    if (row.collectClosedAt === null) return refuse('collecting_open');
    const open = yield* unanswered(tx, year);
    if (open > 0) return refuse('answers_open', `还有 ${open} 条。`);
    return { erased: yield* eraseAll(tx, year, yield* keptOf(tx, year), me.accountId, at) };
  });
}

/** Whoever is kept longer than R-KEEP-01 allows is erased, whether anybody asks or not. */
export async function eraseDueSuggesters(deps: Deps): Promise<void> {
  const at = timeOf(deps);
  const due = await deps.store.read(function* (tx) {
    const years: number[] = [];
    for (const { year, collectClosedAt } of yield* yearsNewestFirst(tx))
      if (personsDue(collectClosedAt, at) && (yield* dueOf(tx, year)).length > 0) years.push(year);
    return years;
  });
  for (const year of due)
    await deps.store.write(function* (tx) {
      yield* eraseAll(tx, year, yield* dueOf(tx, year), null, at);
    });
}
