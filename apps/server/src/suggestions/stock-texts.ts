import { and, asc, eq } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';
import {
  listStockTexts,
  stockTextUses,
  type BodyOf,
  type StockTextUse,
  type SuggestionStockText,
  type setStockText,
} from '@piaojue/contract';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { refuse, type Result } from '../result.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

type Kept = Pick<Tx['t']['stockText']['$inferSelect'], 'kind' | 'title'>;

/** The table knows two kinds; which act a reply is for stands before its title. One without is for the units. */
export const keptAs = (use: StockTextUse, title: string): Kept =>
  use === 'decline'
    ? { kind: 'negative', title }
    : { kind: 'reply', title: use === 'unit' ? title : `${use}:${title}` };
export function usedAs({ kind, title }: Kept): { use: StockTextUse; title: string } {
  if (kind === 'negative') return { use: 'decline', title };
  const use = stockTextUses.find((one) => title.startsWith(`${one}:`));
  return use === undefined ? { use: 'unit', title } : { use, title: title.slice(use.length + 1) };
}

function* stockTexts({ q, t }: Tx): Query<{ texts: SuggestionStockText[] }> {
  const rows = yield* all(q.select().from(t.stockText).orderBy(asc(t.stockText.kind), asc(t.stockText.title)));
  return { texts: rows.map(({ id, kind, title, body }) => ({ id, ...usedAs({ kind, title }), body })) };
}

/** A unit has no use for the reasons of acts that it does not do. */
export const listStockTextsAct = (deps: Deps, { roles }: SignedIn) =>
  deps.store.read(function* (tx) {
    const { texts } = yield* stockTexts(tx);
    const unitOnly = !roles.some((role) => role !== 'unit' && listStockTexts.roles.includes(role as never));
    return { texts: unitOnly ? texts.filter(({ use }) => use === 'unit') : texts };
  });

/** Makes, changes, or with an empty body removes a sentence that the clerk reuses, as it was read before. */
export async function setStockTextAct(
  deps: Deps,
  by: string,
  { use, title, body, before }: BodyOf<typeof setStockText>,
): Promise<Result<{ texts: SuggestionStockText[] }, 'conflict'>> {
  const at = timeOf(deps);
  const row = { id: newId(deps.random), ...keptAs(use, title), body };
  return deps.store.write(function* (tx) {
    const { q, t } = tx;
    const named = and(eq(t.stockText.kind, row.kind), eq(t.stockText.title, row.title));
    const now = (yield* first(q.select({ body: t.stockText.body }).from(t.stockText).where(named)))?.body ?? '';
    if (now !== before)
      return refuse('conflict', {
        use,
        title,
        body: now,
        sentence: now === '' ? `“${title}”已经删除。` : `“${title}”现在的内容：${now}`,
      });
    if (body === '') yield* all(q.delete(t.stockText).where(named).returning({ id: t.stockText.id }));
    else
      yield* first(
        q
          .insert(t.stockText)
          .values(row)
          .onConflictDoUpdate({ target: [t.stockText.kind, t.stockText.title], set: { body } })
          .returning({ id: t.stockText.id }),
      );
    yield* append(tx, { type: 'stock_text_set', at, data: { use, title, by } });
    return yield* stockTexts(tx);
  });
}
