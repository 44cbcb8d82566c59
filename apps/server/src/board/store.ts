import { and, asc, desc, eq, gte } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';
import { hexDigest, readEvent, type Appended, type ChainHead, type DeliveredPart } from '@piaojue/ballot-crypto';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** Where the board of a vote ends: the last event and the next free position. Undefined before Setup. */
export interface BoardEnd {
  readonly head: ChainHead;
  readonly next: number;
}

export function* boardEnd({ q, t }: Tx, voteId: string): Query<BoardEnd | undefined> {
  const last = yield* first(
    q
      .select()
      .from(t.boardRecord)
      .where(eq(t.boardRecord.voteId, voteId))
      .orderBy(desc(t.boardRecord.position))
      .limit(1),
  );
  if (!last) return undefined;
  const event = last.kind === 'event' && last.body !== null ? readEvent(last.body) : undefined;
  if (!event) throw new Error(`board of ${voteId} does not end with an event at ${last.position}`);
  return { head: { hash: last.hash, height: event.height }, next: last.position + 1 };
}

/**
 * Appends the records of one event. Bodies of ballots are not written again: they stand in `ballot` under the same hash.
 */
export function* appendToBoard(
  { q, t }: Tx,
  voteId: string,
  from: number,
  { records, head }: Appended,
  ballot = false,
): Query<BoardEnd> {
  const rows = records.map(({ kind, body }, i) => ({
    voteId,
    position: from + i,
    kind,
    hash: hexDigest(body),
    body: ballot && kind === 'data' ? null : body,
  }));
  yield* all(q.insert(t.boardRecord).values(rows).returning({ position: t.boardRecord.position }));
  return { head, next: from + rows.length };
}

export interface StoredRecord {
  readonly position: number;
  readonly kind: 'data' | 'event';
  readonly body: string;
}

/** Some records of the board in order, bodies of ballots filled in. */
export function* boardRecords({ q, t }: Tx, voteId: string, from: number, limit: number): Query<StoredRecord[]> {
  const rows = yield* all(
    q
      .select({
        position: t.boardRecord.position,
        kind: t.boardRecord.kind,
        body: t.boardRecord.body,
        raw: t.ballot.raw,
      })
      .from(t.boardRecord)
      .leftJoin(t.ballot, eq(t.ballot.hash, t.boardRecord.hash))
      .where(and(eq(t.boardRecord.voteId, voteId), gte(t.boardRecord.position, from)))
      .orderBy(asc(t.boardRecord.position))
      .limit(limit),
  );
  return rows.map(({ position, kind, body, raw }) => {
    const text = body ?? raw;
    if (text === null) throw new Error(`board of ${voteId}: record ${position} has no body`);
    return { position, kind, body: text };
  });
}

/** Parts of the opening that were delivered, in the order of their owners (numbers of trustees in the archive). */
export function* openingPartsOf({ q, t }: Tx, voteId: string): Query<DeliveredPart[]> {
  return yield* all(
    q
      .select({ owner: t.openingPart.owner, partial: t.openingPart.partial })
      .from(t.openingPart)
      .where(eq(t.openingPart.voteId, voteId))
      .orderBy(asc(t.openingPart.owner)),
  );
}

export function* keepOpeningPart({ q, t }: Tx, voteId: string, part: DeliveredPart): Query<void> {
  yield* first(
    q
      .insert(t.openingPart)
      .values({ voteId, ...part })
      .returning({ owner: t.openingPart.owner }),
  );
}

export function* ownersDelivered({ q, t }: Tx, voteId: string): Query<number[]> {
  const rows = yield* all(
    q.select({ owner: t.openingPart.owner }).from(t.openingPart).where(eq(t.openingPart.voteId, voteId)),
  );
  return rows.map(({ owner }) => owner);
}
