import { and, asc, count, desc, eq, inArray, sql } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';
import type { ReplyOf, listShowings } from '@piaojue/contract';
import { newId, type Deps } from '../deps.js';
import { accountNames } from './store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
export type ShowingRow = Tx['t']['showing']['$inferSelect'];

/** Writes down that words of people became public or are no longer; in the transaction of the act itself. */
export function* registerShowing(
  { q, t }: Tx,
  act: Omit<ShowingRow, 'id' | 'kind'> & { readonly kind: 'suggestion' | 'comment' },
  random: Deps['random'],
): Query<void> {
  yield* first(
    q
      .insert(t.showing)
      .values({ ...act, id: newId(random) })
      .returning({ id: t.showing.id }),
  );
}

/** When a suggestion was shown and when no more, oldest first. */
export function* showingsOf(
  { q, t }: Tx,
  { seq, year }: { readonly seq: number; readonly year: number },
): Query<ShowingRow[]> {
  const rows = yield* all(
    q
      .select()
      .from(t.showing)
      .where(and(eq(t.showing.year, year), eq(t.showing.kind, 'suggestion')))
      .orderBy(asc(t.showing.at), asc(t.showing.id)),
  );
  return rows.filter(({ refs }) => refs.includes(seq));
}

const onPage = 20;

/** The newest first: of one year, or of all years that the public knows of. */
export const listShowingsAct = (deps: Deps, page: number, year?: number): Promise<ReplyOf<typeof listShowings>> =>
  deps.store.read(function* (tx) {
    const { q, t } = tx;
    const where =
      year === undefined
        ? sql`${t.showing.year} in (select ${t.disclosure.year} from ${t.disclosure} where ${t.disclosure.kind} = 'notice' and ${t.disclosure.publishedAt} is not null)`
        : eq(t.showing.year, year);
    const total = yield* first(q.select({ n: count() }).from(t.showing).where(where));
    const rows = yield* all(
      q
        .select()
        .from(t.showing)
        .where(where)
        .orderBy(desc(t.showing.at), desc(t.showing.id))
        .limit(onPage)
        .offset((page - 1) * onPage),
    );
    const isPublic = yield* shownNow(tx, rows.flatMap(seqsOf));
    const names = yield* accountNames(tx);
    return {
      total: Number(total?.n ?? 0),
      showings: rows.map((row) => ({
        id: row.id,
        year: row.year,
        kind: row.kind as 'suggestion' | 'comment',
        shown: row.shown,
        count: row.refs.length,
        numbers: seqsOf(row).map((seq) => ({ seq, public: isPublic.has(seq) })),
        by: names.get(row.by) ?? '',
        at: row.at,
      })),
    };
  });

const seqsOf = ({ kind, refs }: ShowingRow): number[] =>
  kind === 'suggestion' ? refs.filter((ref) => typeof ref === 'number') : [];

function* shownNow({ q, t }: Tx, seqs: readonly number[]): Query<Set<number>> {
  const shown = new Set<number>();
  for (let from = 0; from < seqs.length; from += 400)
    for (const { seq } of yield* all(
      q
        .select({ seq: t.suggestion.seq })
        .from(t.suggestion)
        .where(and(inArray(t.suggestion.seq, seqs.slice(from, from + 400)), eq(t.suggestion.shown, true))),
    ))
      shown.add(seq);
  return shown;
}
