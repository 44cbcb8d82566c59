import { and, asc, eq } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';
import type { BodyOf, setStockText } from '@piaojue/contract';
import { append } from '../audit/append.js';
import { newId, timeOf, type Deps } from '../deps.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

function* stockTexts({ q, t }: Tx): Query<{ texts: Tx['t']['stockText']['$inferSelect'][] }> {
  return { texts: yield* all(q.select().from(t.stockText).orderBy(asc(t.stockText.kind), asc(t.stockText.title))) };
}

export const listStockTextsAct = (deps: Deps) => deps.store.read(stockTexts);

/** Makes, changes, or with an empty body removes a sentence that the clerk reuses. */
export async function setStockTextAct(deps: Deps, by: string, { kind, title, body }: BodyOf<typeof setStockText>) {
  const at = timeOf(deps);
  const id = newId(deps.random);
  return deps.store.write(function* (tx) {
    const { q, t } = tx;
    if (body === '')
      yield* all(
        q
          .delete(t.stockText)
          .where(and(eq(t.stockText.kind, kind), eq(t.stockText.title, title)))
          .returning({ id: t.stockText.id }),
      );
    else
      yield* first(
        q
          .insert(t.stockText)
          .values({ id, kind, title, body })
          .onConflictDoUpdate({ target: [t.stockText.kind, t.stockText.title], set: { body } })
          .returning({ id: t.stockText.id }),
      );
    yield* append(tx, { type: 'stock_text_set', at, data: { kind, title, by } });
    return yield* stockTexts(tx);
  });
}
