import { z } from 'zod';
import { yearStates, type Criterion, type ProposalState, type YearState } from '@piaojue/rules';
import type { CandidateFields } from '../candidates.js';
import { endpoint } from '../endpoint.js';
import { day, id, lineOfText, text, time, yearText } from '../fields.js';
import { importReport } from '../imports.js';
import {
  commentErasures,
  committeeRecord,
  committeeVote,
  opinion,
  originLine,
  publicComment,
  question,
  remark,
} from '../proposals.js';
import { proof, proofRefusals } from '../proof.js';
import { disclosure } from './years.js';

const inYear = z.strictObject({ year: yearText });
const one = z.strictObject({ proposalId: id });
const fromList = yearStates.slice(yearStates.indexOf('standing_committee_review'));

/** One project of the papers. While it is sent back (`open`), its text is the one that was on the list. */
export const paper = z.object({
  id: z.string(),
  listNumber: z.number().int().nullable(),
  unit: z.string(),
  state: z.custom<ProposalState>(),
  open: z.boolean(),
  stateReason: z.string(),
  version: z.number().int(),
  fields: z.custom<CandidateFields>(),
  questions: z.array(question),
  /** 审议意见: for the standing committee and the offices; empty for delegates. */
  remarks: z.array(remark),
  /** Fields that say something else than when the list was submitted, or than when it was shown to the public. */
  changed: z.array(z.custom<keyof CandidateFields>()),
  changedSincePublic: z.array(z.custom<keyof CandidateFields>()),
  origins: z.array(originLine),
  /** For the standing committee and the offices; null for delegates. */
  inside: z
    .object({
      opinions: z.array(
        opinion.pick({ kind: true, unit: true, stance: true, text: true }).extend({
          /** Given on an older text. */
          outdated: z.boolean(),
        }),
      ),
      score: z.number().int().nullable(),
      failed: z.array(z.object({ criterion: z.custom<Criterion>(), reason: z.string() })),
      attachments: z.array(z.object({ id: z.string(), name: z.string(), size: z.number().int() })),
    })
    .nullable(),
});
export type Paper = z.infer<typeof paper>;

/** 会议材料 of the standing committee and the delegates, from the submission of the list on. */
export const readPapers = endpoint('read_papers', {
  method: 'GET',
  path: '/years/:year/papers',
  roles: ['committee', 'delegate', 'clerk', 'gov_office', 'auditor'],
  inYear: fromList,
  params: inYear,
  reply: z.object({
    year: z.number().int(),
    state: z.custom<YearState>(),
    places: z.number().int(),
    leastSurplus: z.number().int(),
    fundFen: z.number().nullable(),
    minutesNumber: z.string(),
    minutesDate: z.string(),
    submittedAt: time,
    listHash: z.string(),
    /** What the government submitted; the papers show what stands now. */
    submitted: z.object({ projects: z.number().int(), totalFen: z.number() }),
    papers: z.array(paper),
    /** When the caller signed for them. */
    receivedAt: time.nullable(),
    comments: z.object({
      from: day.nullable(),
      until: day.nullable(),
      openedAt: time.nullable(),
      closedAt: time.nullable(),
      preparedAt: time.nullable(),
      /** Comments that nobody has shown or answered yet; 0 for delegates. */
      unread: z.number().int(),
    }),
    /** Votes that do not stand; for the standing committee and the offices, empty for delegates. */
    earlier: z.array(committeeRecord),
  }),
});

/** 阅文签收: a member or a delegate says that the papers were opened and read. */
export const signForPapers = endpoint('sign_for_papers', {
  method: 'POST',
  path: '/years/:year/papers/receipt',
  roles: ['committee', 'delegate'],
  inYear: fromList,
  params: inYear,
  reply: z.object({ at: time }),
});

/** Whoever should have the papers; `number` on the roll where they come on paper, null where an account signs. */
const receipts = z.object({
  receipts: z.array(
    z.object({
      name: z.string(),
      number: z.string().nullable(),
      delegation: z.string(),
      office: z.enum(['committee', 'delegate']),
      at: time.nullable(),
    }),
  ),
});

export const listReceipts = endpoint('list_receipts', {
  method: 'GET',
  path: '/years/:year/receipts',
  roles: ['clerk', 'auditor'],
  inYear: fromList,
  params: inYear,
  reply: receipts,
});

/** 纸质送达: delegates of the roll without an account, to whom the papers were handed on paper. */
export const recordPapersHanded = endpoint('record_papers_handed', {
  method: 'POST',
  path: '/years/:year/papers/handed',
  roles: ['clerk'],
  inYear: fromList,
  params: inYear,
  body: z.strictObject({ numbers: z.array(z.string().max(40)).min(1).max(3000) }),
  reply: receipts,
  refusals: { delegate_unknown: 422 },
});

export const askQuestion = endpoint('ask_question', {
  method: 'POST',
  path: '/proposals/:proposalId/questions',
  roles: ['committee', 'delegate'],
  params: one,
  body: z.strictObject({ text: text(500, 2) }),
  reply: question,
});

