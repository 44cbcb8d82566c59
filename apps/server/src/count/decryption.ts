import { appendPartial, appendResult, appendTally, hexDigest } from '@piaojue/ballot-crypto';
import type { PaperTotals, TrusteeTask, Vote } from '@piaojue/contract';
import { first, type Rows, type Tx } from '@piaojue/db';
import { and, eq, like } from 'drizzle-orm';
import { append } from '../audit/append.js';
import type { Answer } from '../ballots/proof-worker.js';
import { appendToBoard, boardEnd, keepOpeningPart, openingPartsOf } from '../board/store.js';
import { boxedBallots } from '../ballots/store.js';
import { taskOf } from '../ceremony/task.js';
import { timeOf, type Deps } from '../deps.js';
import type { TrusteeCaller } from '../plugins/callers.js';
import { isRefused, refuse, type Result } from '../result.js';
import { movedTo } from '../votes/service.js';
import { paperOf, updateVote, voteById } from '../votes/store.js';
import { voteView } from '../votes/view.js';
import { isRequested } from '../votes/two-people.js';
import { countInputOf, outcomeFor } from './outcome.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
/** The server's number among the trustees of every archive. */
const serverOwner = 1;

/** 开箱: the product of all ballots, and the server's own part of the opening, in one transaction. */
export async function tallyAct(
  deps: Deps,
  by: string,
  voteId: string,
): Promise<Result<Vote, 'not_found' | 'wrong_phase' | 'paper_missing' | 'paper_pending'>> {
  const sealed = await deps.elections.of(voteId);
  if (!sealed) return refuse('wrong_phase');
  const ready = await deps.store.read(function* (tx) {
    if (!(yield* paperOf(tx, voteId))) return refuse('paper_missing');
    if (yield* isRequested(tx, voteId, 'enter')) return refuse('paper_pending');
    const key = yield* first(tx.q.select().from(tx.t.voteKey).where(eq(tx.t.voteKey.voteId, voteId)));
    if (!key) throw new Error(`vote ${voteId} has no key of the server`);
    return { secret: key.secret, ballots: yield* boxedBallots(tx, voteId) };
  });
  if (isRefused(ready)) return ready;
  const made = await deps.proofs.run({ kind: 'tally', election: sealed.election.raw, ...ready }, true);
  const at = timeOf(deps);
  const view = await deps.store.write(function* (tx) {
    const to = movedTo(yield* voteById(tx, voteId), 'tally');
    if (isRefused(to)) return to;
    if (yield* isRequested(tx, voteId, 'enter')) return refuse('paper_pending');
    let end = yield* boardEnd(tx, voteId);
    if (!end) throw new Error(`vote ${voteId} has no board`);
    end = yield* appendToBoard(tx, voteId, end.next, appendTally(end.head, made.tally, ready.ballots.length));
    // On the board before any scrutineer opens: the server cannot make up its mind afterwards.
    yield* appendToBoard(tx, voteId, end.next, appendPartial(end.head, serverOwner, made.partial));
    yield* keepOpeningPart(tx, voteId, { owner: serverOwner, partial: made.partial });
    yield* updateVote(tx, voteId, { state: to });
    yield* append(tx, {
      type: 'tally_made',
      at,
      data: { vote: voteId, ballots: ready.ballots.length, tally: hexDigest(made.tally), by },
    });
    return yield* voteView(tx, voteId);
  });
  deps.live.touch();
  return view;
}

function* tallyOnBoard({ q, t }: Tx, voteId: string): Query<string | undefined> {
  const row = yield* first(
    q
      .select({ body: t.boardRecord.body })
      .from(t.boardRecord)
      .where(
        and(eq(t.boardRecord.voteId, voteId), eq(t.boardRecord.kind, 'data'), like(t.boardRecord.body, '[[{"alpha":%')),
      ),
  );
  return row?.body ?? undefined;
}

function* openingOf(tx: Tx, voteId: string) {
  const tally = yield* tallyOnBoard(tx, voteId);
  return tally === undefined ? undefined : { tally, parts: yield* openingPartsOf(tx, voteId) };
}

