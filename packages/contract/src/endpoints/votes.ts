import { z } from 'zod';
import {
  actsNeedingTwoPeople,
  presidiumCourses,
  voteStates,
  type BallotRules,
  type Outcome,
  type TwoPersonAct,
  type VoteState,
} from '@piaojue/rules';
import { endpoint } from '../endpoint.js';
import type { AccountRole } from '../roles.js';
import { ballotKind, count, groupName, id, lineOfText, text, time } from '../fields.js';
import { candidate } from '../candidates.js';
import { importFile, importReport } from '../imports.js';

export const voteId = z.strictObject({ voteId: id });
const readers = ['clerk', 'scrutineer', 'teller', 'presidium', 'auditor', 'admin'] as const;

export const voteSummary = z.object({
  id: z.string(),
  sittingId: z.string(),
  title: z.string(),
  kind: ballotKind,
  group: groupName,
  round: z.number().int(),
  previousVoteId: z.string().nullable(),
  /** The void vote that this one holds again. */
  repeatsVoteId: z.string().nullable(),
  uuid: z.string(),
  state: z.custom<VoteState>(),
  places: z.number().int(),
  candidateCount: z.number().int(),
});
export type VoteSummary = z.infer<typeof voteSummary>;

/** Paper counts typed by the tellers (纸质票): per project in the order of the list, in whole ballots. */
export const paperTotals = z.strictObject({
  issued: count,
  returned: count,
  invalidOverPick: count,
  invalidIllegible: count,
  projects: z.array(z.strictObject({ listNumber: z.number().int(), for: count, against: count, abstain: count })),
});
export type PaperTotals = z.infer<typeof paperTotals>;

/** What the first of two people gave with the request; the second must ask for exactly the same. */
export interface GivenDetail {
  readonly countdownMinutes?: number | null;
  readonly announcementNumber?: string;
  readonly reason?: string;
  readonly totals?: PaperTotals;
}

/** A two-person act that waits for the second person; `note` says in words what was given (公告编号, 原因, 倒计时). */
export const pendingAct = z.object({
  act: z.custom<TwoPersonAct>(),
  given: z.custom<GivenDetail>(),
  by: z.string(),
  byAccountId: z.string(),
  /** Offices of the side that must confirm. */
  awaits: z.array(z.custom<AccountRole>()),
  at: time,
  note: z.string().nullable(),
});

/** What is settled aloud in the hall and written down by the clerk: shows of hands (同意人数), boxes, signature, announcement. */
export const hallFacts = z.strictObject({
  handsForRules: count.nullable(),
  handsForScrutineers: count.nullable(),
  boxesSealed: z.boolean(),
  electronicBoxShown: z.boolean(),
  reportSigned: z.boolean(),
  announced: z.boolean(),
});
export type HallFacts = z.infer<typeof hallFacts>;
export const noHallFacts: HallFacts = {
  handsForRules: null,
  handsForScrutineers: null,
  boxesSealed: false,
  electronicBoxShown: false,
  reportSigned: false,
  announced: false,
};

export const vote = voteSummary.extend({
  hall: hallFacts,
  rules: z.custom<BallotRules>(),
  ruleProblems: z.array(z.object({ severity: z.enum(['error', 'warning']), code: z.string(), message: z.string() })),
  candidates: z.array(candidate),
  frozenHash: z.string().nullable(),
  fingerprint: z.string().nullable(),
  presentAtOpen: z.number().int().nullable(),
  openedAt: time.nullable(),
  closedAt: time.nullable(),
  countdownEndsAt: time.nullable(),
  pending: z.array(pendingAct),
  ballots: z.object({ received: z.number().int(), boxed: z.number().int(), rejected: z.number().int() }),
  issued: z.number().int().nullable(),
  paper: paperTotals.nullable(),
  decryptions: z.array(z.object({ owner: z.number().int(), name: z.string(), delivered: z.boolean() })),
  threshold: z.number().int().nullable(),
  /** The parts delivered so far give no result: one of them is wrong, and another scrutineer must come. */
  openingFailed: z.boolean(),
  /** Why the vote was made void; null unless it is. */
  voidReason: z.string().nullable(),
  outcome: z.custom<Outcome>().nullable(),
  chairDecision: z.string().nullable(),
  nextVoteId: z.string().nullable(),
  announcement: z.object({ number: z.string(), publishedAt: time }).nullable(),
});
export type Vote = z.infer<typeof vote>;

export const readVote = endpoint('read_vote', {
  method: 'GET',
  path: '/votes/:voteId',
  roles: readers,
  params: voteId,
  reply: vote,
});

