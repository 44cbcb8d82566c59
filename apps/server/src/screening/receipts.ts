import { and, asc, desc, eq } from 'drizzle-orm';
import { all, first, type Tx } from '@piaojue/db';
import type { BodyOf, ReplyOf, listReceipts, recordPapersHanded } from '@piaojue/contract';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { timeOf, type Deps } from '../deps.js';
import { refuse, type Result } from '../result.js';
import { yearListRow, type Query } from './store.js';

type Receipts = ReplyOf<typeof listReceipts>;

/** Signed for once; again changes nothing. */
export async function signForPapersAct(
  deps: Deps,
  me: SignedIn,
  year: number,
): Promise<Result<{ at: string }, 'not_found'>> {
  const at = timeOf(deps);
  return deps.store.write(function* (tx): Query<Result<{ at: string }, 'not_found'>> {
    const { q, t } = tx;
    if (!(yield* yearListRow(tx, year))) return refuse('not_found');
    const before = yield* first(
      q
        .select()
        .from(t.paperReceipt)
        .where(and(eq(t.paperReceipt.year, year), eq(t.paperReceipt.accountId, me.accountId))),
    );
    if (before) return { at: before.at };
    yield* first(
      q.insert(t.paperReceipt).values({ year, accountId: me.accountId, at }).returning({ at: t.paperReceipt.at }),
    );
    yield* append(tx, { type: 'papers_received', at, data: { year, by: me.accountId } });
    return { at };
  });
}

/** The roll of the newest sitting of a year, suspended delegates left out; empty while none was imported. */
function* rollOf({ q, t }: Tx, year: number) {
  const sitting = yield* first(
    q
      .select({ id: t.sitting.id })
      .from(t.sitting)
      .where(eq(t.sitting.year, year))
      .orderBy(desc(t.sitting.createdAt))
      .limit(1),
  );
  if (!sitting) return [];
  return yield* all(
    q
      .select({ number: t.delegate.number, name: t.delegate.name, delegation: t.delegation.name })
      .from(t.delegate)
      .innerJoin(t.delegation, eq(t.delegation.id, t.delegate.delegationId))
      .where(and(eq(t.delegate.sittingId, sitting.id), eq(t.delegate.suspended, false)))
      .orderBy(asc(t.delegation.name), asc(t.delegate.number)),
  );
}

/**
 * Who should have the papers and who has: accounts of members and delegates by their own signature, everybody else of the
 * roll by what the clerk recorded. A delegate with an account is known by name; of namesakes as many as have accounts.
 */
export const listReceiptsAct = (deps: Deps, year: number): Promise<Receipts> =>
  deps.store.read((tx) => receiptsOf(tx, year));

function* receiptsOf(tx: Tx, year: number): Query<Receipts> {
  const { q, t } = tx;
  const accounts = yield* all(
    q
      .select({ id: t.account.id, name: t.account.displayName, roles: t.account.roles, disabled: t.account.disabled })
      .from(t.account)
      .orderBy(asc(t.account.displayName)),
  );
  const signed = new Map(
    (yield* all(q.select().from(t.paperReceipt).where(eq(t.paperReceipt.year, year)))).map((each) => [
      each.accountId,
      each.at,
    ]),
  );
  const readers = accounts
    .filter(({ roles }) => roles.includes('committee') || roles.includes('delegate'))
    .filter(({ id, disabled }) => !disabled || signed.has(id));
  const handed = new Map(
    (yield* all(q.select().from(t.paperHanded).where(eq(t.paperHanded.year, year)))).map((each) => [
      `${each.number} ${each.name}`,
      each.at,
    ]),
  );
  const accountsOf = new Map<string, number>();
  for (const { name } of readers) accountsOf.set(name, (accountsOf.get(name) ?? 0) + 1);
  const roll = yield* rollOf(tx, year);
  const isHanded = ({ number, name }: { number: string; name: string }) => handed.has(`${number} ${name}`);
  const signing = new Set<string>();
  // Of namesakes those go first to whom no paper was handed: what the clerk recorded stays to be read.
  for (const each of [...roll.filter((one) => !isHanded(one)), ...roll.filter(isHanded)]) {
    const left = accountsOf.get(each.name) ?? 0;
    if (left === 0) continue;
    accountsOf.set(each.name, left - 1);
    signing.add(each.number);
  }
  return {
    receipts: [
      ...readers.map(({ id, name, roles }) => ({
        name,
        number: null,
        delegation: '',
        office: roles.includes('committee') ? ('committee' as const) : ('delegate' as const),
        at: signed.get(id) ?? null,
      })),
      ...roll
        .filter(({ number }) => !signing.has(number))
        .map(({ number, name, delegation }) => ({
          name,
          number,
          delegation,
          office: 'delegate' as const,
          at: handed.get(`${number} ${name}`) ?? null,
        })),
    ],
  };
}

/** 纸质送达: recorded once for each delegate; all or none. */
export async function recordPapersHandedAct(
  deps: Deps,
  me: SignedIn,
  year: number,
  { numbers }: BodyOf<typeof recordPapersHanded>,
): Promise<Result<Receipts, 'not_found' | 'delegate_unknown'>> {
  const at = timeOf(deps);
  return deps.store.write(function* (tx): Query<Result<Receipts, 'not_found' | 'delegate_unknown'>> {
    if (!(yield* yearListRow(tx, year))) return refuse('not_found');
    const roll = new Map((yield* rollOf(tx, year)).map((each) => [each.number, each]));
    const unknown = numbers.filter((number) => !roll.has(number));
    if (unknown.length > 0) return refuse('delegate_unknown', unknown);
    let recorded = 0;
    for (const number of new Set(numbers)) {
      const row = { year, number, name: roll.get(number)!.name, by: me.accountId, at };
      const added = yield* first(
        tx.q.insert(tx.t.paperHanded).values(row).onConflictDoNothing().returning({ at: tx.t.paperHanded.at }),
      );
      if (added) recorded += 1;
    }
    if (recorded > 0)
      yield* append(tx, { type: 'papers_handed', at, data: { year, delegates: recorded, by: me.accountId } });
    return yield* receiptsOf(tx, year);
  });
}