export const answerQuestion = endpoint('answer_question', {
  method: 'POST',
  path: '/questions/:questionId/answer',
  roles: ['unit'],
  params: z.strictObject({ questionId: id }),
  body: z.strictObject({ text: text(1000, 2) }),
  reply: question,
  refusals: { already_answered: 409 },
});

/** 审议意见: a comment, or a change that is asked for. */
export const addRemark = endpoint('add_remark', {
  method: 'POST',
  path: '/proposals/:proposalId/remarks',
  roles: ['committee'],
  params: one,
  body: z.strictObject({ kind: z.enum(['comment', 'change']), text: text(500, 2) }),
  reply: remark,
});

/** What was done about a change that was asked for. */
export const settleRemark = endpoint('settle_remark', {
  method: 'POST',
  path: '/remarks/:remarkId/settle',
  roles: ['unit', 'clerk'],
  params: z.strictObject({ remarkId: id }),
  body: z.strictObject({ text: text(500, 2) }),
  reply: remark,
  refusals: { already_answered: 409 },
});

/** 拟公示: the list as it stands, to be made public for comments; another person reviews (publish_disclosure). */
export const prepareCommentPeriod = endpoint('prepare_comment_period', {
  method: 'POST',
  path: '/years/:year/comment-period',
  roles: ['clerk'],
  inYear: ['standing_committee_review'],
  params: inYear,
  body: z.strictObject({ title: lineOfText(80), from: day, until: day }),
  reply: disclosure,
  refusals: { already_prepared: 409, comments_were_open: 409, deadline_past: 422, still_sent_back: 409 },
});

export const closeCommentPeriod = endpoint('close_comment_period', {
  method: 'POST',
  path: '/years/:year/acts/close-comments',
  roles: ['clerk'],
  inYear: ['standing_committee_review'],
  params: inYear,
  reply: z.object({ closedAt: time }),
  refusals: { comments_not_open: 409 },
});

/** Oldest first, 50 a page. */
export const listComments = endpoint('list_comments', {
  method: 'GET',
  path: '/years/:year/comments',
  roles: ['clerk', 'gov_office', 'committee', 'auditor'],
  inYear: fromList,
  params: inYear,
  query: z.strictObject({
    /** 待答复, 未公开. */
    only: z.enum(['waiting', 'hidden']).optional(),
    /** A comment: those that came later, or those that came before it. */
    after: id.optional(),
    before: id.optional(),
  }),
  reply: z.object({
    /** Of the year: all, without a reply, not shown; of the choice, and how many of it stand before this page. */
    total: z.number().int(),
    waiting: z.number().int(),
    hidden: z.number().int(),
    chosen: z.number().int(),
    passed: z.number().int(),
    comments: z.array(publicComment),
  }),
});

export const showComment = endpoint('show_comment', {
  method: 'POST',
  path: '/comments/:commentId/show',
  roles: ['clerk'],
  params: z.strictObject({ commentId: id }),
  /** What looks like a phone, an identity number or a name is refused with its pieces until it was `looked` at. */
  body: z.strictObject({ shown: z.boolean(), looked: z.boolean().optional() }),
  reply: publicComment,
  refusals: { personal_data: 409, comment_erased: 409 },
});

/** 删除内容: what must not be kept is gone for good, and no more shown; that it came, and what was answered, stays. */
export const eraseComment = endpoint('erase_comment', {
  method: 'POST',
  path: '/comments/:commentId/erase',
  roles: ['clerk'],
  params: z.strictObject({ commentId: id }),
  body: z.strictObject({ reason: z.enum(commentErasures) }),
  reply: publicComment,
});

export const replyToComment = endpoint('reply_to_comment', {
  method: 'POST',
  path: '/comments/:commentId/reply',
  roles: ['clerk', 'gov_office'],
  params: z.strictObject({ commentId: id }),
  /** `before`: the reply that was read, null where there was none. */
  body: z.strictObject({ text: text(500, 2), before: text(500, 0).nullable() }),
  reply: publicComment,
  refusals: { conflict: 409, comment_erased: 409 },
});

/**
 * 常委会表决: records the vote and fixes the candidates in the order of the ballot; every other listed project goes to the
 * reserve. Needs more than half of all members (R-LIST-06); fewer candidates than the least surplus only when accepted.
 */
export const decideCandidates = endpoint('decide_candidates', {
  method: 'POST',
  path: '/years/:year/acts/decide',
  roles: ['clerk'],
  inYear: ['standing_committee_review'],
  params: inYear,
  body: z.strictObject({
    meeting: lineOfText(80),
    /** When the meeting voted: not when the clerk typed it. */
    heldOn: day,
    vote: committeeVote,
    candidates: z.array(id).min(1).max(200),
    acceptsDifferential: z.boolean(),
    /** Some candidates say something else than what was shown to the public. */
    acceptsChanged: z.boolean(),
    /** Every project on the list with the version that the clerk read. */
    listed: z.array(z.strictObject({ id, version: z.number().int().min(1) })).max(200),
  }),
  reply: z.object({ candidates: z.number().int(), reserves: z.number().int(), candidatesHash: z.string() }),
  refusals: {
    conflict: 409,
    votes_do_not_sum: 422,
    no_majority: 409,
    differential_too_small: 409,
    still_sent_back: 409,
    comments_open: 409,
    comments_waiting: 409,
    fewer_than_places: 422,
    changed_since_public: 409,
    day_in_future: 422,
    held_before_list: 422,
    stale_sign_in: 403,
  },
});

