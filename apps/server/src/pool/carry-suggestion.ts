import { all, first, type Rows, type Tx } from '@piaojue/db';
import type { BodyOf, ReplyOf, carrySuggestion } from '@piaojue/contract';
import { poolSuggestionState } from '@piaojue/rules';
import { and, eq } from 'drizzle-orm';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { statesTold } from '../collecting/told.js';
import { timeOf, type Deps } from '../deps.js';
import { refuse, type Result } from '../result.js';
import { suggestionView } from '../suggestions/service.js';
import { addSuggestions, newCode, sameAs, say, suggestionBySeq, updateSuggestion } from '../suggestions/store.js';
import { yearRow } from '../years/store.js';
import { refusedYear } from './years.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
type Carried = Result<
  ReplyOf<typeof carrySuggestion>,
  | 'not_found'
  | 'conflict'
  | 'wrong_step'
  | 'wrong_phase'
  | 'year_not_later'
  | 'already_carried'
  | 'decision_unannounced'
>;

/**
 * 列入某年度办理: the same idea as a new row of that year's ledger. The old one stays in the pool and its code leads on. Only
 * once its decision was announced: what is told of the new year would tell of the pool as well.
 */
export async function carrySuggestionAct(
  deps: Deps,
  me: SignedIn,
  year: number,
  { seq, version }: BodyOf<typeof carrySuggestion>,
): Promise<Carried> {
  const at = timeOf(deps);
  const code = newCode(deps.random);
  const done = await deps.store.write(function* (tx): Query<Carried> {
    const row = yield* suggestionBySeq(tx, seq);
    const into = yield* yearRow(tx, year);
    if (!row || !into) return refuse('not_found');
    if (row.version !== version) return refuse('conflict', yield* suggestionView(tx, me, seq));
    if (row.state !== poolSuggestionState) return refuse('wrong_step', { state: row.state });
    const wrongYear = refusedYear(row.year, into);
    if (wrongYear) return wrongYear;
    if (yield* carriedInto(tx, seq, year)) return refuse('already_carried');
    if ((yield* statesTold(tx, [row])).get(seq) !== poolSuggestionState) return refuse('decision_unannounced');

    const same = yield* sameAs(tx, row);
    const { supports } = row;
    const came = { year, code, receivedBy: me.accountId, receivedAt: at, carriedFrom: seq, supports };
    const [made = 0] = yield* addSuggestions(tx, [{ ...same, ...came }]);
    yield* copySupports(tx, seq, made);
    yield* updateSuggestion(tx, row, {});
    yield* say(tx, {
      seq,
      at,
      act: 'carry',
      text: `已列入${year}年度办理，是${year}年度台账的第 ${made} 条，办理结果同样答复您。`,
      by: me.accountId,
      ref: String(made),
    });
    yield* say(tx, {
      seq: made,
      at,
      act: 'received',
      text: `由${row.year}年度储备库的第 ${seq} 条列入，在${year}年度继续办理。`,
      by: me.accountId,
      ref: String(seq),
    });
    yield* append(tx, { type: 'suggestion_carried', at, data: { seq, into: made, year, by: me.accountId } });
    return { year, seq: made };
  });
  deps.live.touch();
  return done;
}

function* carriedInto({ q, t }: Tx, seq: number, year: number): Query<boolean> {
  const found = yield* first(
    q
      .select({ seq: t.suggestion.seq })
      .from(t.suggestion)
      .where(and(eq(t.suggestion.carriedFrom, seq), eq(t.suggestion.year, year))),
  );
  return found !== undefined;
}

const batch = 300;
/** Whoever supported the old one supports the new one, and not a second time. */
function* copySupports({ q, t }: Tx, from: number, to: number): Query<void> {
  const devices = yield* all(
    q.select({ device: t.support.device, at: t.support.at }).from(t.support).where(eq(t.support.seq, from)),
  );
  for (let i = 0; i < devices.length; i += batch)
    yield* all(
      q
        .insert(t.support)
        .values(devices.slice(i, i + batch).map((each) => ({ ...each, seq: to })))
        .returning({ seq: t.support.seq }),
    );
}
