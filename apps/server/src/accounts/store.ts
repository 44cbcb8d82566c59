import { asc, eq } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';

export type AccountRow = Tx['t']['account']['$inferSelect'];
type Query<R> = Generator<Rows<unknown>, R, unknown>;

export function* accountByUsername({ q, t }: Tx, username: string): Query<AccountRow | undefined> {
  return yield* first(q.select().from(t.account).where(eq(t.account.username, username)));
}

export function* accountById({ q, t }: Tx, id: string): Query<AccountRow | undefined> {
  return yield* first(q.select().from(t.account).where(eq(t.account.id, id)));
}

export function* allAccounts({ q, t }: Tx): Query<AccountRow[]> {
  return yield* all(q.select().from(t.account).orderBy(asc(t.account.username)));
}

export function* insertAccount({ q, t }: Tx, row: AccountRow): Query<AccountRow | undefined> {
  return yield* first(q.insert(t.account).values(row).onConflictDoNothing().returning());
}

export function* updateAccount({ q, t }: Tx, id: string, set: Partial<AccountRow>): Query<AccountRow | undefined> {
  return yield* first(q.update(t.account).set(set).where(eq(t.account.id, id)).returning());
}

export function* congressOf({ q, t }: Tx): Query<Tx['t']['congress']['$inferSelect'] | undefined> {
  return yield* first(q.select().from(t.congress));
}

/** Units that somebody can sign in for. */
export function* unitNames({ q, t }: Tx): Query<string[]> {
  const rows = yield* all(
    q.select({ unit: t.account.unit, roles: t.account.roles, disabled: t.account.disabled }).from(t.account),
  );
  return [
    ...new Set(rows.filter(({ roles, disabled }) => !disabled && roles.includes('unit')).map(({ unit }) => unit ?? '')),
  ]
    .filter((unit) => unit !== '')
    .toSorted((a, b) => a.localeCompare(b, 'zh-CN'));
}
