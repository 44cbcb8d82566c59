import type { CandidateFields, PaperTotals, Screen } from '@piaojue/contract';
import type { Rows, Tx } from '@piaojue/db';
import { combineRounds, isCounted, type CountedOutcome } from '@piaojue/rules';
import { congressOf } from '../accounts/store.js';
import { castingCounts } from '../ballots/store.js';
import type { Deps } from '../deps.js';
import { attendanceOf, slipsOf } from '../sittings/store.js';
import {
  candidatesOf,
  isDiscarded,
  outcomeOf,
  paperOf,
  sittingHeld,
  underway,
  votesOfSitting,
  type VoteRow,
} from '../votes/store.js';
import { hallOf } from '../votes/summary.js';
import { roundsTo } from './service.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** The hall screen: the sitting that is held and the vote that is held there. Never a partial result, nor one not yet announced. */
export async function screenAct(deps: Deps): Promise<Screen> {
  const head = await deps.log.head();
  return deps.store.read(function* (tx): Query<Screen> {
    const congress = yield* congressOf(tx);
    const sitting = yield* sittingHeld(tx);
    const votes = sitting ? yield* votesOfSitting(tx, sitting.id) : [];
    const vote = voteShown(votes);
    const none = { all: 0, present: 0, suspended: 0, quorum: 0, hasQuorum: false, delegations: [] };
    return {
      demo: congress?.demo ?? false,
      congressName: congress?.name ?? '',
      sittingTitle: sitting?.title ?? '',
      attendance: sitting ? yield* attendanceOf(tx, sitting.id) : none,
      vote: vote ? yield* voteOnScreen(deps, tx, vote) : null,
      votes: votes
        .filter((each) => each.state !== 'draft' && !isDiscarded(each))
        .map(({ id, state }) => ({ id, state })),
      logSize: head.size,
      logRoot: head.root,
    };
  });
}

/** Several votes may stand ready; the hall follows the one that is being held. A draft is nobody's yet. */
function voteShown(votes: readonly VoteRow[]): VoteRow | undefined {
  const known = votes.filter((vote) => vote.state !== 'draft' && !isDiscarded(vote));
  return (
    known.findLast(({ state }) => underway.has(state)) ??
    known.findLast(({ state }) => state !== 'void') ??
    known.at(-1)
  );
}

function* voteOnScreen(deps: Deps, tx: Tx, vote: VoteRow): Query<NonNullable<Screen['vote']>> {
  const slips = yield* slipsOf(tx, vote.sittingId);
  const isTold = vote.state === 'published' || (vote.state === 'confirmed' && hallOf(vote).announced);
  const outcome = isTold ? (yield* outcomeOf(tx, vote.id))?.outcome : undefined;
  const shown = outcome && isCounted(outcome) ? outcome : null;
  const paper = (yield* paperOf(tx, vote.id))?.totals as PaperTotals | undefined;
  return {
    id: vote.id,
    title: vote.title,
    kind: vote.kind,
    round: vote.round,
    state: vote.state,
    places: vote.rules.places,
    issued: vote.issued ?? (slips ? slips.printed - slips.void : null),
    cast: deps.live.stepOf(
      vote.id,
      (yield* castingCounts(tx, vote.id)).boxed,
      vote.state === 'open',
      deps.now().getTime(),
    ),
    papers: paper?.returned ?? null,
    slipsInHand: vote.previousVoteId !== null || vote.repeatsVoteId !== null,
    voidReason: vote.voidReason,
    countdownEndsAt: vote.countdownEndsAt,
    candidates: (yield* candidatesOf(tx, vote.id)).map(({ listNumber, withdrawn, fields }) => ({
      listNumber,
      withdrawn,
      name: (fields as CandidateFields).name,
    })),
    outcome: shown,
    earlier: shown ? yield* adoptedBefore(tx, vote, shown) : [],
  };
}

function* adoptedBefore(tx: Tx, vote: VoteRow, last: CountedOutcome): Query<NonNullable<Screen['vote']>['earlier']> {
  const outcomes = [];
  for (const { id } of yield* roundsTo(tx, vote)) {
    const row = yield* outcomeOf(tx, id);
    if (row && id !== vote.id) outcomes.push(row.outcome);
  }
  if (outcomes.length === 0) return [];
  const { adopted } = combineRounds({ resultOrder: 'list_number', places: last.places }, outcomes);
  return adopted.map(({ listNumber, title, round, for: votesFor }) => ({ listNumber, title, round, for: votesFor }));
}
