import { noHallFacts, type VoteSummary } from '@piaojue/contract';
import type { Rows, Tx } from '@piaojue/db';
import { revoteSetup, type BallotRules } from '@piaojue/rules';
import { append } from '../audit/append.js';
import { adoptedRules, projectId } from '../count/outcome.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { isRefused, refuse, type Result } from '../result.js';
import { blankVote, freeze } from './service.js';
import {
  candidatesOf,
  insertCandidates,
  insertVote,
  nextRoundOf,
  outcomeOf,
  repeatOf,
  voteById,
  votesOfSitting,
  type CandidateRow,
  type VoteRow,
} from './store.js';
import { hallOf, summaryOf } from './summary.js';
import { standing } from './view.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** 再次投票: the next round on the slips already in hand, frozen at once with the projects that the rules name. */
export async function revoteAct(
  deps: Deps,
  by: string,
  voteId: string,
): Promise<Result<VoteSummary, 'not_found' | 'wrong_phase' | 'revote_exists' | 'no_revote_due' | 'no_round_left'>> {
  const at = timeOf(deps);
  const id = newId(deps.random);
  const view = await deps.store.write(function* (tx) {
    const vote = yield* voteById(tx, voteId);
    const row = yield* outcomeOf(tx, voteId);
    if (vote?.state !== 'confirmed' || !row) return refuse('wrong_phase');
    if (yield* nextRoundOf(tx, voteId)) return refuse('revote_exists');
    const setup = revoteSetup(row.outcome, yield* adoptedRules(tx, vote));
    if (!setup) return refuse('no_revote_due');
    const { round, reason, rules } = setup;
    const again = standing(yield* candidatesOf(tx, voteId)).filter(({ listNumber }) =>
      setup.candidates.includes(projectId(listNumber)),
    );
    const made = yield* sameSlips(tx, vote, { id, at, round, rules, previousVoteId: voteId }, again);
    if (isRefused(made)) return made;
    yield* append(tx, {
      type: 'revote_set_up',
      at,
      data: { vote: id, previous: voteId, round, reason, candidates: again.length, places: setup.places, by },
    });
    return yield* frozen(tx, made, again.length, by, at);
  });
  deps.live.touch();
  return view;
}

/** 重新表决: a void vote held again with the same list, rules and round, as often as the slips carry a key that is left. */
export async function repeatAct(
  deps: Deps,
  by: string,
  voteId: string,
): Promise<Result<VoteSummary, 'not_found' | 'wrong_phase' | 'revote_exists' | 'no_round_left'>> {
  const at = timeOf(deps);
  const id = newId(deps.random);
  const view = await deps.store.write(function* (tx) {
    const vote = yield* voteById(tx, voteId);
    if (!vote) return refuse('not_found');
    // A draft that was discarded has no list to vote on.
    if (vote.state !== 'void' || vote.frozen === null) return refuse('wrong_phase');
    const { round, rules, previousVoteId } = vote;
    if (yield* repeatOf(tx, voteId)) return refuse('revote_exists');
    if (previousVoteId && (yield* nextRoundOf(tx, previousVoteId))) return refuse('revote_exists');
    const list = yield* candidatesOf(tx, voteId);
    const made = yield* sameSlips(tx, vote, { id, at, round, rules, previousVoteId, repeatsVoteId: voteId }, list);
    if (isRefused(made)) return made;
    const candidates = standing(list).length;
    yield* append(tx, {
      type: 'vote_repeated',
      at,
      data: { vote: id, instead: voteId, round, candidates, places: rules.places, by },
    });
    return yield* frozen(tx, made, candidates, by, at);
  });
  deps.live.touch();
  return view;
}

/**
 * A vote on the slips of an earlier one: the next uuid for which they carry keys. A uuid that any vote has used, void ones
 * too, is never used again: its keys may stand on a board already.
 */
function* sameSlips(
  tx: Tx,
  from: VoteRow,
  made: { id: string; at: string; round: number; rules: BallotRules } & Partial<
    Pick<VoteRow, 'previousVoteId' | 'repeatsVoteId'>
  >,
  candidates: readonly CandidateRow[],
): Query<Result<VoteRow, 'no_round_left'>> {
  const used = new Set((yield* votesOfSitting(tx, from.sittingId)).map(({ uuid }) => uuid));
  const [uuid, ...revoteUuids] = from.revoteUuids.filter((each) => !used.has(each));
  if (!uuid) return refuse('no_round_left');
  const { id, at, ...rest } = made;
  const { handsForRules, handsForScrutineers } = hallOf(from);
  const { sittingId, title, kind, group } = from;
  const row = yield* insertVote(tx, {
    ...blankVote,
    id,
    sittingId,
    title,
    kind,
    group,
    uuid,
    revoteUuids,
    createdAt: at,
    // What was adopted by show of hands stays adopted; boxes are inspected and reports signed anew.
    hall: { ...noHallFacts, handsForRules, handsForScrutineers },
    ...rest,
  });
  if (!row) throw new Error(`vote ${id} exists`);
  yield* insertCandidates(
    tx,
    candidates.map((candidate) => ({
      ...candidate,
      id: `${id.slice(0, 20)}${String(candidate.listNumber).padStart(4, '0')}`,
      voteId: id,
    })),
  );
  return row;
}

function* frozen(tx: Tx, made: VoteRow, candidates: number, by: string, at: string): Query<VoteSummary> {
  const row = yield* freeze(tx, made, by, at);
  if (isRefused(row)) throw new Error(`round ${made.round} cannot be frozen: ${row.refusal}`);
  return summaryOf(row, candidates);
}
