import { and, eq, isNull } from 'drizzle-orm';
import { all, type Rows, type Tx } from '@piaojue/db';
import { suggestionDecisions } from '@piaojue/rules';
import { lastTold } from './letters.js';
import type { SuggestionRow } from './store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** Decisions become public in rounds: one person prepares them together, another reviews and publishes (disclosures.ts). */

/** A decision that waits for its review as part of a round is not changed under the reviewer's eyes. */
export function* inReview({ q, t }: Tx, row: SuggestionRow): Query<boolean> {
  const waiting = yield* all(
    q
      .select({ content: t.disclosure.content })
      .from(t.disclosure)
      .where(
        and(
          eq(t.disclosure.year, row.year),
          eq(t.disclosure.kind, 'answers'),
          isNull(t.disclosure.publishedAt),
          isNull(t.disclosure.withdrawnAt),
        ),
      ),
  );
  const ids = waiting.flatMap(({ content }) => (content as { events: string[] }).events);
  if (ids.length === 0) return false;
  const mine = yield* all(
    q.select({ id: t.suggestionEvent.id }).from(t.suggestionEvent).where(eq(t.suggestionEvent.seq, row.seq)),
  );
  return mine.some(({ id }) => ids.includes(id));
}

/** Its answer is one that went through a round. What comes to it now would be given that answer without one. */
export function* isAnnounced(tx: Tx, { seq }: SuggestionRow): Query<boolean> {
  const last = yield* lastTold(tx, seq);
  return last !== undefined && (suggestionDecisions as readonly string[]).includes(last.act);
}
