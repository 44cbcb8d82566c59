import { and, eq } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';
import type {
  BodyOf,
  DeskStation,
  StationDetail,
  StationInput,
  addStation,
  setDuty,
  setStation,
  setStationMembers,
} from '@piaojue/contract';
import { append } from '../audit/append.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { refuse, type Refusal, type Result } from '../result.js';
import { dayInWords, todayOf } from '../suggestions/days.js';
import {
  publicView,
  memberNames,
  stationById,
  stationLine,
  stationNamed,
  stations,
  stationView,
  updateStation,
  type StationRow,
} from './store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

export const listStationsAct = (deps: Deps) =>
  deps.store.read(function* (tx) {
    return { stations: (yield* stations(tx)).map(stationLine) };
  });

/** A station that receives people on this day: not closed, and of a mobile team on its own days. */
export function* openStation(tx: Tx, id: string, day: string): Query<StationRow | undefined> {
  const row = yield* stationById(tx, id);
  return row && !row.closed && isInDays(row, day) ? row : undefined;
}
export const isInDays = ({ level, openFrom, openUntil }: StationRow, day: string): boolean =>
  level !== 'mobile' || (day >= (openFrom ?? '') && day <= (openUntil ?? ''));

/** How what is said at a station came in. */
export const channelOf = ({ level }: StationRow) =>
  level === 'mobile' ? ('mobile_station' as const) : ('station' as const);

/** A week back: who sat yesterday may be asked for. */
const rosterSince = (deps: Deps): string =>
  new Date(Date.parse(`${todayOf(deps)}T00:00:00Z`) - 7 * 86_400_000).toISOString().slice(0, 10);

export const readStationAct = (deps: Deps, id: string): Promise<Result<StationDetail, 'not_found'>> =>
  deps.store.read(function* (tx) {
    const row = yield* stationById(tx, id);
    return row ? publicView(yield* stationView(tx, row, rosterSince(deps))) : refuse('not_found');
  });

export const readDeskStationAct = (deps: Deps, id: string): Promise<Result<DeskStation, 'not_found'>> =>
  deps.store.read(function* (tx) {
    const row = yield* stationById(tx, id);
    return row ? yield* stationView(tx, row, rosterSince(deps)) : refuse('not_found');
  });

type Misplaced = 'name_taken' | 'place_unknown' | 'parent_wrong' | 'days_wrong';
/** Which levels a station of a level belongs to. */
const parents = { head: [], town: ['head'], village: ['town'], mobile: ['head', 'town'] } as const;

/** Is what is said of a station possible in the tree? `self`: the station that it is said of. */
function* problemOf(tx: Tx, input: StationInput, self?: StationRow): Query<Refusal<Misplaced> | undefined> {
  const { q, t } = tx;
  const named = yield* stationNamed(tx, input.name);
  if (named && named.id !== self?.id) return refuse('name_taken');
  if (input.placeCode !== null) {
    const place = yield* first(q.select({ code: t.place.code }).from(t.place).where(eq(t.place.code, input.placeCode)));
    if (!place) return refuse('place_unknown');
  }
  if (input.level === 'head') {
    if (input.parentId !== null) return refuse('parent_wrong');
  } else {
    const parent = input.parentId === null ? undefined : yield* stationById(tx, input.parentId);
    if (!parent || !(parents[input.level] as readonly string[]).includes(parent.level)) return refuse('parent_wrong');
  }
  // The level of a station is what its children rest on.
  if (self && self.level !== input.level) return refuse('parent_wrong');
  const days = [input.openFrom, input.openUntil].filter((each) => each !== null);
  if (input.level === 'mobile' ? days.length !== 2 || days[0]! > days[1]! : days.length > 0)
    return refuse('days_wrong');
  return undefined;
}

export async function addStationAct(
  deps: Deps,
  by: string,
  input: BodyOf<typeof addStation>,
): Promise<Result<{ id: string }, Misplaced>> {
  const at = timeOf(deps);
  const id = newId(deps.random);
  return deps.store.write(function* (tx): Query<Result<{ id: string }, Misplaced>> {
    const problem = yield* problemOf(tx, input);
    if (problem) return problem;
    yield* first(
      tx.q
        .insert(tx.t.station)
        .values({ ...input, closedAt: input.closed ? at : null, id, version: 1 })
        .returning(),
    );
    yield* append(tx, { type: 'station_added', at, data: { station: id, name: input.name, level: input.level, by } });
    return { id };
  });
}

export async function setStationAct(
  deps: Deps,
  by: string,
  id: string,
  { version, station }: BodyOf<typeof setStation>,
): Promise<Result<DeskStation, Misplaced | 'not_found' | 'conflict'>> {
  const at = timeOf(deps);
  return deps.store.write(function* (tx): Query<Result<DeskStation, Misplaced | 'not_found' | 'conflict'>> {
    const row = yield* stationById(tx, id);
    if (!row) return refuse('not_found');
    if (row.version !== version) return refuse('conflict', yield* stationView(tx, row, rosterSince(deps)));
    const problem = yield* problemOf(tx, station, row);
    if (problem) return problem;
    const closedAt = !station.closed ? null : row.closed ? row.closedAt : at;
    const updated = yield* updateStation(tx, row, { ...station, closedAt });
    yield* append(tx, {
      type: station.closed && !row.closed ? 'station_closed' : 'station_set',
      at,
      data: { station: id, name: station.name, by },
    });
    return yield* stationView(tx, updated, rosterSince(deps));
  });
}

