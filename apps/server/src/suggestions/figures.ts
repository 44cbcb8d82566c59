import { and, count, eq, isNotNull, ne, sql, sum, type SQL } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';
import { categories, type Figures } from '@piaojue/contract';
import { suggestionChannelNames, suggestionChannels, type SuggestionState } from '@piaojue/rules';
import { timeOf, type Deps } from '../deps.js';
import { refuse, type Result } from '../result.js';
import { candidatesArePublic, publishedNotice, yearRow, type YearRow } from '../years/store.js';
import { answers } from './letters.js';
import { dayOf } from './days.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** The Monday of the week in which a moment lies, in Beijing. */
export function weekOf(iso: string): string {
  const beijing = new Date(Date.parse(iso) + 8 * 3_600_000);
  const sinceMonday = (beijing.getUTCDay() + 6) % 7;
  return new Date(beijing.getTime() - sinceMonday * 86_400_000).toISOString().slice(0, 10);
}

/** From when until when suggestions are taken; UTC ISO. */
interface Window {
  readonly opened: string;
  readonly closed: string;
}
const oneYear = 365 * 86_400_000;

/**
 * Every week of the window, and those with any within a year of it; those between without any as 0. What came long before or
 * after is in no week: a date typed wrongly must not draw a century.
 */
export function weeksOf(
  counts: ReadonlyMap<string, number>,
  { opened, closed }: Window,
): { key: string; name: string; n: number }[] {
  const near = (week: string): boolean =>
    Date.parse(week) >= Date.parse(opened) - oneYear && Date.parse(week) <= Date.parse(closed) + oneYear;
  const keys = [...[...counts.keys()].filter(near), weekOf(opened), weekOf(closed)].toSorted();
  const [from, until] = [keys[0], keys.at(-1)];
  if (from === undefined || until === undefined) return [];
  const weeks = [];
  for (let at = Date.parse(from); at <= Date.parse(until); at += 7 * 86_400_000) {
    const key = new Date(at).toISOString().slice(0, 10);
    const [, month, day] = key.split('-');
    weeks.push({ key, name: `${Number(month)}月${Number(day)}日起一周`, n: counts.get(key) ?? 0 });
  }
  return weeks;
}

/** Parts of parts, and no further. */
const deepest = 20;

/**
 * Counts of a year, by the database. Of what was split the parts are counted and not the whole: each part has its own
 * category and its own answer. `announced`: only what has been announced counts as decided or answered, and only
 * candidates that were made public.
 */
