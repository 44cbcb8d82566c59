import { and, asc, desc, eq, isNotNull } from 'drizzle-orm';
import { all, first, type Rows, type Store, type Tx } from '@piaojue/db';
import type { YearState } from '@piaojue/rules';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
export type YearRow = Tx['t']['year']['$inferSelect'];
export type DisclosureRow = Tx['t']['disclosure']['$inferSelect'];

/** What people are told of collecting. */
export const noticeParts = ['notice', 'collectFrom', 'collectUntil'] as const satisfies readonly (keyof YearRow)[];

export const yearStateOf = (store: Store, year: number): Promise<YearState | undefined> =>
  store.read(function* (tx) {
    return (yield* yearRow(tx, year))?.state;
  });

export function* yearRow({ q, t }: Tx, year: number): Query<YearRow | undefined> {
  return yield* first(q.select().from(t.year).where(eq(t.year.year, year)));
}

export function* yearsNewestFirst({ q, t }: Tx): Query<YearRow[]> {
  return yield* all(q.select().from(t.year).orderBy(desc(t.year.year)));
}

/** Changes a year and its version number. */
export function* updateYear({ q, t }: Tx, row: YearRow, change: Partial<YearRow>): Query<YearRow> {
  const updated = yield* first(
    q
      .update(t.year)
      .set({ ...change, version: row.version + 1 })
      .where(eq(t.year.year, row.year))
      .returning(),
  );
  return updated!;
}

export function* disclosuresOf({ q, t }: Tx, year: number): Query<DisclosureRow[]> {
  return yield* all(
    q.select().from(t.disclosure).where(eq(t.disclosure.year, year)).orderBy(desc(t.disclosure.preparedAt)),
  );
}

/** Those that wait for their review or are public: not what was taken back. */
export function* standingDisclosures(tx: Tx, year: number): Query<DisclosureRow[]> {
  return (yield* disclosuresOf(tx, year)).filter(({ withdrawnAt }) => withdrawnAt === null);
}

export function* publishedDisclosures({ q, t }: Tx): Query<DisclosureRow[]> {
  return yield* all(
    q.select().from(t.disclosure).where(isNotNull(t.disclosure.publishedAt)).orderBy(desc(t.disclosure.publishedAt)),
  );
}

export function* disclosureById({ q, t }: Tx, year: number, id: string): Query<DisclosureRow | undefined> {
  return yield* first(
    q
      .select()
      .from(t.disclosure)
      .where(and(eq(t.disclosure.id, id), eq(t.disclosure.year, year))),
  );
}

/** The published notices of a year, oldest first: one, and those that moved its dates or mended it. */
export function* publishedNotices({ q, t }: Tx, year: number): Query<DisclosureRow[]> {
  return yield* all(
    q
      .select()
      .from(t.disclosure)
      .where(and(eq(t.disclosure.year, year), eq(t.disclosure.kind, 'notice'), isNotNull(t.disclosure.publishedAt)))
      .orderBy(asc(t.disclosure.publishedAt)),
  );
}

/** The one that holds: the newest. */
export function* publishedNotice(tx: Tx, year: number): Query<DisclosureRow | undefined> {
  return (yield* publishedNotices(tx, year)).at(-1);
}

/** Whether the public may know which proposals became candidates: between decision and publication it may not. */
export function* candidatesArePublic({ q, t }: Tx, year: number): Query<boolean> {
  const shown = yield* first(
    q
      .select({ id: t.disclosure.id })
      .from(t.disclosure)
      .where(and(eq(t.disclosure.year, year), eq(t.disclosure.kind, 'candidates'), isNotNull(t.disclosure.publishedAt)))
      .limit(1),
  );
  return shown !== undefined;
}

export function* places({ q, t }: Tx): Query<Tx['t']['place']['$inferSelect'][]> {
  return yield* all(q.select().from(t.place).orderBy(asc(t.place.code)));
}

export function* accountNames({ q, t }: Tx): Query<Map<string, string>> {
  const rows = yield* all(q.select({ id: t.account.id, name: t.account.displayName }).from(t.account));
  return new Map(rows.map(({ id, name }) => [id, name]));
}
