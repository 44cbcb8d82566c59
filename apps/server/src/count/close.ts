import { appendEndBallots } from '@piaojue/ballot-crypto';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { appendToBoard, boardEnd } from '../board/store.js';
import { castingCounts } from '../ballots/store.js';
import { timeOf, type Deps } from '../deps.js';
import { isRefused } from '../result.js';
import { movedTo, twoPersonAct } from '../votes/service.js';
import { updateVote, voteById } from '../votes/store.js';

/** Two people end the vote: no ballot is taken any more; what was received is checked to the last, then the box closes. */
export async function closeAct(deps: Deps, caller: SignedIn, voteId: string) {
  const view = await twoPersonAct(deps, caller, voteId, 'close', {}, function* (tx, _vote, { first: by, at }) {
    yield* updateVote(tx, voteId, { state: 'closing', closedAt: at });
    yield* append(tx, { type: 'vote_closing', at, data: { vote: voteId, by: [by, caller.accountId] } });
    return undefined;
  });
  if (!isRefused(view) && view.state === 'closing') void sealInBackground(deps, voteId);
  return view;
}

/** Seals as soon as the box is empty, and goes on trying after a failure: a vote never stays between open and closed. */
export const sealInBackground = (deps: Deps, voteId: string): Promise<void> =>
  deps.background.untilDone(`seal ${voteId}`, () => sealWhenEmpty(deps, voteId));

/** Checks every received ballot, then seals. Safe to call again at any time: a restart goes on here. */
export async function sealWhenEmpty(deps: Deps, voteId: string): Promise<void> {
  await deps.box.admitAllReceived(voteId);
  const at = timeOf(deps);
  const sealed = await deps.store.write(function* (tx) {
    const to = movedTo(yield* voteById(tx, voteId), 'seal');
    if (isRefused(to)) return false;
    const counts = yield* castingCounts(tx, voteId);
    if (counts.received > 0) throw new Error(`${counts.received} ballots of vote ${voteId} are not decided yet`);
    const end = yield* boardEnd(tx, voteId);
    if (!end) throw new Error(`vote ${voteId} has no board`);
    const { head } = yield* appendToBoard(tx, voteId, end.next, appendEndBallots(end.head));
    yield* updateVote(tx, voteId, { state: to });
    yield* append(tx, {
      type: 'box_closed',
      at,
      data: { vote: voteId, ballots: counts.boxed, rejected: counts.rejected, board: head.hash },
    });
    return true;
  });
  deps.live.touch();
  if (sealed) await deps.log.keep();
}
