import { hexDigest, newUuid } from '@piaojue/ballot-crypto';
import type { Rows, Tx } from '@piaojue/db';
import type { BodyOf, GivenDetail, Vote, VoteSummary, createVote } from '@piaojue/contract';
import { frozenText, type JsonValue } from '@piaojue/record';
import {
  belowDifferential,
  checkRules,
  defaultRules,
  nextState,
  type BallotRules,
  type TwoPersonAct,
  type VoteAct,
} from '@piaojue/rules';
import { isFresh, type SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { ceremonyOf } from '../ceremony/store.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { isRefused, refuse, type Refusal, type Result } from '../result.js';
import { standsUnpublished } from '../screening/ballots.js';
import { attendanceOf, sittingById, slipsOf } from '../sittings/store.js';
import {
  candidatesOf,
  insertVote,
  pendingOf,
  removePending,
  removeVoteKey,
  updateVote,
  voteById,
  slipVotesOf,
  type VoteRow,
} from './store.js';
import { confirmByTwo, mayWithdraw } from './two-people.js';
import { hallProblem } from './hall.js';
import { hallOf, summaryOf } from './summary.js';
import { unreadableRules } from './unreadable-rules.js';
import { standing, voteView } from './view.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** Votes of a sitting: one registration of slips carries keys for all of them (contract: `mostLists`). */
const mostVotes = 20;
/** Re-votes and repeats that the slips carry keys for: two rounds that the rules may ask for, and two votes made void. */
const spare = 4;

export async function createVoteAct(
  deps: Deps,
  by: string,
  sittingId: string,
  { title, kind, group, places }: BodyOf<typeof createVote>,
): Promise<Result<VoteSummary, 'not_found' | 'slips_registered' | 'too_many_votes' | 'group_differs'>> {
  const at = timeOf(deps);
  const id = newId(deps.random);
  const [uuid, ...revoteUuids] = Array.from({ length: 1 + spare }, () => newUuid(deps.random));
  return deps.store.write(function* (tx) {
    if (!(yield* sittingById(tx, sittingId))) return refuse('not_found');
    if (yield* slipsOf(tx, sittingId)) return refuse('slips_registered');
    const others = yield* slipVotesOf(tx, sittingId);
    if (others.length >= mostVotes) return refuse('too_many_votes');
    const ceremony = yield* ceremonyOf(tx, sittingId);
    if (others.some((other) => other.group !== group) || (ceremony && ceremony.group !== group))
      return refuse('group_differs');
    const { all: delegates } = yield* attendanceOf(tx, sittingId);
    const rules = defaultRules({ places, delegates });
    const row = yield* insertVote(tx, {
      ...blankVote,
      id,
      sittingId,
      title,
      kind,
      group,
      uuid: uuid ?? '',
      revoteUuids,
      rules: { ...rules, ballotKind: kind },
      createdAt: at,
    });
    if (!row) throw new Error(`vote ${id} exists`);
    yield* append(tx, {
      type: 'vote_created',
      at,
      data: { vote: id, sitting: sittingId, title, kind, group, uuid: row.uuid, by },
    });
    return summaryOf(row, 0);
  });
}

/** A vote as it starts; what is not yet known is null. */
export const blankVote = {
  round: 1,
  previousVoteId: null,
  repeatsVoteId: null,
  state: 'draft',
  frozen: null,
  frozenHash: null,
  election: null,
  fingerprint: null,
  trustees: null,
  credentials: null,
  presentAtOpen: null,
  issued: null,
  openedAt: null,
  closedAt: null,
  countdownEndsAt: null,
  hall: null,
  openingFailed: null,
  voidReason: null,
} as const satisfies Partial<VoteRow>;

export const readVoteAct = (deps: Deps, voteId: string) => deps.store.read((tx) => voteView(tx, voteId));

/** Only what a rule may be, and not after the hall has adopted the rules by show of hands. */
export async function setRulesAct(deps: Deps, by: string, voteId: string, rules: BallotRules) {
  const at = timeOf(deps);
  return deps.store.write(function* (tx) {
    const vote = yield* voteById(tx, voteId);
    if (vote?.state !== 'draft') return refuse('wrong_phase');
    if (hallOf(vote).handsForRules !== null) return refuse('rules_adopted');
    const problem = unreadableRules(rules);
    if (problem) return refuse('rules_invalid', problem);
    if (rules.ballotKind !== vote.kind) return refuse('rules_invalid', '表决票形式与本次表决不符');
    yield* updateVote(tx, voteId, { rules });
    yield* append(tx, { type: 'rules_set', at, data: { vote: voteId, rules: hexDigest(JSON.stringify(rules)), by } });
    return yield* voteView(tx, voteId);
  });
}

/** A draft that nobody wants to vote on; its place in the sitting is free again. */
export async function discardAct(deps: Deps, by: string, voteId: string) {
  const at = timeOf(deps);
  return deps.store.write(function* (tx) {
    const to = movedTo(yield* voteById(tx, voteId), 'discard');
    if (isRefused(to)) return to;
    yield* updateVote(tx, voteId, { state: to, voidReason: '起草时撤销' });
    yield* append(tx, { type: 'vote_discarded', at, data: { vote: voteId, by } });
    return yield* voteView(tx, voteId);
  });
}

/** The phase move of an act, or why it is not allowed now. */
export function movedTo(vote: Pick<VoteRow, 'state'> | undefined, act: VoteAct) {
  if (!vote) return refuse('not_found');
  return nextState(vote.state, act) ?? refuse('wrong_phase', { state: vote.state });
}

/** 定稿: list and rules become one canonical text whose hash goes into the log and, later, into the election. */
export function* freeze(
  tx: Tx,
  vote: VoteRow,
  by: string,
  at: string,
): Query<Result<VoteRow, 'wrong_phase' | 'not_found' | 'no_candidates' | 'rules_invalid'>> {
  const to = movedTo(vote, 'freeze');
  if (isRefused(to)) return to;
  const candidates = yield* candidatesOf(tx, vote.id);
  if (standing(candidates).length === 0) return refuse('no_candidates');
  const { all: delegates } = yield* attendanceOf(tx, vote.sittingId);
  const rules: BallotRules = { ...vote.rules, delegateTotal: delegates };
  const errors =
    // A re-vote runs under rules made from the first's, a repeat under the very ones that were frozen.
    vote.round > 1 || vote.repeatsVoteId !== null
      ? []
      : checkRules(rules, standing(candidates).length).filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    return refuse(
      'rules_invalid',
      errors.map(({ sentence }) => sentence),
    );
  const frozen = frozenText({ ...vote, vote: vote.id, rules, candidates });
  const frozenHash = hexDigest(frozen);
  const row = yield* updateVote(tx, vote.id, { rules, frozen, frozenHash, state: to });
  if (!row) return refuse('not_found');
  yield* append(tx, {
    type: 'vote_frozen',
    at,
    data: { vote: vote.id, candidates: standing(candidates).length, places: rules.places, list: frozenHash, by },
  });
  return row;
}

/** Fewer candidates than the adopted differential are a warning: the clerk must have accepted it, and the log says so (R-LIST-01). */
export async function freezeAct(deps: Deps, by: string, voteId: string, acceptsDifferential: boolean) {
  const at = timeOf(deps);
  return deps.store.write(function* (tx) {
    const vote = yield* voteById(tx, voteId);
    if (!vote) return refuse('not_found');
    // From here on the hall and the booths show the names.
    if (yield* standsUnpublished(tx, vote)) return refuse('candidates_not_public');
    const row = yield* freeze(tx, vote, by, at);
    if (isRefused(row)) return row;
    const candidates = standing(yield* candidatesOf(tx, voteId)).length;
    const tooFew = belowDifferential(row.rules, candidates);
    if (tooFew !== undefined && !acceptsDifferential) return refuse('differential_below_minimum', tooFew);
    if (tooFew !== undefined)
      yield* append(tx, {
        type: 'differential_accepted',
        at,
        data: { vote: voteId, candidates, places: row.rules.places, percent: row.rules.minDifferentialPercent, by },
      });
    return yield* voteView(tx, voteId);
  });
}

/** A move that one person makes and that needs nothing but its phase. */
export async function simpleAct(
  deps: Deps,
  by: string,
  voteId: string,
  act: 'suspend' | 'resume',
  type: string,
  data: Record<string, JsonValue>,
) {
  const at = timeOf(deps);
  return deps.store.write(function* (tx) {
    const to = movedTo(yield* voteById(tx, voteId), act);
    if (isRefused(to)) return to;
    yield* updateVote(tx, voteId, { state: to });
    yield* append(tx, { type, at, data: { vote: voteId, ...data, by } });
    return yield* voteView(tx, voteId);
  });
}

export type TwoPersonRefusal = 'not_found' | 'wrong_phase' | 'stale_sign_in' | 'wrong_person' | 'differs_from_request';

/**
 * A move that two people make, both with the same `detail`. `go` runs in the same transaction once the second has
 * confirmed; it may still refuse, and then the request stands as before.
 */
export async function twoPersonAct<C extends string = never>(
  deps: Deps,
  caller: SignedIn,
  voteId: string,
  act: TwoPersonAct,
  detail: GivenDetail,
  go: (tx: Tx, vote: VoteRow, confirmed: { first: string; at: string }) => Query<Refusal<C> | undefined>,
  allowed?: (tx: Tx, vote: VoteRow) => Query<Refusal<C> | undefined>,
): Promise<Result<Vote, C | TwoPersonRefusal>> {
  if (!isFresh(deps, caller)) return refuse('stale_sign_in');
  const at = timeOf(deps);
  return deps.store.write(function* (tx) {
    const vote = yield* voteById(tx, voteId);
    const to = movedTo(vote, act);
    if (isRefused(to)) return to;
    if (!vote) return refuse('not_found');
    const problem = allowed ? yield* allowed(tx, vote) : undefined;
    if (isRefused(problem)) return problem;
    const confirmation = yield* confirmByTwo(tx, voteId, act, caller, detail, at);
    if (isRefused(confirmation)) return confirmation;
    if (confirmation.kind === 'waiting') return yield* voteView(tx, voteId);
    const done = yield* go(tx, vote, { first: confirmation.first, at });
    if (isRefused(done)) return done;
    return yield* voteView(tx, voteId);
  });
}

export function openAct(deps: Deps, caller: SignedIn, voteId: string, countdownMinutes: number | null) {
  const now = deps.now().getTime();
  function* allowed(
    tx: Tx,
    vote: VoteRow,
  ): Query<Refusal<'no_quorum' | 'more_slips_than_present' | 'hall_not_recorded'> | undefined> {
    const attendance = yield* attendanceOf(tx, vote.sittingId);
    if (!attendance.hasQuorum) return refuse('no_quorum', { present: attendance.present, quorum: attendance.quorum });
    if ((vote.issued ?? 0) > attendance.present)
      return refuse('more_slips_than_present', { issued: vote.issued, present: attendance.present });
    return yield* hallProblem(tx, vote, 'open');
  }
  return twoPersonAct(
    deps,
    caller,
    voteId,
    'open',
    { countdownMinutes },
    function* (tx, vote, { first: by, at }) {
      const attendance = yield* attendanceOf(tx, vote.sittingId);
      yield* updateVote(tx, voteId, {
        state: 'open',
        presentAtOpen: attendance.present,
        openedAt: at,
        countdownEndsAt: countdownMinutes === null ? null : new Date(now + countdownMinutes * 60_000).toISOString(),
      });
      yield* append(tx, {
        type: 'vote_opened',
        at,
        data: {
          vote: voteId,
          present: attendance.present,
          delegates: attendance.all,
          issued: vote.issued ?? 0,
          by: [by, caller.accountId],
        },
      });
      return undefined;
    },
    allowed,
  );
}

export function voidAct(deps: Deps, caller: SignedIn, voteId: string, reason: string) {
  return twoPersonAct(deps, caller, voteId, 'void', { reason }, function* (tx, _vote, { first: by, at }) {
    yield* updateVote(tx, voteId, { state: 'void', voidReason: reason });
    // What was not opened until now stays closed: without the server's part nobody can.
    yield* removeVoteKey(tx, voteId);
    yield* append(tx, {
      type: 'vote_voided',
      at,
      data: { vote: voteId, reason, by: [by, caller.accountId] },
    });
    return undefined;
  });
}

export async function withdrawPendingActAct(deps: Deps, caller: SignedIn, voteId: string, act: TwoPersonAct) {
  const at = timeOf(deps);
  return deps.store.write(function* (tx) {
    if (!(yield* voteById(tx, voteId))) return refuse('not_found');
    const waiting = (yield* pendingOf(tx, voteId)).find(({ pending }) => pending.act === act);
    if (waiting) {
      const { displayName, disabled, pending } = waiting;
      if (!mayWithdraw(act, { accountId: pending.accountId, disabled }, caller))
        return refuse('only_sides_withdraw', `由${displayName}提出。`);
      yield* removePending(tx, voteId, act);
      yield* append(tx, { type: 'act_withdrawn', at, data: { vote: voteId, act, by: caller.accountId } });
    }
    return yield* voteView(tx, voteId);
  });
}