/** A scrutineer's part. A wrong one is refused with its reason; none reaches the board before it made a result. */
export async function deliverPartialAct(
  deps: Deps,
  trustee: TrusteeCaller,
  voteId: string,
  partial: string,
): Promise<Result<TrusteeTask, 'not_found' | 'wrong_phase' | 'partial_decryption_invalid' | 'already_delivered'>> {
  const sealed = await deps.elections.of(voteId);
  if (!sealed) return refuse('wrong_phase');
  const owner = trustee.index + 1;
  const key = sealed.trustees.all.find((each) => each.owner === owner);
  const found = await deps.store.read(function* (tx) {
    const vote = yield* voteById(tx, voteId);
    return vote?.sittingId === trustee.sittingId ? yield* openingOf(tx, voteId) : undefined;
  });
  if (!key || !found) return refuse('not_found');
  const same = found.parts.find((part) => part.owner === owner);
  if (same && same.partial !== partial) return refuse('already_delivered');
  if (same) {
    // Sent again because the answer was lost, or because the count failed after it: the count is taken up.
    await countWhenOpened(deps, voteId);
    return deps.store.read((tx) => taskOf(tx, trustee));
  }
  const { failed } = await deps.proofs.run(
    { kind: 'partial', election: sealed.election.raw, tally: found.tally, publicKey: key.publicKey, partial },
    true,
  );
  if (failed) return refuse('partial_decryption_invalid', failed);
  const at = timeOf(deps);
  const task = await deps.store.write(function* (tx) {
    const vote = yield* voteById(tx, voteId);
    if (vote?.state !== 'tallying') return refuse('wrong_phase', { state: vote?.state });
    if ((yield* openingPartsOf(tx, voteId)).some((part) => part.owner === owner)) return refuse('already_delivered');
    yield* keepOpeningPart(tx, voteId, { owner, partial });
    yield* append(tx, {
      type: 'box_opened_by',
      at,
      data: { vote: voteId, trustee: trustee.index, part: hexDigest(partial) },
    });
    return yield* taskOf(tx, trustee);
  });
  if (!isRefused(task)) await deps.background.untilDone(`count ${voteId}`, () => countWhenOpened(deps, voteId));
  return isRefused(task) ? task : deps.store.read((tx) => taskOf(tx, trustee));
}

/**
 * Once enough scrutineers have opened the box: the parts that made it and the result on the board, and the outcome by
 * the rules. Where the parts so far give no result, the vote says so and waits for another scrutineer. Safe to repeat.
 */
export async function countWhenOpened(deps: Deps, voteId: string): Promise<void> {
  const sealed = await deps.elections.of(voteId);
  if (!sealed) return;
  const found = await deps.store.read(function* (tx) {
    if ((yield* voteById(tx, voteId))?.state !== 'tallying') return undefined;
    const opening = yield* openingOf(tx, voteId);
    return opening && { ...opening, ballots: (yield* boxedBallots(tx, voteId)).length };
  });
  if (!found) return;
  const { tally, parts, ballots } = found;
  const enough = sealed.trustees.entries.every(
    (entry, i) =>
      parts.filter(({ owner }) => sealed.trustees.all.some((each) => each.owner === owner && each.entry === i))
        .length >= entry.threshold,
  );
  if (!enough) return;
  const made = await deps.proofs.run(
    { kind: 'result', election: sealed.election.raw, trustees: sealed.trustees.raw, tally, parts, ballots },
    true,
  );
  await deps.store.write((tx) =>
    made.failed ? notOpened(deps, tx, voteId, parts, made.failed) : counted(deps, tx, voteId, found, made),
  );
  deps.live.touch();
}

type Opening = NonNullable<ReturnType<typeof openingOf> extends Query<infer R> ? R : never>;

/** The parts so far give no number of ballots: said once for each set of parts, in the vote and in the log. */
function* notOpened(deps: Deps, tx: Tx, voteId: string, parts: Opening['parts'], reason: string): Query<undefined> {
  const owners = parts.map(({ owner }) => owner);
  const vote = yield* voteById(tx, voteId);
  if (vote?.state !== 'tallying' || vote.openingFailed?.join() === owners.join()) return undefined;
  yield* updateVote(tx, voteId, { openingFailed: owners });
  const trustees = owners.filter((owner) => owner !== serverOwner).map((owner) => owner - 1);
  yield* append(tx, { type: 'box_not_opened', at: timeOf(deps), data: { vote: voteId, trustees, reason } });
  return undefined;
}

function* counted(
  deps: Deps,
  tx: Tx,
  voteId: string,
  { parts, ballots }: Opening & { ballots: number },
  made: Extract<Answer, { kind: 'result' }>,
): Query<undefined> {
  const at = timeOf(deps);
  const vote = yield* voteById(tx, voteId);
  const to = movedTo(vote, 'count');
  if (isRefused(to) || !vote) return undefined;
  let end = yield* boardEnd(tx, voteId);
  if (!end) throw new Error(`vote ${voteId} has no board`);
  for (const { owner, partial } of parts.filter(({ owner }) => owner !== serverOwner && made.used.includes(owner)))
    end = yield* appendToBoard(tx, voteId, end.next, appendPartial(end.head, owner, partial));
  const { head } = yield* appendToBoard(tx, voteId, end.next, appendResult(end.head, made.record));
  const paper = (yield* paperOf(tx, voteId))?.totals as PaperTotals | undefined;
  if (!paper) throw new Error(`vote ${voteId} was opened without paper totals`);
  const input = yield* countInputOf(tx, vote, { boxed: ballots, totals: made.totals }, paper);
  const outcome = yield* outcomeFor(tx, vote, input);
  yield* first(
    tx.q
      .insert(tx.t.outcome)
      .values({ voteId, input: { ...input }, outcome })
      .returning({ voteId: tx.t.outcome.voteId }),
  );
  yield* updateVote(tx, voteId, { state: to, openingFailed: null });
  for (const { owner, failed } of made.refused)
    yield* append(tx, { type: 'part_set_aside', at, data: { vote: voteId, trustee: owner - 1, reason: failed } });
  yield* append(tx, {
    type: 'result_counted',
    at,
    data: { vote: voteId, result: hexDigest(made.record), outcome: outcome.kind, board: head.hash },
  });
  return undefined;
}
