import type { Rows, Tx } from '@piaojue/db';
import type { Candidate, CandidateFields, GivenDetail, PaperTotals, Vote } from '@piaojue/contract';
import { checkRules, type TwoPersonAct } from '@piaojue/rules';
import { castingCounts } from '../ballots/store.js';
import { ceremonyOf, trusteesOf } from '../ceremony/store.js';
import { ownersDelivered } from '../board/store.js';
import { refuse, type Result } from '../result.js';
import { slipsOf } from '../sittings/store.js';
import {
  candidatesOf,
  nextRoundOf,
  outcomeOf,
  paperOf,
  pendingOf,
  publicationOf,
  voteById,
  type CandidateRow,
} from './store.js';
import { hallOf, summaryOf } from './summary.js';
import { awaitedBy, noteOf } from './two-people.js';

export const candidateView = ({ id, listNumber, withdrawn, fields }: CandidateRow): Candidate => ({
  id,
  listNumber,
  withdrawn,
  fields: fields as CandidateFields,
});

/** Projects that stand: withdrawn ones keep their number on the list and nothing else (T24). */
export const standing = (candidates: readonly CandidateRow[]): CandidateRow[] =>
  candidates.filter(({ withdrawn }) => !withdrawn);

/** A vote with everything its clerk, scrutineers and chair see. */
export function* voteView(tx: Tx, voteId: string): Generator<Rows<unknown>, Result<Vote, 'not_found'>, unknown> {
  const vote = yield* voteById(tx, voteId);
  if (!vote) return refuse('not_found');
  const candidates = yield* candidatesOf(tx, voteId);
  const ceremony = yield* ceremonyOf(tx, vote.sittingId);
  const trustees = yield* trusteesOf(tx, vote.sittingId);
  const delivered = new Set(yield* ownersDelivered(tx, voteId));
  const slips = yield* slipsOf(tx, vote.sittingId);
  const outcome = yield* outcomeOf(tx, voteId);
  const publication = yield* publicationOf(tx, voteId);
  const owners = [
    { owner: 1, name: '服务器' },
    ...trustees.map(({ trustee, displayName }) => ({ owner: trustee.index + 1, name: displayName })),
  ];
  return {
    ...summaryOf(vote, standing(candidates).length),
    hall: hallOf(vote),
    rules: vote.rules,
    ruleProblems: checkRules(vote.rules, standing(candidates).length).map(({ severity, code, sentence }) => ({
      severity,
      code,
      message: sentence,
    })),
    candidates: candidates.map(candidateView),
    frozenHash: vote.frozenHash,
    fingerprint: vote.fingerprint,
    presentAtOpen: vote.presentAtOpen,
    openedAt: vote.openedAt,
    closedAt: vote.closedAt,
    countdownEndsAt: vote.countdownEndsAt,
    pending: (yield* pendingOf(tx, voteId)).map(({ pending, displayName, roles }) => ({
      act: pending.act as TwoPersonAct,
      given: pending.detail as GivenDetail,
      by: displayName,
      byAccountId: pending.accountId,
      awaits: awaitedBy(pending.act as TwoPersonAct, roles),
      at: pending.at,
      note: noteOf(pending.detail as GivenDetail),
    })),
    ballots: yield* castingCounts(tx, voteId),
    issued: vote.issued ?? (slips ? slips.printed - slips.void : null),
    paper: ((yield* paperOf(tx, voteId))?.totals as PaperTotals | undefined) ?? null,
    decryptions: ceremony ? owners.map(({ owner, name }) => ({ owner, name, delivered: delivered.has(owner) })) : [],
    threshold: ceremony?.threshold ?? null,
    openingFailed: vote.openingFailed !== null,
    voidReason: vote.voidReason,
    outcome: outcome?.outcome ?? null,
    chairDecision: outcome?.decision ?? null,
    nextVoteId: (yield* nextRoundOf(tx, voteId))?.id ?? null,
    announcement: publication ? { number: publication.announcementNumber, publishedAt: publication.publishedAt } : null,
  };
}