export const importCandidates = endpoint('import_candidates', {
  method: 'POST',
  path: '/votes/:voteId/candidates/import',
  roles: ['clerk'],
  during: ['draft'],
  params: voteId,
  body: importFile,
  reply: importReport,
  refusals: { file_unreadable: 422, too_many_rows: 422 },
  bodyLimit: 15_000_000,
});

/** T24: taken off the list before the freeze by decision of the presidium; keeps its number with 「撤回」. */
export const withdrawCandidate = endpoint('withdraw_candidate', {
  method: 'PUT',
  path: '/votes/:voteId/candidates/:candidateId/withdrawn',
  roles: ['clerk'],
  during: ['draft'],
  params: z.strictObject({ voteId: id, candidateId: id }),
  body: z.strictObject({ withdrawn: z.boolean(), reason: text(200) }),
  reply: vote,
});

export const setRules = endpoint('set_rules', {
  method: 'PUT',
  path: '/votes/:voteId/rules',
  roles: ['clerk'],
  during: ['draft'],
  params: voteId,
  body: z.strictObject({ rules: z.custom<BallotRules>((value) => typeof value === 'object' && value !== null) }),
  reply: vote,
  refusals: { rules_invalid: 422, rules_adopted: 409 },
});

/** A draft that is not wanted after all. It names nothing that anybody has voted on, so one person is enough. */
export const discardVote = endpoint('discard_vote', {
  method: 'POST',
  path: '/votes/:voteId/acts/discard',
  roles: ['clerk'],
  during: ['draft'],
  params: voteId,
  reply: vote,
});

/** `acceptsDifferential`: the clerk has read that there are fewer candidates than the rules ask for, and freezes all the same. */
export const freezeVote = endpoint('freeze_vote', {
  method: 'POST',
  path: '/votes/:voteId/acts/freeze',
  roles: ['clerk'],
  during: ['draft'],
  params: voteId,
  body: z.strictObject({ acceptsDifferential: z.boolean().default(false) }),
  reply: vote,
  refusals: { no_candidates: 409, rules_invalid: 422, differential_below_minimum: 409, candidates_not_public: 409 },
});

/** 封存电子票箱: fixes keys, public credentials and the election record; from here the box is sealed and empty. */
export const prepareVote = endpoint('prepare_vote', {
  method: 'POST',
  path: '/votes/:voteId/acts/prepare',
  roles: ['clerk'],
  during: ['frozen'],
  params: voteId,
  reply: vote,
  refusals: { keys_missing: 409, slips_missing: 409, more_slips_than_present: 409, no_quorum: 409 },
});

/** Writes down what was settled in the hall; every change is an entry of the audit log. */
export const recordHall = endpoint('record_hall', {
  method: 'PUT',
  path: '/votes/:voteId/hall',
  roles: ['clerk'],
  during: voteStates.filter((state) => state !== 'void'),
  params: voteId,
  body: hallFacts.partial(),
  reply: vote,
  refusals: { more_hands_than_present: 422, hall_out_of_order: 409 },
});

const twoPeople = { wrong_person: 403, stale_sign_in: 401, differs_from_request: 409 } as const;

/** Opened by a clerk and a scrutineer. The first call records who asked; the second, by the other, opens. */
export const openVote = endpoint('open_vote', {
  method: 'POST',
  path: '/votes/:voteId/acts/open',
  roles: ['clerk', 'scrutineer'],
  during: ['ready'],
  params: voteId,
  body: z.strictObject({ countdownMinutes: z.number().int().min(1).max(600).nullable().default(null) }),
  reply: vote,
  refusals: { ...twoPeople, no_quorum: 409, more_slips_than_present: 409, hall_not_recorded: 409 },
  twoPeople: true,
});

export const suspendVote = endpoint('suspend_vote', {
  method: 'POST',
  path: '/votes/:voteId/acts/suspend',
  roles: ['clerk'],
  during: ['open'],
  params: voteId,
  body: z.strictObject({ reason: text(200) }),
  reply: vote,
});

export const resumeVote = endpoint('resume_vote', {
  method: 'POST',
  path: '/votes/:voteId/acts/resume',
  roles: ['clerk'],
  during: ['suspended'],
  params: voteId,
  reply: vote,
});

export const closeVote = endpoint('close_vote', {
  method: 'POST',
  path: '/votes/:voteId/acts/close',
  roles: ['clerk', 'scrutineer'],
  during: ['open', 'suspended'],
  params: voteId,
  reply: vote,
  refusals: twoPeople,
  twoPeople: true,
});

