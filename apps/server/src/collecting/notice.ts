import { and, desc, eq, isNotNull } from 'drizzle-orm';
import { all, type Rows, type Tx } from '@piaojue/db';
import type { Collecting, WindowState } from '@piaojue/contract';
import type { Deps } from '../deps.js';
import { refuse, type Result } from '../result.js';
import { publishedNotice, publishedNotices, yearRow, yearsNewestFirst, type YearRow } from '../years/store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** Acts decide, not the dates that people were told (R-STATE-01). */
export const windowOf = (row: YearRow): WindowState =>
  row.collectOpenedAt === null
    ? 'not_yet'
    : row.state === 'collect' && row.collectClosedAt === null
      ? 'open'
      : 'closed';

/** A year of which the public may know: its notice was published. */
export function* publicYear(tx: Tx, year: number): Query<YearRow | undefined> {
  return (yield* publishedNotice(tx, year)) ? yield* yearRow(tx, year) : undefined;
}

/** A year in which suggestions are taken at this moment. */
export function* openYear(tx: Tx, year: number): Query<Result<YearRow, 'not_found' | 'window_closed'>> {
  const row = yield* publicYear(tx, year);
  if (!row) return refuse('not_found');
  return windowOf(row) === 'open' ? row : refuse('window_closed', { window: windowOf(row) });
}

export const readCollectingAct = (deps: Deps) =>
  deps.store.read(function* (tx) {
    const { q, t } = tx;
    const noticed = yield* all(
      q
        .select({ year: t.disclosure.year })
        .from(t.disclosure)
        .where(and(eq(t.disclosure.kind, 'notice'), isNotNull(t.disclosure.publishedAt)))
        .groupBy(t.disclosure.year)
        .orderBy(desc(t.disclosure.year)),
    );
    const years = noticed.map(({ year }) => year);
    const rows = (yield* yearsNewestFirst(tx)).filter(({ year }) => years.includes(year));
    // The notice of the year to come may be out already: as long as a window is open, that is where people are led.
    const row = rows.find((each) => windowOf(each) === 'open') ?? rows[0];
    const [notice, ...earlier] = row === undefined ? [] : (yield* publishedNotices(tx, row.year)).toReversed();
    if (!row || !notice) return { current: null, years };
    // As it was published, not as the year stands now.
    const said = notice.content as Pick<Collecting, 'notice' | 'collectFrom' | 'collectUntil'>;
    const current: Collecting = {
      year: row.year,
      title: notice.title,
      notice: said.notice,
      collectFrom: said.collectFrom,
      collectUntil: said.collectUntil,
      publishedAt: notice.publishedAt ?? '',
      window: windowOf(row),
      openedAt: row.collectOpenedAt,
      closedAt: row.collectClosedAt,
      perPerson: row.perPerson,
      earlier: earlier.map(({ title, content, publishedAt }) => ({
        title,
        notice: String(content['notice']),
        publishedAt: publishedAt ?? '',
      })),
    };
    return { current, years };
  });
