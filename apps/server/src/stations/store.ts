import { and, asc, desc, eq, gte, inArray } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';
import type { DeskStation, Station, StationDetail, StationFigures } from '@piaojue/contract';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
export type StationRow = Tx['t']['station']['$inferSelect'];
export type ReceptionRow = Tx['t']['reception']['$inferSelect'];
export type Office = 'leader' | 'delegate' | 'staff';

export function* stations({ q, t }: Tx): Query<StationRow[]> {
  return yield* all(q.select().from(t.station).orderBy(asc(t.station.placeCode), asc(t.station.name)));
}

export function* stationById({ q, t }: Tx, id: string): Query<StationRow | undefined> {
  return yield* first(q.select().from(t.station).where(eq(t.station.id, id)));
}

export function* stationNamed({ q, t }: Tx, name: string): Query<StationRow | undefined> {
  return yield* first(q.select().from(t.station).where(eq(t.station.name, name)));
}

/** Changes a station and its version number. */
export function* updateStation({ q, t }: Tx, row: StationRow, change: Partial<StationRow>): Query<StationRow> {
  const updated = yield* first(
    q
      .update(t.station)
      .set({ ...change, version: row.version + 1 })
      .where(eq(t.station.id, row.id))
      .returning(),
  );
  return updated!;
}

export const stationLine = ({
  id,
  level,
  parentId,
  name,
  placeCode,
  address,
  hours,
  openFrom,
  openUntil,
  closed,
}: StationRow): Station => ({
  id,
  level,
  parentId,
  name,
  placeCode,
  address,
  hours,
  openFrom,
  openUntil,
  closed,
});

export function* memberNames({ q, t }: Tx, stationId: string): Query<Set<string>> {
  const rows = yield* all(
    q.select({ name: t.stationMember.name }).from(t.stationMember).where(eq(t.stationMember.stationId, stationId)),
  );
  return new Set(rows.map(({ name }) => name));
}

/** A station with its members, the roster from `since` on, and its neighbours in the tree. */
export function* stationView(tx: Tx, row: StationRow, since: string): Query<DeskStation> {
  const { q, t } = tx;
  const members = yield* all(
    q
      .select({ name: t.stationMember.name, office: t.stationMember.office, username: t.account.username })
      .from(t.stationMember)
      .leftJoin(t.account, eq(t.account.id, t.stationMember.accountId))
      .where(eq(t.stationMember.stationId, row.id)),
  );
  const offices = ['leader', 'delegate', 'staff'];
  const duties = yield* all(
    q
      .select({ id: t.duty.id, day: t.duty.day, hours: t.duty.hours, names: t.duty.names })
      .from(t.duty)
      .where(and(eq(t.duty.stationId, row.id), gte(t.duty.day, since)))
      .orderBy(asc(t.duty.day), asc(t.duty.hours)),
  );
  const place = row.placeCode
    ? yield* first(q.select({ name: t.place.name }).from(t.place).where(eq(t.place.code, row.placeCode)))
    : undefined;
  const above = row.parentId ? yield* stationById(tx, row.parentId) : undefined;
  const below = yield* all(
    q
      .select({ id: t.station.id, name: t.station.name })
      .from(t.station)
      .where(and(eq(t.station.parentId, row.id), eq(t.station.closed, false)))
      .orderBy(asc(t.station.placeCode), asc(t.station.name)),
  );
  return {
    ...stationLine(row),
    phone: row.phone,
    purpose: row.purpose,
    place: place?.name ?? '',
    above: above ? { id: above.id, name: above.name } : null,
    below,
    members: members
      .toSorted((a, b) => offices.indexOf(a.office) - offices.indexOf(b.office))
      .map(({ name, office, username }) => ({ name, office: office as Office, username })),
    duties,
    version: row.version,
  };
}

/** Without the accounts of the members and the version: for anybody. */
export function publicView(view: DeskStation): StationDetail {
  const { version: _, members, ...shown } = view;
  return { ...shown, members: members.map(({ name, office }) => ({ name, office })) };
}

export function* receptionByClient({ q, t }: Tx, clientId: string): Query<ReceptionRow | undefined> {
  return yield* first(q.select().from(t.reception).where(eq(t.reception.clientId, clientId)));
}

/** The log of these stations in a year, newest first. */
export function* receptionsOf({ q, t }: Tx, year: number, stationIds?: readonly string[]): Query<ReceptionRow[]> {
  return yield* all(
    q
      .select()
      .from(t.reception)
      .where(
        and(
          eq(t.reception.year, year),
          stationIds === undefined ? undefined : inArray(t.reception.stationId, [...stationIds]),
        ),
      )
      .orderBy(desc(t.reception.at), desc(t.reception.id)),
  );
}

export const figuresOf = (rows: readonly ReceptionRow[]): StationFigures => ({
  receptions: rows.length,
  visitors: rows.reduce((sum, { visitors }) => sum + visitors, 0),
  opinions: rows.filter(({ opinion }) => opinion !== '').length,
  solved: rows.filter(({ solved }) => solved).length,
  suggestions: rows.filter(({ seq }) => seq !== null).length,
});
