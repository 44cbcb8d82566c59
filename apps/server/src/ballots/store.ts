import { and, count, eq, sql } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
const P = sql.placeholder;

export interface CastingRow {
  readonly ballotHash: string;
  readonly voteId: string;
  readonly credential: string;
  readonly state: 'received' | 'boxed' | 'rejected';
  readonly reason: string | null;
  readonly logSeq: number | null;
}

/** State and election uuid of a vote, read in the cast's own transaction. */
export const voteForCast = (tx: Tx, voteId: string) =>
  first(
    tx.prepare('voteForCast', ({ q, t }) =>
      q
        .select({ state: t.vote.state, uuid: t.vote.uuid })
        .from(t.vote)
        .where(eq(t.vote.id, P('voteId'))),
    )({ voteId }),
  );

export const castingByHash = (tx: Tx, ballotHash: string): Query<CastingRow | undefined> =>
  first(
    tx.prepare('castingByHash', ({ q, t }) =>
      q
        .select()
        .from(t.casting)
        .where(eq(t.casting.ballotHash, P('ballotHash'))),
    )({ ballotHash }),
  );

export const castingsByCredential = (tx: Tx, voteId: string, credential: string): Query<CastingRow[]> =>
  all(
    tx.prepare('castingsByCredential', ({ q, t }) =>
      q
        .select()
        .from(t.casting)
        .where(and(eq(t.casting.voteId, P('voteId')), eq(t.casting.credential, P('credential')))),
    )({ voteId, credential }),
  );

export const insertBallot = (tx: Tx, row: { hash: string; voteId: string; credential: string; raw: string }) =>
  first(
    tx.prepare('insertBallot', ({ q, t }) =>
      q
        .insert(t.ballot)
        .values({ hash: P('hash'), voteId: P('voteId'), credential: P('credential'), raw: P('raw') })
        .onConflictDoNothing()
        .returning({ hash: t.ballot.hash }),
    )(row),
  );

export const insertCasting = (tx: Tx, row: { ballotHash: string; voteId: string; credential: string }) =>
  first(
    tx.prepare('insertCasting', ({ q, t }) =>
      q
        .insert(t.casting)
        .values({ ballotHash: P('ballotHash'), voteId: P('voteId'), credential: P('credential'), state: 'received' })
        .onConflictDoNothing()
        .returning({ hash: t.casting.ballotHash }),
    )(row),
  );

/** @returns how many were new; fewer than given means that a ciphertext came before. */
export function* insertCiphertexts(tx: Tx, voteId: string, digests: readonly string[]): Query<number> {
  // One statement for each number of ciphertexts; an election has one such number.
  const names = digests.map((_, i) => `digest${i}`);
  const insert = tx.prepare(`insertCiphertexts${digests.length}`, ({ q, t }) =>
    q
      .insert(t.ciphertext)
      .values(names.map((name) => ({ voteId: P('voteId'), digest: P(name) })))
      .onConflictDoNothing()
      .returning({ digest: t.ciphertext.digest }),
  );
  const bound = Object.fromEntries(names.map((name, i) => [name, digests[i]]));
  return (yield* all(insert({ voteId, ...bound }))).length;
}

/** The sealed bytes of a ballot. */
export const rawBallot = (tx: Tx, hash: string) =>
  first(
    tx.prepare('rawBallot', ({ q, t }) =>
      q
        .select({ raw: t.ballot.raw })
        .from(t.ballot)
        .where(eq(t.ballot.hash, P('hash'))),
    )({ hash }),
  );

/** Decides a received ballot. Undefined when it was decided before: the box never takes one twice. */
export const decideCasting = (
  tx: Tx,
  ballotHash: string,
  state: 'boxed' | 'rejected',
  reason: string | null,
  logSeq: number,
) =>
  first(
    tx.prepare('decideCasting', ({ q, t }) =>
      q
        .update(t.casting)
        .set({ state: sql`${P('state')}`, reason: sql`${P('reason')}`, logSeq: sql`${P('logSeq')}` })
        .where(and(eq(t.casting.ballotHash, P('ballotHash')), eq(t.casting.state, 'received')))
        .returning({ hash: t.casting.ballotHash }),
    )({ ballotHash, state, reason, logSeq }),
  );

export function* receivedOf({ q, t }: Tx, voteId: string): Query<{ hash: string; raw: string }[]> {
  return yield* all(
    q
      .select({ hash: t.ballot.hash, raw: t.ballot.raw })
      .from(t.casting)
      .innerJoin(t.ballot, eq(t.ballot.hash, t.casting.ballotHash))
      .where(and(eq(t.casting.voteId, voteId), eq(t.casting.state, 'received'))),
  );
}

export function* castingCounts({ q, t }: Tx, voteId: string) {
  const rows = yield* all(
    q
      .select({ state: t.casting.state, n: count() })
      .from(t.casting)
      .where(eq(t.casting.voteId, voteId))
      .groupBy(t.casting.state),
  );
  const of = (state: string): number => Number(rows.find((row) => row.state === state)?.n ?? 0);
  return { received: of('received'), boxed: of('boxed'), rejected: of('rejected') };
}

export function* boxedBallots({ q, t }: Tx, voteId: string): Query<string[]> {
  const rows = yield* all(
    q
      .select({ raw: t.ballot.raw })
      .from(t.casting)
      .innerJoin(t.ballot, eq(t.ballot.hash, t.casting.ballotHash))
      .where(and(eq(t.casting.voteId, voteId), eq(t.casting.state, 'boxed'))),
  );
  return rows.map(({ raw }) => raw);
}
