import { count, sql, sum } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';
import {
  categories,
  handoverFigures,
  suggestionFigures,
  type Figures,
  type HandoverFigure,
  type SuggestionFigure,
} from '@piaojue/contract';
import { suggestionChannelNames, suggestionChannels } from '@piaojue/rules';
import { timeOf, type Deps } from '../deps.js';
import { refuse, type Result } from '../result.js';
import { publishedNotice, yearRow, type YearRow } from '../years/store.js';
import { handoversCounted, suggestionsCounted } from './counting.js';
import { dayOf } from './days.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** The Monday of the week in which a moment lies, in Beijing. */
export function weekOf(iso: string): string {
  const beijing = new Date(Date.parse(iso) + 8 * 3_600_000);
  const sinceMonday = (beijing.getUTCDay() + 6) % 7;
  return new Date(beijing.getTime() - sinceMonday * 86_400_000).toISOString().slice(0, 10);
}

/** How many, and how many of them everybody may read. */
interface Counted {
  readonly n: number;
  readonly shown: number;
}
const none: Counted = { n: 0, shown: 0 };

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
  counts: ReadonlyMap<string, Counted>,
  { opened, closed }: Window,
): { key: string; name: string; n: number; shown: number }[] {
  const near = (week: string): boolean =>
    Date.parse(week) >= Date.parse(opened) - oneYear && Date.parse(week) <= Date.parse(closed) + oneYear;
  const keys = [...[...counts.keys()].filter(near), weekOf(opened), weekOf(closed)].toSorted();
  const [from, until] = [keys[0], keys.at(-1)];
  if (from === undefined || until === undefined) return [];
  const weeks = [];
  for (let at = Date.parse(from); at <= Date.parse(until); at += 7 * 86_400_000) {
    const key = new Date(at).toISOString().slice(0, 10);
    const [, month, day] = key.split('-');
    weeks.push({ key, name: `${Number(month)}月${Number(day)}日起一周`, ...(counts.get(key) ?? none) });
  }
  return weeks;
}

/** Counts of a year, by the database. `announced`: as the public may know them (counting.ts). */
export function* figuresOf(tx: Tx, { year, ...days }: YearRow, now: string, announced: boolean): Query<Figures> {
  const { q, t } = tx;
  const s = t.suggestion;
  const opened = days.collectOpenedAt ?? now;
  const closed = days.collectClosedAt ?? now;
  const counting = { year, today: dayOf(new Date(now)), announced };
  const which = (figure: SuggestionFigure | HandoverFigure) => suggestionsCounted(tx, figure, counting);
  const received = yield* which('received');
  const counts = { n: count(), shown: sql<number>`count(*) filter (where ${s.shown})` };
  const counted = (row: { n: number; shown: number }): Counted => ({ n: Number(row.n), shown: Number(row.shown) });

  const places = yield* all(q.select().from(t.place));
  const townOf = new Map(places.map(({ code, townCode }) => [code, townCode ?? code]));
  const channels = new Map<string, Counted>();
  const byCategory = new Map<string, Counted>();
  const towns = new Map<string, Counted>();
  // Three drawings out of one pass: in a large ledger it is the passes that take long.
  const groups = yield* all(
    q
      .select({ channel: s.channel, category: s.category, place: s.placeCode, ...counts })
      .from(s)
      .where(received)
      .groupBy(s.channel, s.category, s.placeCode),
  );
  for (const { channel, category, place, ...row } of groups) {
    add(channels, channel, counted(row));
    add(byCategory, category, counted(row));
    add(towns, place === null ? '' : (townOf.get(place) ?? ''), counted(row));
  }

  // By the hour in UTC, which both databases cut out of the text alike; weeks of Beijing are made of hours.
  const hour = sql<string>`substr(${s.receivedAt}, 1, 13)`;
  const weeks = new Map<string, Counted>();
  for (const row of yield* all(
    q
      .select({ hour, ...counts })
      .from(s)
      .where(received)
      .groupBy(hour),
  ))
    add(weeks, weekOf(`${row.hour}:00:00.000Z`), counted(row));

  const h = t.handover;
  const handover = function* (figure: HandoverFigure): Query<number> {
    const row = yield* first(
      q
        .select({ n: count() })
        .from(h)
        .where(handoversCounted(tx, figure, counting)),
    );
    return Number(row?.n ?? 0);
  };

  const numbers = new Map<SuggestionFigure | HandoverFigure, Counted>();
  let supports = 0;
  for (const figure of [...suggestionFigures, ...handoverFigures]) {
    const row = yield* first(
      q
        .select({ ...counts, supports: sum(s.supports) })
        .from(s)
        .where(yield* which(figure)),
    );
    numbers.set(figure, row ? counted(row) : none);
    if (figure === 'supports') supports = Number(row?.supports ?? 0);
  }
  const number = (figure: SuggestionFigure): number => numbers.get(figure)?.n ?? 0;

  const townName = new Map(places.map(({ code, name }) => [code, name]));
  const most = (a: { n: number }, b: { n: number }) => b.n - a.n;
  return {
    year,
    received: number('received'),
    shown: numbers.get('received')?.shown ?? 0,
    shownOf: Object.fromEntries([...numbers].map(([figure, { shown }]) => [figure, shown])) as Figures['shownOf'],
    supports,
    byChannel: suggestionChannels
      .map((key) => ({ key, name: suggestionChannelNames[key], ...(channels.get(key) ?? none) }))
      .filter(({ n }) => n > 0)
      .toSorted(most),
    byCategory: categories
      .map((key) => ({ key, name: key, ...(byCategory.get(key) ?? none) }))
      .filter(({ n }) => n > 0)
      .toSorted(most),
    byTown: [...towns]
      .map(([key, each]) => ({ key, name: townName.get(key) ?? '全区或者未注明', ...each }))
      .toSorted((a, b) => most(a, b) || a.key.localeCompare(b.key)),
    byWeek: weeksOf(weeks, { opened, closed }),
    merged: number('merged'),
    split: number('split'),
    answered: number('answered'),
    solved: number('solved'),
    adopted: number('adopted'),
    pooled: number('pooled'),
    declined: number('declined'),
    handovers: {
      issued: yield* handover('issued'),
      replied: yield* handover('replied'),
      inTime: yield* handover('inTime'),
      late: yield* handover('late'),
      averageDays: averageDays(
        yield* all(
          q
            .select({ issuedAt: h.issuedAt, repliedAt: h.repliedAt })
            .from(h)
            .where(handoversCounted(tx, 'replied', counting)),
        ),
      ),
    },
    candidates: number('candidates'),
  };
}

/** Days as somebody counts them in a calendar, in Beijing. */
export function averageDays(
  papers: readonly { readonly issuedAt: string; readonly repliedAt: string | null }[],
): number | null {
  const day = (iso: string): number => Math.floor((Date.parse(iso) + 8 * 3_600_000) / 86_400_000);
  const days = papers.flatMap(({ issuedAt, repliedAt }) =>
    repliedAt === null ? [] : [day(repliedAt) - day(issuedAt)],
  );
  return days.length === 0 ? null : Math.round((10 * days.reduce((sum, n) => sum + n, 0)) / days.length) / 10;
}

function add(sums: Map<string, Counted>, key: string, { n, shown }: Counted): void {
  const before = sums.get(key) ?? none;
  sums.set(key, { n: before.n + n, shown: before.shown + shown });
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
