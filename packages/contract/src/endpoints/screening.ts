import { z } from 'zod';
import { criteria, proposalActs, yearStates, type Criterion, type ProposalState, type YearState } from '@piaojue/rules';
import { endpoint } from '../endpoint.js';
import { day, id, lineOfText, text, time, version, yearText } from '../fields.js';
import {
  committeeDecision,
  draftFields,
  listedProject,
  originLine,
  proposal,
  proposalLine,
  proposalVersion,
  rankedProposal,
} from '../proposals.js';

const inYear = z.strictObject({ year: yearText });
const one = z.strictObject({ proposalId: id });
const offices = ['gov_office', 'clerk', 'auditor'] as const;
const readers = ['unit', ...offices] as const;
/** Past the government's list: nothing of it changes any more except by the standing committee. */
const screening = ['collect', 'screen'] as const satisfies readonly YearState[];

/** A unit sees its own; the government office, the clerk and the auditor see what was submitted. */
export const listProposals = endpoint('list_proposals', {
  method: 'GET',
  path: '/years/:year/proposals',
  roles: readers,
  params: inYear,
  reply: z.object({ proposals: z.array(proposalLine) }),
});

export const createProposal = endpoint('create_proposal', {
  method: 'POST',
  path: '/years/:year/proposals',
  roles: ['unit'],
  inYear: screening,
  params: inYear,
  body: z.strictObject({ name: lineOfText(80) }),
  reply: proposal,
  refusals: { no_unit: 409, too_many_proposals: 409 },
});

export const readProposal = endpoint('read_proposal', {
  method: 'GET',
  path: '/proposals/:proposalId',
  roles: readers,
  params: one,
  reply: proposal,
});

/**
 * Saves what is typed. A `note` keeps it as a version of its own (保存版本); without one it is the autosave of a draft.
 * The office may put right the wording of what was submitted, complete and with a note.
 */
export const saveProposal = endpoint('save_proposal', {
  method: 'PUT',
  path: '/proposals/:proposalId',
  roles: ['unit', 'gov_office', 'clerk'],
  params: one,
  body: z.strictObject({ version, fields: draftFields, note: lineOfText(100, 0).nullable() }),
  reply: proposal,
  refusals: { conflict: 409, incomplete: 422, note_needed: 422, wording_only: 422 },
});

/** One move of a proposal (rules: proposalMoves). Who may make which, and when, stands in screening/moves.ts. */
export const moveProposal = endpoint('move_proposal', {
  method: 'POST',
  path: '/proposals/:proposalId/moves',
  roles: ['unit', 'gov_office', 'clerk'],
  params: one,
  body: z.strictObject({
    act: z.enum(proposalActs).exclude(['fix', 'keep', 'unfix']),
    version,
    reason: text(400, 0),
  }),
  reply: proposal,
  refusals: { conflict: 409, incomplete: 422, reason_needed: 422, not_your_act: 403 },
});

/** 重新列入建议项目: what the standing committee sent back and its unit submitted again, under its number, in one act. */
export const relistProposal = endpoint('relist_proposal', {
  method: 'POST',
  path: '/proposals/:proposalId/relist',
  roles: ['gov_office'],
  params: one,
  body: z.strictObject({ version }),
  reply: proposal,
  refusals: { conflict: 409 },
});

/** Shortlists several at once; all or none. */
export const shortlistProposals = endpoint('shortlist_proposals', {
  method: 'POST',
  path: '/years/:year/shortlist',
  roles: ['gov_office'],
  inYear: ['screen'],
  params: inYear,
  body: z.strictObject({ proposals: z.array(z.strictObject({ id, version })).min(1).max(200) }),
  reply: z.object({ changed: z.number().int() }),
  refusals: { conflict: 409 },
});

/** Suggestions that the caller may link: handed to the unit, or let through to the public; all of them for the office. */
export const findOrigins = endpoint('find_origins', {
  method: 'GET',
  path: '/years/:year/origins',
  roles: ['unit', 'gov_office'],
  params: inYear,
  query: z.strictObject({ q: z.string().max(60) }),
  reply: z.object({ suggestions: z.array(originLine) }),
});

export const setOrigins = endpoint('set_origins', {
  method: 'PUT',
  path: '/proposals/:proposalId/origins',
  roles: ['unit', 'gov_office'],
  params: one,
  body: z.strictObject({ version, seqs: z.array(z.number().int().min(1)).max(200) }),
  reply: proposal,
  refusals: { conflict: 409, origin_unknown: 422 },
});

export const listVersions = endpoint('list_versions', {
  method: 'GET',
  path: '/proposals/:proposalId/versions',
  roles: readers,
  params: one,
  reply: z.object({ name: z.string(), year: z.number().int(), versions: z.array(proposalVersion) }),
});

/** PDF, DOCX, XLSX, JPEG or PNG by its first bytes, at most 10 MB; ten a proposal. */
export const addAttachment = endpoint('add_attachment', {
  method: 'POST',
  path: '/proposals/:proposalId/attachments',
  roles: ['unit'],
  params: one,
  body: z.strictObject({ name: lineOfText(100), content: z.base64().max(14_000_000) }),
  reply: proposal,
  refusals: { file_empty: 422, file_kind_unknown: 422, file_too_large: 413, too_many_files: 409, quota_full: 409 },
  bodyLimit: 15_000_000,
});