export function* figuresOf(tx: Tx, { year, ...days }: YearRow, now: string, announced: boolean): Query<Figures> {
  const { q, t } = tx;
  const s = t.suggestion;
  const today = dayOf(new Date(now));
  const opened = days.collectOpenedAt ?? now;
  const closed = days.collectClosedAt ?? now;
  const ofYear = and(eq(s.year, year), ne(s.state, 'split'));
  const countBy = function* (
    column: typeof s.channel | typeof s.category | typeof s.placeCode | typeof s.state,
    which: SQL | undefined = ofYear,
  ) {
    const rows = yield* all(q.select({ key: column, n: count() }).from(s).where(which).groupBy(column));
    return new Map(rows.map(({ key, n }) => [key as string | null, Number(n)]));
  };
  const number = function* (where: SQL | undefined): Query<number> {
    return Number((yield* first(q.select({ n: count() }).from(s).where(and(ofYear, where))))?.n ?? 0);
  };

  const channels = yield* countBy(s.channel);
  const byCategory = yield* countBy(s.category);
  const byPlace = yield* countBy(s.placeCode);
  const states = yield* countBy(s.state);
  const split = (yield* countBy(s.state, and(eq(s.year, year), eq(s.state, 'split')))).get('split') ?? 0;
  const shown = and(ofYear, eq(s.shown, true));
  const shownOf = yield* countBy(s.category, shown);
  const supports = yield* first(
    q
      .select({ n: sum(s.supports) })
      .from(s)
      // What one that was merged had is counted with the one that leads it.
      .where(and(eq(s.year, year), ne(s.state, 'merged'))),
  );

  // By the hour in UTC, which both databases cut out of the text alike; weeks of Beijing are made of hours.
  const hour = sql<string>`substr(${s.receivedAt}, 1, 13)`;
  const hours = yield* all(q.select({ hour, n: count() }).from(s).where(ofYear).groupBy(hour));
  const weeks = new Map<string, number>();
  for (const each of hours) {
    const week = weekOf(`${each.hour}:00:00.000Z`);
    weeks.set(week, (weeks.get(week) ?? 0) + Number(each.n));
  }

  const places = yield* all(q.select().from(t.place));
  const townOf = new Map(places.map(({ code, townCode }) => [code, townCode ?? code]));
  const inTowns = (placed: ReadonlyMap<string | null, number>): Map<string, number> => {
    const towns = new Map<string, number>();
    for (const [code, n] of placed) {
      const town = code === null ? '' : (townOf.get(code) ?? '');
      towns.set(town, (towns.get(town) ?? 0) + n);
    }
    return towns;
  };
  const towns = inTowns(byPlace);
  const shownIn = inTowns(yield* countBy(s.placeCode, shown));

  /** The last that was said of it, as far as it is known, is one of these; what was taken up again is answered no more. */
  const stands = (acts: readonly string[], whose: SQL): SQL => {
    const e = t.suggestionEvent;
    const [saidKnown, laterKnown] = announced
      ? [sql` and said.announced_at is not null`, sql` and later.announced_at is not null`]
      : [sql``, sql``];
    return sql`exists (select 1 from ${e} as said where said.seq = ${whose} and said.act in ${[...acts]}${saidKnown} and not exists (select 1 from ${e} as later where later.seq = said.seq and later.id > said.id and later.act in ${[...answers, 'reopen']}${laterKnown}))`;
  };
  const decided = function* (state: SuggestionState, act: string) {
    return announced ? yield* number(and(eq(s.state, state), stands([act], sql`${s.seq}`))) : (states.get(state) ?? 0);
  };
  const itsAnswer = stands(answers, sql`coalesce(${s.mergedInto}, ${s.seq})`);
  /** One that was split is answered when each of its parts is. */
  const partsAnswered = function* (seq: number, depth = 0): Query<boolean> {
    const waiting = yield* all(
      q
        .select({ seq: s.seq, state: s.state, mergedInto: s.mergedInto })
        .from(s)
        .where(and(eq(s.splitFrom, seq), sql`not ${itsAnswer}`)),
    );
    for (const part of waiting)
      if (depth >= deepest || part.state !== 'split' || !(yield* partsAnswered(part.seq, depth + 1))) return false;
    return true;
  };
  const answered = function* (): Query<number> {
    let n = yield* number(itsAnswer);
    // What had been merged into one before it was split has the answer of its parts.
    const leading = yield* all(
      q
        .select({ seq: s.mergedInto, n: count() })
        .from(s)
        .where(
          and(
            ofYear,
            sql`${s.mergedInto} in (select whole.seq from ${s} as whole where whole.year = ${year} and whole.state = 'split')`,
          ),
        )
        .groupBy(s.mergedInto),
    );
    for (const whole of leading) if (whole.seq !== null && (yield* partsAnswered(whole.seq))) n += Number(whole.n);
    return n;
  };

  const h = t.handover;
  const handover = function* (where: SQL | undefined): Query<number> {
    const row = yield* first(
      q
        .select({ n: count() })
        .from(h)
        .where(and(eq(h.year, year), ne(h.state, 'recalled'), where)),
    );
    return Number(row?.n ?? 0);
  };
  // The deadline's day ends at midnight in Beijing, 16:00 UTC.
  const inTime = sql`${h.repliedAt} < (${h.deadline} || 'T16:00:00.000Z')`;

  const isPublic = !announced || (yield* candidatesArePublic(tx, year));
  const { proposal: p, proposalOrigin: o } = t;
  // Whatever was merged into one from which it grew has grown into it as well.
  const grown = sql`exists (select 1 from ${o} inner join ${p} on ${p.id} = ${o.proposalId} where ${o.seq} in (${s.seq}, ${s.mergedInto}) and ${p.state} = 'candidate' and ${p.year} = ${year})`;

  const townName = new Map(places.map(({ code, name }) => [code, name]));
  const most = (a: { n: number }, b: { n: number }) => b.n - a.n;
  return {
    year,
    received: [...states.values()].reduce((sum, n) => sum + n, 0),
    shown: yield* number(eq(s.shown, true)),
    supports: Number(supports?.n ?? 0),
    byChannel: suggestionChannels
      .map((key) => ({ key, name: suggestionChannelNames[key], n: channels.get(key) ?? 0 }))
      .filter(({ n }) => n > 0)
      .toSorted(most),
    byCategory: categories
      .map((key) => ({ key, name: key, n: byCategory.get(key) ?? 0, shown: shownOf.get(key) ?? 0 }))
      .filter(({ n }) => n > 0)
      .toSorted(most),
    byTown: [...towns]
      .map(([key, n]) => ({ key, name: townName.get(key) ?? '全区或者未注明', n, shown: shownIn.get(key) ?? 0 }))
      .toSorted((a, b) => most(a, b) || a.key.localeCompare(b.key)),
    byWeek: weeksOf(weeks, { opened, closed }),
    merged: states.get('merged') ?? 0,
    split,
    answered: yield* answered(),
    solved: states.get('solved') ?? 0,
    adopted: yield* decided('adopted', 'adopt'),
    pooled: yield* decided('pooled', 'pool'),
    declined: yield* decided('declined', 'decline'),
    handovers: {
      issued: yield* handover(undefined),
      replied: yield* handover(isNotNull(h.repliedAt)),
      inTime: yield* handover(and(isNotNull(h.repliedAt), inTime)),
      late: yield* handover(
        sql`((${h.repliedAt} is null and ${h.deadline} < ${today}) or (${h.repliedAt} is not null and not (${inTime})))`,
      ),
    },
    candidates: isPublic ? yield* number(grown) : 0,
  };
}

export const readFiguresAct = (
  deps: Deps,
  year: number,
  { announced }: { announced: boolean },
): Promise<Result<Figures, 'not_found'>> =>
  deps.store.read(function* (tx) {
    const row = yield* yearRow(tx, year);
    if (!row || (announced && !(yield* publishedNotice(tx, year)))) return refuse('not_found');
    return yield* figuresOf(tx, row, timeOf(deps), announced);
  });
