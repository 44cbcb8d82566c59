import { and, count, eq, isNull } from 'drizzle-orm';
import { first, type Tx } from '@piaojue/db';
import type { Query } from './store.js';

/** Comments that stand and that nobody has shown or answered. */
export function* unreadComments({ q, t }: Tx, year: number): Query<number> {
  const { publicComment: c, proposal: p } = t;
  const found = yield* first(
    q
      .select({ n: count() })
      .from(c)
      .innerJoin(p, eq(p.id, c.proposalId))
      .where(and(eq(p.year, year), isNull(c.erasedAt), eq(c.reply, ''), eq(c.shown, false))),
  );
  return Number(found?.n ?? 0);
}
