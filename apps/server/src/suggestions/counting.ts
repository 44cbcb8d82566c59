import { and, count, eq, gt, inArray, isNotNull, ne, sql, type SQL } from 'drizzle-orm';
import { all, type Rows, type Tx } from '@piaojue/db';
import type { HandoverFigure, SuggestionFigure } from '@piaojue/contract';
import type { SuggestionAct, SuggestionState } from '@piaojue/rules';
import { candidatesArePublic } from '../years/store.js';
import { answers } from './letters.js';
import { suggestionBySeq } from './store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/**
 * Of which year, on which day in Beijing; `announced`: only what has been announced counts as decided or answered, and only
 * candidates that were made public.
 */
export interface Counting {
  readonly year: number;
  readonly today: string;
  readonly announced: boolean;
}

/** Parts of parts, and no further. */
const deepest = 20;

/** The last that was said of it, as far as it is known, is one of these; what was taken up again is answered no more. */
function stands({ t }: Tx, acts: readonly SuggestionAct[], whose: SQL, announced: boolean): SQL {
  const e = t.suggestionEvent;
  const [saidKnown, laterKnown] = announced
    ? [sql` and said.announced_at is not null`, sql` and later.announced_at is not null`]
    : [sql``, sql``];
  return sql`exists (select 1 from ${e} as said where said.seq = ${whose} and said.act in ${[...acts]}${saidKnown} and not exists (select 1 from ${e} as later where later.seq = said.seq and later.id > said.id and later.act in ${[...answers, 'reopen']}${laterKnown}))`;
}

const isAnswered = (tx: Tx, announced: boolean): SQL =>
  stands(tx, answers, sql`coalesce(${tx.t.suggestion.mergedInto}, ${tx.t.suggestion.seq})`, announced);

/** One that was split is answered when each of its parts is. */
function* partsAnswered(tx: Tx, seq: number, announced: boolean, depth = 0): Query<boolean> {
  const s = tx.t.suggestion;
  const waiting = yield* all(
    tx.q
      .select()
      .from(s)
      .where(and(eq(s.splitFrom, seq), sql`not ${isAnswered(tx, announced)}`)),
  );
  for (const part of waiting) {
    const whole = part.mergedInto === null ? part : yield* suggestionBySeq(tx, part.mergedInto);
    if (depth >= deepest || whole?.state !== 'split') return false;
    if (!(yield* partsAnswered(tx, whole.seq, announced, depth + 1))) return false;
  }
  return true;
}

/** What had been merged into one before it was split has the answer of its parts. */
function* answeredIn(tx: Tx, { year, announced }: Counting): Query<SQL> {
  const s = tx.t.suggestion;
  const itself = isAnswered(tx, announced);
  const leading = yield* all(
    tx.q
      .select({ seq: s.mergedInto, n: count() })
      .from(s)
      .where(
        and(
          eq(s.year, year),
          sql`${s.mergedInto} in (select whole.seq from ${s} as whole where whole.year = ${year} and whole.state = 'split')`,
        ),
      )
      .groupBy(s.mergedInto),
  );
  const answered: number[] = [];
  for (const { seq } of leading) if (seq !== null && (yield* partsAnswered(tx, seq, announced))) answered.push(seq);
  return answered.length === 0 ? itself : sql`(${itself} or ${inArray(s.mergedInto, answered)})`;
}

/** Whatever was merged into one from which a candidate grew has grown into it as well. */
function* grown(tx: Tx, { year, announced }: Counting): Query<SQL> {
  if (announced && !(yield* candidatesArePublic(tx, year))) return sql`1 = 0`;
  const { proposal: p, proposalOrigin: o, suggestion: s } = tx.t;
  return sql`exists (select 1 from ${o} inner join ${p} on ${p.id} = ${o.proposalId} where ${o.seq} in (${s.seq}, ${s.mergedInto}) and ${p.state} = 'candidate' and ${p.year} = ${year})`;
}

const isHandoverFigure = (figure: SuggestionFigure | HandoverFigure): figure is HandoverFigure =>
  figure === 'issued' || figure === 'replied' || figure === 'inTime' || figure === 'late';

/** Which hand-overs a figure counts: what was recalled is in none. */
export function handoversCounted({ t }: Pick<Tx, 't'>, figure: HandoverFigure, { year, today }: Counting): SQL {
  const h = t.handover;
  // The deadline's day ends at midnight in Beijing, 16:00 UTC.
  const inTime = sql`${h.repliedAt} < (${h.deadline} || 'T16:00:00.000Z')`;
  const which = (): SQL | undefined => {
    switch (figure) {
      case 'issued':
        return undefined;
      case 'replied':
        return isNotNull(h.repliedAt);
      case 'inTime':
        return and(isNotNull(h.repliedAt), inTime);
      case 'late':
        return sql`((${h.repliedAt} is null and ${h.deadline} < ${today}) or (${h.repliedAt} is not null and not (${inTime})))`;
    }
  };
  return sql`(${and(eq(h.year, year), ne(h.state, 'recalled'), which())})`;
}

/**
 * Which suggestions a figure counts. The figures and the lists behind them ask the same, so that both have as many. Of what
 * was split the parts are counted and not the whole: each part has its own category and its own answer.
 */
export function* suggestionsCounted(
  tx: Tx,
  figure: SuggestionFigure | HandoverFigure,
  counting: Counting,
): Query<SQL | undefined> {
  const { t } = tx;
  const s = t.suggestion;
  const ofYear = and(eq(s.year, counting.year), ne(s.state, 'split'));
  const decided = (state: SuggestionState, act: SuggestionAct) =>
    and(ofYear, eq(s.state, state), counting.announced ? stands(tx, [act], sql`${s.seq}`, true) : undefined);
  if (isHandoverFigure(figure))
    return and(
      eq(s.year, counting.year),
      sql`${s.seq} in (select ${t.handover.seq} from ${t.handover} where ${handoversCounted(tx, figure, counting)})`,
    );
  switch (figure) {
    case 'received':
      return ofYear;
    case 'supports':
      // What one that was merged had is counted with the one that leads it.
      return and(eq(s.year, counting.year), ne(s.state, 'merged'), gt(s.supports, 0));
    case 'merged':
    case 'split':
    case 'solved':
      return and(eq(s.year, counting.year), eq(s.state, figure));
    case 'answered':
      return and(ofYear, yield* answeredIn(tx, counting));
    case 'adopted':
      return decided('adopted', 'adopt');
    case 'pooled':
      return decided('pooled', 'pool');
    case 'declined':
      return decided('declined', 'decline');
    case 'candidates':
      return and(ofYear, yield* grown(tx, counting));
  }
}