/** 表决没有通过: recorded beside; the list waits on for a decision. The same vote again is the same record. */
export const recordNotCarried = endpoint('record_not_carried', {
  method: 'POST',
  path: '/years/:year/acts/not-carried',
  roles: ['clerk'],
  inYear: ['standing_committee_review'],
  params: inYear,
  body: z.strictObject({ meeting: lineOfText(80), heldOn: day, vote: committeeVote }),
  reply: z.object({ recorded: z.literal(true) }),
  refusals: {
    votes_do_not_sum: 422,
    majority_reached: 409,
    day_in_future: 422,
    held_before_list: 422,
    stale_sign_in: 403,
  },
});

/**
 * 更正审议结果: a decision that was recorded wrongly is taken back, before its publication. What was recorded stays beside;
 * `drafts`: votes in preparation that had taken these candidates and have lost them.
 */
export const correctDecision = endpoint('correct_decision', {
  method: 'POST',
  path: '/years/:year/acts/correct-decision',
  roles: ['clerk'],
  inYear: ['candidates_fixed'],
  params: inYear,
  body: z.strictObject({ candidatesHash: z.string().max(100), reason: text(200, 2) }),
  reply: z.object({ drafts: z.number().int() }),
  refusals: {
    conflict: 409,
    disclosure_waiting: 409,
    already_published: 409,
    vote_under_way: 409,
    reserve_taken_up: 409,
    stale_sign_in: 403,
  },
});

/** 拟公开候选项目; another person reviews (publish_disclosure). */
export const prepareCandidateList = endpoint('prepare_candidate_list', {
  method: 'POST',
  path: '/years/:year/candidates/disclosure',
  roles: ['clerk'],
  inYear: yearStates.slice(yearStates.indexOf('candidates_fixed')),
  params: inYear,
  body: z.strictObject({ title: lineOfText(80) }),
  reply: disclosure,
  refusals: { already_prepared: 409, already_published: 409 },
});

/** 从本年度候选项目带入: the fixed candidates of the sitting's year become the candidates of the vote. */
export const takeCandidates = endpoint('take_candidates', {
  method: 'POST',
  path: '/votes/:voteId/candidates/from-year',
  roles: ['clerk'],
  during: ['draft'],
  params: z.strictObject({ voteId: id }),
  reply: importReport,
  refusals: { candidates_not_fixed: 409 },
});

/**
 * 公示: what was published for comments, or the candidates once those are published; exactly as published. What was shown
 * for comments can be read on with `of`.
 */
export const readPublicList = endpoint('read_public_list', {
  method: 'GET',
  path: '/public/years/:year/candidates',
  roles: ['anyone'],
  params: inYear,
  query: z.strictObject({ of: z.enum(['comments']).optional() }),
  reply: z.object({
    year: z.number().int(),
    stage: z.enum(['none', 'comments', 'candidates']),
    title: z.string(),
    publishedAt: time.nullable(),
    /** Of the disclosure: its exact content is a file whose SHA-256 is `hash`. */
    disclosureId: z.string().nullable(),
    hash: z.string().nullable(),
    /** What else was published of this year. */
    other: z.enum(['comments', 'candidates']).nullable(),
    from: day.nullable(),
    until: day.nullable(),
    open: z.boolean(),
    projects: z.array(
      z.object({
        id: z.string(),
        listNumber: z.number().int(),
        fields: z.custom<CandidateFields>(),
        /** The suggestions it came from, of those that everybody may read. */
        suggestions: z.array(z.object({ seq: z.number().int(), title: z.string() })),
        comments: z.array(publicComment.pick({ id: true, text: true, at: true, reply: true, repliedAt: true })),
      }),
    ),
  }),
});

/**
 * What somebody of the public says of a project; shown once the clerk lets it through. `device`: random, kept by the
 * browser. The same words again are the same comment.
 */
export const sendComment = endpoint('send_comment', {
  method: 'POST',
  path: '/public/projects/:proposalId/comments',
  roles: ['anyone'],
  params: one,
  body: z.strictObject({
    text: text(500, 4),
    device: z.string().regex(/^[A-Za-z0-9_-]{22,64}$/),
    /** Null from a browser without script: taken within a much narrower limit. */
    proof: proof.nullable(),
  }),
  reply: z.object({ received: z.literal(true) }),
  refusals: { ...proofRefusals, comments_not_open: 409, too_many_comments: 429, no_script_limit: 429 },
});
