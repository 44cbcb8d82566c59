import { first, type Rows, type Tx } from '@piaojue/db';
import type { BodyOf, Year, createYear, setYear } from '@piaojue/contract';
import { nextYearState, type YearAct } from '@piaojue/rules';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { timeOf, type Deps } from '../deps.js';
import { refuse, type Refusal, type Result } from '../result.js';
import { todayOf } from '../suggestions/days.js';
import {
  noticeParts,
  publishedNotice,
  standingDisclosures,
  updateYear,
  yearRow,
  yearsNewestFirst,
  type YearRow,
} from './store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

export function* yearView(tx: Tx, row: YearRow): Query<Year> {
  const { createdAt: _, ...shown } = row;
  return { ...shown, noticePublishedAt: (yield* publishedNotice(tx, row.year))?.publishedAt ?? null };
}

export const listYearsAct = (deps: Deps) =>
  deps.store.read(function* (tx) {
    const years: Year[] = [];
    for (const row of yield* yearsNewestFirst(tx)) years.push(yield* yearView(tx, row));
    return { years };
  });

export const readYearAct = (deps: Deps, year: number): Promise<Result<Year, 'not_found'>> =>
  deps.store.read(function* (tx) {
    const row = yield* yearRow(tx, year);
    return row ? yield* yearView(tx, row) : refuse('not_found');
  });

/** How far ahead a year may be made: projects are collected in the year before, sometimes late in the one before that. */
const yearsAhead = 2;

export async function createYearAct(
  deps: Deps,
  by: string,
  { year }: BodyOf<typeof createYear>,
): Promise<Result<Year, 'year_exists' | 'year_far'>> {
  const at = timeOf(deps);
  const latest = Number(todayOf(deps).slice(0, 4)) + yearsAhead;
  if (year > latest) return refuse('year_far', `最晚可以建立${latest}年度。`);
  return deps.store.write(function* (tx) {
    if (yield* yearRow(tx, year)) return refuse('year_exists');
    const row: YearRow = {
      year,
      state: 'prepare',
      notice: '',
      collectFrom: null,
      collectUntil: null,
      collectOpenedAt: null,
      collectClosedAt: null,
      perPerson: 10,
      fundFen: null,
      places: 20,
      leastSurplus: 20,
      commentFrom: null,
      commentUntil: null,
      commentOpenedAt: null,
      commentClosedAt: null,
      version: 1,
      createdAt: at,
    };
    yield* first(tx.q.insert(tx.t.year).values(row).returning());
    yield* append(tx, { type: 'year_created', at, data: { year, by } });
    return yield* yearView(tx, row);
  });
}

export async function setYearAct(
  deps: Deps,
  { accountId: by, roles }: Pick<SignedIn, 'accountId' | 'roles'>,
  year: number,
  { version, settings }: BodyOf<typeof setYear>,
): Promise<
  Result<Year, 'not_found' | 'conflict' | 'notice_published' | 'notice_in_review' | 'dates_reversed' | 'clerk_only'>
> {
  const at = timeOf(deps);
  const { collectFrom, collectUntil } = settings;
  if (collectFrom !== null && collectUntil !== null && collectUntil < collectFrom) return refuse('dates_reversed');
  return deps.store.write(function* (tx) {
    const row = yield* yearRow(tx, year);
    if (!row) return refuse('not_found');
    // What the government's own list is measured by is not the government's to change any more.
    if (row.state === 'standing_committee_review' && !roles.includes('clerk')) return refuse('clerk_only');
    if (row.version !== version) return refuse('conflict', yield* yearView(tx, row));
    if (noticeParts.some((part) => settings[part] !== row[part])) {
      // What people were told stays as they were told it, and what is reviewed is what stands here.
      const notices = (yield* standingDisclosures(tx, year)).filter(({ kind }) => kind === 'notice');
      if (notices.some(({ publishedAt }) => publishedAt !== null)) return refuse('notice_published');
      if (notices.length > 0) return refuse('notice_in_review');
    }
    const updated = yield* updateYear(tx, row, settings);
    const { notice: _, ...numbers } = settings;
    // The dates are not public before their notice, and the fund is told nowhere.
    yield* append(tx, {
      type: 'year_set',
      at,
      data: { year, by },
      withheld: { salt: deps.random(32), clear: { ...numbers } },
    });
    return yield* yearView(tx, updated);
  });
}

type Change<C extends string> = { readonly change: Partial<YearRow>; readonly type: string } | Refusal<C>;

/** One act on the year as a whole: its change and its entry together. */
async function act<C extends string>(
  deps: Deps,
  by: string,
  year: number,
  decide: (tx: Tx, row: YearRow, at: string) => Query<Change<C>>,
): Promise<Result<Year, C | 'not_found'>> {
  const at = timeOf(deps);
  const done = await deps.store.write(function* (tx): Query<Result<Year, C | 'not_found'>> {
    const row = yield* yearRow(tx, year);
    if (!row) return refuse('not_found');
    const decided = yield* decide(tx, row, at);
    if ('refusal' in decided) return decided;
    const updated = yield* updateYear(tx, row, decided.change);
    yield* append(tx, { type: decided.type, at, data: { year, by } });
    return yield* yearView(tx, updated);
  });
  deps.live.touch();
  return done;
}

/** The state after `act`; the caller has asked the contract whether the act is possible. */
export function stateAfter(row: YearRow, act: YearAct): YearRow['state'] {
  const state = nextYearState(row.state, act);
  if (!state) throw new Error(`${act} in ${row.state}`);
  return state;
}

export const startCollectingAct = (deps: Deps, by: string, year: number) =>
  act(deps, by, year, function* (tx, row, at): Query<
    Change<'notice_not_published' | 'another_window_open' | 'wrong_phase' | 'until_past'>
  > {
    if (row.state !== 'prepare') return refuse('wrong_phase', { state: row.state });
    // The public page shows one window: a second one would put the first out of people's reach.
    const open = (yield* yearsNewestFirst(tx)).find(
      (each) => each.state === 'collect' && each.collectClosedAt === null,
    );
    if (open) return refuse('another_window_open', `正在征集的是${open.year}年度。`);
    if (!(yield* publishedNotice(tx, year))) return refuse('notice_not_published');
    // Acts decide, not dates: but nobody is told of a window that was over before it began.
    if (row.collectUntil !== null && row.collectUntil < todayOf(deps)) return refuse('until_past');
    return { change: { state: stateAfter(row, 'start_collecting'), collectOpenedAt: at }, type: 'collecting_started' };
  });

export const closeCollectingAct = (deps: Deps, by: string, year: number) =>
  act(deps, by, year, function* (_tx, row, at): Query<Change<'collecting_closed'>> {
    if (row.collectClosedAt !== null) return refuse('collecting_closed');
    return { change: { collectClosedAt: at }, type: 'collecting_closed' };
  });

export const startScreeningAct = (deps: Deps, by: string, year: number) =>
  act(deps, by, year, function* (_tx, row): Query<Change<'collecting_open' | 'wrong_phase'>> {
    if (row.state !== 'collect') return refuse('wrong_phase', { state: row.state });
    if (row.collectClosedAt === null) return refuse('collecting_open');
    return { change: { state: stateAfter(row, 'start_screening') }, type: 'screening_started' };
  });
