import { and, asc, count, eq, ne } from 'drizzle-orm';
import { all, first, type Rows, type Store, type Tx } from '@piaojue/db';
import { holdsKeys, type VoteState } from '@piaojue/rules';
import { sittingsNewestFirst, type SittingRow } from '../sittings/store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
export type VoteRow = Tx['t']['vote']['$inferSelect'];
export type CandidateRow = Tx['t']['candidate']['$inferSelect'];
export type PendingRow = Tx['t']['pendingAct']['$inferSelect'];

export const voteStateOf = (store: Store, id: string): Promise<VoteState | undefined> =>
  store.read(function* ({ q, t }) {
    return (yield* first(q.select({ state: t.vote.state }).from(t.vote).where(eq(t.vote.id, id))))?.state;
  });

export function* voteById({ q, t }: Tx, id: string): Query<VoteRow | undefined> {
  return yield* first(q.select().from(t.vote).where(eq(t.vote.id, id)));
}

export function* votesOfSitting({ q, t }: Tx, sittingId: string): Query<VoteRow[]> {
  return yield* all(
    q
      .select()
      .from(t.vote)
      .where(eq(t.vote.sittingId, sittingId))
      .orderBy(asc(t.vote.createdAt), asc(t.vote.round), asc(t.vote.id)),
  );
}

/** From the opening to the count: people vote, or wait for what they voted. */
export const underway: ReadonlySet<string> = new Set(['open', 'suspended', 'closing', 'closed', 'tallying', 'counted']);

/** The sitting that booth and hall are about: the newest with a vote under way, else the newest of all. */
export function* sittingHeld(tx: Tx): Query<SittingRow | undefined> {
  const sittings = yield* sittingsNewestFirst(tx);
  for (const sitting of sittings)
    if ((yield* votesOfSitting(tx, sitting.id)).some(({ state }) => underway.has(state))) return sitting;
  return sittings[0];
}

/** A vote of this sitting is sealed and not yet decided: its slips are what they are. */
export function* isAnyHeld(tx: Tx, sittingId: string): Query<boolean> {
  return (yield* votesOfSitting(tx, sittingId)).some(({ state }) => state === 'ready' || underway.has(state));
}

/** Keys and slips of this sitting are in use. */
export function* isAnySealed(tx: Tx, sittingId: string): Query<boolean> {
  return (yield* votesOfSitting(tx, sittingId)).some(({ state }) => holdsKeys(state));
}

/** A draft that was given up: nobody ever had it before them. */
export const isDiscarded = ({ state, frozen }: Pick<VoteRow, 'state' | 'frozen'>): boolean =>
  state === 'void' && frozen === null;

/** Votes that slips carry keys for, with the uuids kept for their re-votes and repeats: no drafts that were discarded. */
export function* slipVotesOf(tx: Tx, sittingId: string): Query<VoteRow[]> {
  return (yield* votesOfSitting(tx, sittingId)).filter(
    (vote) => vote.previousVoteId === null && vote.repeatsVoteId === null && !isDiscarded(vote),
  );
}

/** The round after this one, unless it was made void. */
export function* nextRoundOf({ q, t }: Tx, voteId: string): Query<VoteRow | undefined> {
  return yield* first(
    q
      .select()
      .from(t.vote)
      .where(and(eq(t.vote.previousVoteId, voteId), ne(t.vote.state, 'void'))),
  );
}

/** The vote that holds a void one again. */
export function* repeatOf({ q, t }: Tx, voteId: string): Query<VoteRow | undefined> {
  return yield* first(q.select().from(t.vote).where(eq(t.vote.repeatsVoteId, voteId)));
}

export function* candidatesOf({ q, t }: Tx, voteId: string): Query<CandidateRow[]> {
  return yield* all(
    q.select().from(t.candidate).where(eq(t.candidate.voteId, voteId)).orderBy(asc(t.candidate.listNumber)),
  );
}

export function* candidateCounts({ q, t }: Tx, sittingId: string): Query<Map<string, number>> {
  const rows = yield* all(
    q
      .select({ voteId: t.candidate.voteId, n: count() })
      .from(t.candidate)
      .innerJoin(t.vote, eq(t.vote.id, t.candidate.voteId))
      .where(and(eq(t.vote.sittingId, sittingId), ne(t.candidate.withdrawn, true)))
      .groupBy(t.candidate.voteId),
  );
  return new Map(rows.map(({ voteId, n }) => [voteId, Number(n)]));
}

export function* insertVote({ q, t }: Tx, row: VoteRow): Query<VoteRow | undefined> {
  return yield* first(q.insert(t.vote).values(row).onConflictDoNothing().returning());
}

export function* updateVote({ q, t }: Tx, id: string, set: Partial<VoteRow>): Query<VoteRow | undefined> {
  return yield* first(q.update(t.vote).set(set).where(eq(t.vote.id, id)).returning());
}

export function* insertCandidates({ q, t }: Tx, rows: readonly CandidateRow[]): Query<void> {
  for (let at = 0; at < rows.length; at += 100)
    yield* all(
      q
        .insert(t.candidate)
        .values(rows.slice(at, at + 100))
        .returning({ id: t.candidate.id }),
    );
}

export function* removeCandidates({ q, t }: Tx, voteId: string): Query<void> {
  yield* all(q.delete(t.candidate).where(eq(t.candidate.voteId, voteId)).returning({ id: t.candidate.id }));
}

export function* updateCandidate(
  { q, t }: Tx,
  voteId: string,
  id: string,
  set: Partial<CandidateRow>,
): Query<CandidateRow | undefined> {
  return yield* first(
    q
      .update(t.candidate)
      .set(set)
      .where(and(eq(t.candidate.voteId, voteId), eq(t.candidate.id, id)))
      .returning(),
  );
}

export function* pendingOf({ q, t }: Tx, voteId: string) {
  return yield* all(
    q
      .select({
        pending: t.pendingAct,
        displayName: t.account.displayName,
        roles: t.account.roles,
        disabled: t.account.disabled,
      })
      .from(t.pendingAct)
      .innerJoin(t.account, eq(t.account.id, t.pendingAct.accountId))
      .where(eq(t.pendingAct.voteId, voteId)),
  );
}

export function* insertPending({ q, t }: Tx, row: PendingRow): Query<PendingRow | undefined> {
  return yield* first(q.insert(t.pendingAct).values(row).onConflictDoNothing().returning());
}

export function* removePending({ q, t }: Tx, voteId: string, act?: string): Query<PendingRow[]> {
  return yield* all(
    q
      .delete(t.pendingAct)
      .where(
        act === undefined
          ? eq(t.pendingAct.voteId, voteId)
          : and(eq(t.pendingAct.voteId, voteId), eq(t.pendingAct.act, act)),
      )
      .returning(),
  );
}

/** The server's own key of an election ends with its vote. */
export function* removeVoteKey({ q, t }: Tx, voteId: string): Query<void> {
  yield* all(q.delete(t.voteKey).where(eq(t.voteKey.voteId, voteId)).returning({ voteId: t.voteKey.voteId }));
}

export function* paperOf({ q, t }: Tx, voteId: string) {
  return yield* first(q.select().from(t.paperTotals).where(eq(t.paperTotals.voteId, voteId)));
}

export function* outcomeOf({ q, t }: Tx, voteId: string) {
  return yield* first(q.select().from(t.outcome).where(eq(t.outcome.voteId, voteId)));
}

export function* publicationOf({ q, t }: Tx, voteId: string) {
  return yield* first(q.select().from(t.publication).where(eq(t.publication.voteId, voteId)));
}