export async function setStationMembersAct(
  deps: Deps,
  by: string,
  id: string,
  { version, members }: BodyOf<typeof setStationMembers>,
): Promise<Result<DeskStation, 'not_found' | 'conflict' | 'account_unknown' | 'member_repeated'>> {
  const at = timeOf(deps);
  const ids = members.map(() => newId(deps.random));
  return deps.store.write(function* (tx) {
    const { q, t } = tx;
    const row = yield* stationById(tx, id);
    if (!row) return refuse('not_found');
    if (row.version !== version) return refuse('conflict', yield* stationView(tx, row, rosterSince(deps)));
    const repeated = members.find(({ name }, i) => members.findIndex((other) => other.name === name) < i);
    if (repeated) return refuse('member_repeated', repeated.name);
    const rows: Tx['t']['stationMember']['$inferSelect'][] = [];
    for (const [i, { name, office, username }] of members.entries()) {
      const account =
        username === null
          ? undefined
          : yield* first(q.select({ id: t.account.id }).from(t.account).where(eq(t.account.username, username)));
      if (username !== null && !account) return refuse('account_unknown', username);
      rows.push({ id: ids[i]!, stationId: id, name, office, accountId: account?.id ?? null });
    }
    yield* all(
      q.delete(t.stationMember).where(eq(t.stationMember.stationId, id)).returning({ id: t.stationMember.id }),
    );
    if (rows.length > 0) yield* all(q.insert(t.stationMember).values(rows).returning({ id: t.stationMember.id }));
    const updated = yield* updateStation(tx, row, {});
    yield* append(tx, { type: 'station_members_set', at, data: { station: id, members: rows.length, by } });
    return yield* stationView(tx, updated, rosterSince(deps));
  });
}

export const strangersIn = (names: readonly string[], members: ReadonlySet<string>): string[] =>
  names.filter((name) => !members.has(name));

/** Enters a line of the roster; the same day and hours again replaces who sits. */
export function* putDuty({ q, t }: Tx, row: Tx['t']['duty']['$inferSelect']): Query<string> {
  const kept = yield* first(
    q
      .insert(t.duty)
      .values(row)
      .onConflictDoUpdate({ target: [t.duty.stationId, t.duty.day, t.duty.hours], set: { names: row.names } })
      .returning({ id: t.duty.id }),
  );
  return kept!.id;
}

/** Who sits at these hours now; nobody where the roster has no such line. */
function* namesOnDuty(
  { q, t }: Tx,
  { stationId, day, hours }: Pick<Tx['t']['duty']['$inferSelect'], 'stationId' | 'day' | 'hours'>,
): Query<readonly string[]> {
  const row = yield* first(
    q
      .select({ names: t.duty.names })
      .from(t.duty)
      .where(and(eq(t.duty.stationId, stationId), eq(t.duty.day, day), eq(t.duty.hours, hours))),
  );
  return row?.names ?? [];
}

/** A roster is of about now: two years back and ahead at most; anything else is a year that was mistyped. */
export function dutyDayFault(day: string, today: string): string | undefined {
  const [from, until] = [-2, 2].map((years) => `${Number(today.slice(0, 4)) + years}${today.slice(4)}`) as [
    string,
    string,
  ];
  return day < from || day > until ? `日期应在${dayInWords(from)}到${dayInWords(until)}之间` : undefined;
}

export async function setDutyAct(
  deps: Deps,
  by: string,
  stationId: string,
  { outsiders, before, ...input }: BodyOf<typeof setDuty>,
): Promise<Result<{ id: string }, 'not_found' | 'conflict' | 'not_members' | 'day_wrong'>> {
  const fault = dutyDayFault(input.day, todayOf(deps));
  if (fault !== undefined) return refuse('day_wrong', `${fault}。`);
  const at = timeOf(deps);
  const id = newId(deps.random);
  return deps.store.write(function* (tx) {
    if (!(yield* stationById(tx, stationId))) return refuse('not_found');
    const { day, hours } = input;
    const names = yield* namesOnDuty(tx, { stationId, day, hours });
    if (names.join('、') !== before.join('、'))
      return refuse('conflict', {
        day,
        hours,
        names,
        sentence: names.length > 0 ? `现在排定的是${names.join('、')}。` : '这次值守已经删除。',
      });
    const strangers = outsiders ? [] : strangersIn(input.names, yield* memberNames(tx, stationId));
    if (strangers.length > 0) return refuse('not_members', strangers);
    const kept = yield* putDuty(tx, { ...input, id, stationId });
    yield* append(tx, { type: 'duty_set', at, data: { station: stationId, day: input.day, by } });
    return { id: kept };
  });
}

export async function removeDutyAct(
  deps: Deps,
  by: string,
  stationId: string,
  dutyId: string,
): Promise<Result<{ removed: true }, 'not_found'>> {
  const at = timeOf(deps);
  return deps.store.write(function* (tx) {
    const { q, t } = tx;
    const [gone] = yield* all(
      q
        .delete(t.duty)
        .where(and(eq(t.duty.id, dutyId), eq(t.duty.stationId, stationId)))
        .returning({ day: t.duty.day }),
    );
    if (!gone) return refuse('not_found');
    yield* append(tx, { type: 'duty_removed', at, data: { station: stationId, day: gone.day, by } });
    return { removed: true as const };
  });
}
