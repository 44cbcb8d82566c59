import { and, asc, count, desc, eq, inArray } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';
import type { Attendance } from '@piaojue/contract';
import { hasQuorum, smallestQuorum } from '@piaojue/rules';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
export type SittingRow = Tx['t']['sitting']['$inferSelect'];
export type DelegateRow = Tx['t']['delegate']['$inferSelect'];

export function* sittingById({ q, t }: Tx, id: string): Query<SittingRow | undefined> {
  return yield* first(q.select().from(t.sitting).where(eq(t.sitting.id, id)));
}

export function* sittingsNewestFirst({ q, t }: Tx): Query<SittingRow[]> {
  return yield* all(q.select().from(t.sitting).orderBy(desc(t.sitting.createdAt), desc(t.sitting.id)));
}

/** 应到 counts every delegate who is not suspended; 实到 those of them who checked in. */
export function* attendanceOf({ q, t }: Tx, sittingId: string): Query<Attendance> {
  const delegations = yield* all(
    q.select().from(t.delegation).where(eq(t.delegation.sittingId, sittingId)).orderBy(asc(t.delegation.position)),
  );
  const groups = yield* all(
    q
      .select({
        delegationId: t.delegate.delegationId,
        suspended: t.delegate.suspended,
        present: t.delegate.present,
        n: count(),
      })
      .from(t.delegate)
      .where(eq(t.delegate.sittingId, sittingId))
      .groupBy(t.delegate.delegationId, t.delegate.suspended, t.delegate.present),
  );
  const sum = (wanted: (g: (typeof groups)[number]) => boolean) =>
    groups.filter(wanted).reduce((total, g) => total + Number(g.n), 0);
  const everyone = sum((g) => !g.suspended);
  const present = sum((g) => !g.suspended && g.present);
  return {
    all: everyone,
    present,
    suspended: sum((g) => g.suspended),
    quorum: smallestQuorum(everyone),
    hasQuorum: everyone > 0 && hasQuorum(present, everyone),
    delegations: delegations.map(({ id, name }) => ({
      id,
      name,
      all: sum((g) => g.delegationId === id && !g.suspended),
      present: sum((g) => g.delegationId === id && !g.suspended && g.present),
    })),
  };
}

export function* delegatesOf({ q, t }: Tx, sittingId: string) {
  return yield* all(
    q
      .select({ delegate: t.delegate, delegation: t.delegation.name })
      .from(t.delegate)
      .innerJoin(t.delegation, eq(t.delegation.id, t.delegate.delegationId))
      .where(eq(t.delegate.sittingId, sittingId))
      .orderBy(asc(t.delegation.position), asc(t.delegate.number)),
  );
}

export function* delegatesById({ q, t }: Tx, sittingId: string, ids: readonly string[]): Query<DelegateRow[]> {
  return yield* all(
    q
      .select()
      .from(t.delegate)
      .where(and(eq(t.delegate.sittingId, sittingId), inArray(t.delegate.id, [...ids]))),
  );
}

export function* setPresent({ q, t }: Tx, ids: readonly string[], present: boolean): Query<{ id: string }[]> {
  return yield* all(
    q
      .update(t.delegate)
      .set({ present })
      .where(inArray(t.delegate.id, [...ids]))
      .returning({ id: t.delegate.id }),
  );
}

export function* removeRoll({ q, t }: Tx, sittingId: string): Query<void> {
  yield* all(q.delete(t.delegate).where(eq(t.delegate.sittingId, sittingId)).returning({ id: t.delegate.id }));
  yield* all(q.delete(t.delegation).where(eq(t.delegation.sittingId, sittingId)).returning({ id: t.delegation.id }));
}

export function* slipsOf({ q, t }: Tx, sittingId: string) {
  return yield* first(q.select().from(t.slipBatch).where(eq(t.slipBatch.sittingId, sittingId)));
}