/** Takes back or turns down a request that still waits for its second person: anybody of its two sides. */
export const withdrawPendingAct = endpoint('withdraw_pending_act', {
  method: 'DELETE',
  path: '/votes/:voteId/pending/:act',
  roles: ['clerk', 'scrutineer', 'teller', 'presidium'],
  params: z.strictObject({ voteId: id, act: z.enum(actsNeedingTwoPeople) }),
  reply: vote,
  refusals: { only_sides_withdraw: 403 },
});

/** 登记纸质票: what came out of the paper box, by two people; entered again until the electronic box is opened. */
export const enterPaper = endpoint('enter_paper', {
  method: 'POST',
  path: '/votes/:voteId/acts/enter',
  roles: ['clerk', 'teller', 'scrutineer'],
  during: ['closed'],
  params: voteId,
  body: z.strictObject({ totals: paperTotals }),
  reply: vote,
  refusals: { ...twoPeople, paper_inconsistent: 422 },
  twoPeople: true,
});

/** Corrects the paper totals after the count, before the chair confirms; the outcome is made again from the same electronic totals. */
export const correctPaper = endpoint('correct_paper', {
  method: 'POST',
  path: '/votes/:voteId/acts/correct',
  roles: ['clerk', 'teller', 'scrutineer'],
  during: ['counted'],
  params: voteId,
  body: z.strictObject({ totals: paperTotals, reason: text(200) }),
  reply: vote,
  refusals: { ...twoPeople, paper_inconsistent: 422, paper_unchanged: 409 },
  twoPeople: true,
});

/** Multiplies the ballots into the encrypted tally and lets the server's own key open its part. */
export const tallyVote = endpoint('tally_vote', {
  method: 'POST',
  path: '/votes/:voteId/acts/tally',
  roles: ['clerk', 'teller'],
  during: ['closed'],
  params: voteId,
  reply: vote,
  refusals: { paper_missing: 409, paper_pending: 409 },
});

/** The chair confirms the outcome; where the rules ask the presidium, its decision names the projects by list number. */
export const confirmOutcome = endpoint('confirm_outcome', {
  method: 'POST',
  path: '/votes/:voteId/acts/confirm',
  roles: ['presidium'],
  during: ['counted'],
  params: voteId,
  body: z.strictObject({
    decision: text(400, 0).default(''),
    chosen: z.array(z.number().int()).max(200).default([]),
    /** Where no project is chosen: 名额空缺, 再次投票 or 留待下次会议. A shortfall by the rules is changed by naming one. */
    course: z.enum(presidiumCourses).optional(),
  }),
  reply: vote,
  refusals: {
    decision_needed: 422,
    decision_invalid: 422,
    outcome_not_confirmable: 409,
    paper_pending: 409,
    hall_not_recorded: 409,
  },
});

/** Sets up the next round (再次投票) with the tied or next projects; works on the slips already issued. */
export const openRevote = endpoint('open_revote', {
  method: 'POST',
  path: '/votes/:voteId/revote',
  roles: ['clerk'],
  during: ['confirmed'],
  params: voteId,
  reply: voteSummary,
  refusals: { no_revote_due: 409, revote_exists: 409, no_round_left: 409 },
});

/** 重新表决: a void vote is held again on the slips in hand, with the same list, rules and round, frozen at once. */
export const repeatVote = endpoint('repeat_vote', {
  method: 'POST',
  path: '/votes/:voteId/repeat',
  roles: ['clerk'],
  during: ['void'],
  params: voteId,
  reply: voteSummary,
  refusals: { revote_exists: 409, no_round_left: 409 },
});

export const publishVote = endpoint('publish_vote', {
  method: 'POST',
  path: '/votes/:voteId/acts/publish',
  roles: ['clerk', 'presidium'],
  during: ['confirmed'],
  params: voteId,
  body: z.strictObject({ announcementNumber: lineOfText(40) }),
  reply: vote,
  refusals: { ...twoPeople, revote_pending: 409, outcome_not_final: 409, hall_not_recorded: 409 },
  twoPeople: true,
});

export const voidVote = endpoint('void_vote', {
  method: 'POST',
  path: '/votes/:voteId/acts/void',
  roles: ['clerk', 'presidium'],
  during: ['frozen', 'ready', 'open', 'suspended', 'closing', 'closed', 'tallying', 'counted'],
  params: voteId,
  body: z.strictObject({ reason: text(200) }),
  reply: vote,
  refusals: twoPeople,
  twoPeople: true,
});