export const removeAttachment = endpoint('remove_attachment', {
  method: 'POST',
  path: '/proposals/:proposalId/attachments/:attachmentId/remove',
  roles: ['unit'],
  params: z.strictObject({ proposalId: id, attachmentId: id }),
  reply: proposal,
});

/** Units that have an account, for choosing whom to ask. */
export const listUnits = endpoint('list_units', {
  method: 'GET',
  path: '/units',
  roles: ['unit', 'gov_office', 'clerk'],
  reply: z.object({ units: z.array(z.string()) }),
});

const markInput = z.strictObject({
  criterion: z.enum(criteria),
  met: z.enum(['yes', 'partly', 'no']),
  score: z.number().int().min(0).max(5),
  reason: text(400),
});

/** The criteria sheet, whole or in part; every mark with its reason. */
export const setMarks = endpoint('set_marks', {
  method: 'PUT',
  path: '/proposals/:proposalId/marks',
  roles: ['gov_office'],
  params: one,
  body: z.strictObject({ version, marks: z.array(markInput).min(1).max(criteria.length) }),
  reply: proposal,
  refusals: { conflict: 409, marked_twice: 422 },
});

const weights = z.record(z.enum(criteria), z.number().int().min(0).max(10));
/** With none that counts, nothing could be ranked. */
const countingWeights = weights.refine(
  (each) => Object.values(each).some((weight) => weight > 0),
  '至少有一条标准的权重不是 0',
);
export const setWeights = endpoint('set_weights', {
  method: 'PUT',
  path: '/years/:year/weights',
  roles: ['gov_office'],
  inYear: screening,
  params: inYear,
  /** `before`: the weights that the person read. */
  body: z.strictObject({ before: weights, weights: countingWeights }),
  reply: z.object({ weights }),
  refusals: { conflict: 409 },
});

const yearListView = z.object({
  minutesNumber: z.string(),
  minutesDate: z.string(),
  submittedBy: z.string(),
  submittedAt: time,
  listHash: z.string(),
  decision: committeeDecision.nullable(),
  decidedAt: time.nullable(),
  candidatesHash: z.string().nullable(),
});
export type YearList = z.infer<typeof yearListView>;

/** Everything that was submitted, with scores as advice, the money and the list. */
export const readScreening = endpoint('read_screening', {
  method: 'GET',
  path: '/years/:year/screening',
  roles: offices,
  params: inYear,
  reply: z.object({
    state: z.custom<YearState>(),
    fundFen: z.number().nullable(),
    places: z.number().int(),
    leastSurplus: z.number().int(),
    /** Suggestions of the year without a public answer. */
    unanswered: z.number().int(),
    weights: z.record(
      z.custom<Criterion>((value) => typeof value === 'string'),
      z.number(),
    ),
    proposals: z.array(rankedProposal),
    towns: z.array(z.string()),
    list: yearListView.nullable(),
  }),
});

/** 排序: the whole short list in its order; `before` is the order that the person read. */
export const setListOrder = endpoint('set_list_order', {
  method: 'PUT',
  path: '/years/:year/list-order',
  roles: ['gov_office'],
  inYear: ['screen'],
  params: inYear,
  body: z.strictObject({ before: z.array(id).max(200), order: z.array(id).min(1).max(200) }),
  reply: z.object({ listed: z.number().int() }),
  refusals: { conflict: 409, order_incomplete: 422 },
});

/** 提请人大常委会审议: the short list as it stands becomes the list, once. */
export const submitList = endpoint('submit_list', {
  method: 'POST',
  path: '/years/:year/acts/submit-list',
  roles: ['gov_office'],
  inYear: ['screen'],
  params: inYear,
  body: z.strictObject({
    minutesNumber: lineOfText(40),
    minutesDate: day,
    proposals: z.array(z.strictObject({ id, version })).min(1).max(200),
  }),
  reply: z.object({ listed: z.number().int(), listHash: z.string() }),
  refusals: {
    conflict: 409,
    sheet_incomplete: 409,
    list_unordered: 409,
    meeting_in_future: 422,
    meeting_too_early: 422,
    stale_sign_in: 403,
  },
});

/** Fixed candidates and reserves of a year, for the people of the sitting. */
export const readCandidates = endpoint('read_candidates', {
  method: 'GET',
  path: '/years/:year/candidates',
  roles: ['gov_office', 'clerk', 'committee', 'auditor', 'delegate', 'presidium', 'unit'],
  params: inYear,
  inYear: yearStates.slice(yearStates.indexOf('candidates_fixed')),
  reply: z.object({
    list: yearListView,
    places: z.number().int(),
    candidates: z.array(listedProject.extend({ origins: z.array(originLine), state: z.custom<ProposalState>() })),
    reserves: z.array(z.object({ id: z.string(), name: z.string(), unit: z.string() })),
    /** The disclosure that makes them public: prepared or published. */
    preparedAt: time.nullable(),
    publishedAt: time.nullable(),
  }),
});
