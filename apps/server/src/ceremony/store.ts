import { and, asc, count, eq, inArray } from 'drizzle-orm';
import { all, first, type Rows, type Store, type Tx } from '@piaojue/db';
import type { TrusteeCaller } from '../plugins/callers.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
export type CeremonyRow = Tx['t']['ceremony']['$inferSelect'];
export type KeyMessageStep = 'certificate' | 'polynomial' | 'share';

export const trusteeByToken = (store: Store, tokenHash: string): Promise<TrusteeCaller | undefined> =>
  store.read(function* ({ q, t }) {
    return yield* first(
      q
        .select({ sittingId: t.trustee.sittingId, accountId: t.trustee.accountId, index: t.trustee.index })
        .from(t.trustee)
        .innerJoin(t.account, and(eq(t.account.id, t.trustee.accountId), eq(t.account.disabled, false)))
        .where(eq(t.trustee.tokenHash, tokenHash)),
    );
  });

export function* ceremonyOf({ q, t }: Tx, sittingId: string): Query<CeremonyRow | undefined> {
  return yield* first(q.select().from(t.ceremony).where(eq(t.ceremony.sittingId, sittingId)));
}

export function* trusteesOf({ q, t }: Tx, sittingId: string) {
  return yield* all(
    q
      .select({ trustee: t.trustee, displayName: t.account.displayName })
      .from(t.trustee)
      .innerJoin(t.account, eq(t.account.id, t.trustee.accountId))
      .where(eq(t.trustee.sittingId, sittingId))
      .orderBy(asc(t.trustee.index)),
  );
}

export function* keyMessagesOf({ q, t }: Tx, sittingId: string) {
  return yield* all(
    q.select().from(t.keyMessage).where(eq(t.keyMessage.sittingId, sittingId)).orderBy(asc(t.keyMessage.index)),
  );
}

export function* insertKeyMessage(
  { q, t }: Tx,
  row: { sittingId: string; index: number; step: KeyMessageStep; body: string; commitment: string | null },
) {
  return yield* first(
    q.insert(t.keyMessage).values(row).onConflictDoNothing().returning({ index: t.keyMessage.index }),
  );
}

export function* updateCeremony(
  { q, t }: Tx,
  sittingId: string,
  set: Partial<CeremonyRow>,
): Query<CeremonyRow | undefined> {
  return yield* first(q.update(t.ceremony).set(set).where(eq(t.ceremony.sittingId, sittingId)).returning());
}

/** A ceremony with its members, their links and their messages. */
export function* removeCeremony({ q, t }: Tx, sittingId: string): Query<void> {
  const { keyMessage, trustee, ceremony } = t;
  yield* all(q.delete(keyMessage).where(eq(keyMessage.sittingId, sittingId)).returning({ index: keyMessage.index }));
  yield* all(q.delete(trustee).where(eq(trustee.sittingId, sittingId)).returning({ id: trustee.id }));
  yield* all(q.delete(ceremony).where(eq(ceremony.sittingId, sittingId)).returning({ size: ceremony.size }));
}

export function* liveCredentialsOf({ q, t }: Tx, uuid: string): Query<string[]> {
  const rows = yield* all(
    q
      .select({ key: t.publicCredential.publicKey })
      .from(t.publicCredential)
      .where(and(eq(t.publicCredential.uuid, uuid), eq(t.publicCredential.void, false))),
  );
  return rows.map(({ key }) => key);
}

export function* credentialState({ q, t }: Tx, uuid: string, publicKey: string) {
  return yield* first(
    q
      .select({ void: t.publicCredential.void })
      .from(t.publicCredential)
      .where(and(eq(t.publicCredential.uuid, uuid), eq(t.publicCredential.publicKey, publicKey))),
  );
}

/** Rows go in by portions: both dialects bound the number of parameters of one statement. */
export function* insertCredentials({ q, t }: Tx, uuid: string, keys: readonly string[]): Query<number> {
  let inserted = 0;
  for (let at = 0; at < keys.length; at += 500) {
    const part = keys.slice(at, at + 500).map((publicKey) => ({ uuid, publicKey, void: false }));
    inserted += (yield* all(
      q.insert(t.publicCredential).values(part).onConflictDoNothing().returning({ uuid: t.publicCredential.uuid }),
    )).length;
  }
  return inserted;
}

/** @returns how many were live until now */
export function* voidAllCredentials({ q, t }: Tx, uuids: readonly string[]): Query<number> {
  const { publicCredential } = t;
  const rows = yield* all(
    q
      .update(publicCredential)
      .set({ void: true })
      .where(and(inArray(publicCredential.uuid, [...uuids]), eq(publicCredential.void, false)))
      .returning({ uuid: publicCredential.uuid }),
  );
  return rows.length;
}

export function* voidCredential({ q, t }: Tx, uuid: string, publicKey: string) {
  return yield* first(
    q
      .update(t.publicCredential)
      .set({ void: true })
      .where(
        and(
          eq(t.publicCredential.uuid, uuid),
          eq(t.publicCredential.publicKey, publicKey),
          eq(t.publicCredential.void, false),
        ),
      )
      .returning({ uuid: t.publicCredential.uuid }),
  );
}

export function* countBoxed({ q, t }: Tx, voteIds: readonly string[]): Query<Map<string, number>> {
  if (voteIds.length === 0) return new Map();
  const rows = yield* all(
    q
      .select({ voteId: t.casting.voteId, n: count() })
      .from(t.casting)
      .where(and(inArray(t.casting.voteId, [...voteIds]), eq(t.casting.state, 'boxed')))
      .groupBy(t.casting.voteId),
  );
  return new Map(rows.map(({ voteId, n }) => [voteId, Number(n)]));
}
