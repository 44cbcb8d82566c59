import { z } from 'zod';
import type { Criterion, ProposalAct, ProposalState } from '@piaojue/rules';
import { mostOf, natures, type CandidateFields } from './candidates.js';
import { day, lineOfText, text, time, version } from './fields.js';

const fen = z.number().int().min(0).max(100_000_000_000_00).nullable();

/**
 * A proposal as typed so far: every field may still be empty (null where a number is missing). Money in 分. What the
 * system says itself (项目编号、责任单位、征集建议条数) is not typed. Complete (candidateFields) from `submitted` on.
 */
export const draftFields = z.strictObject({
  name: lineOfText(80, 0),
  category: lineOfText(20, 0),
  nature: z.enum(natures).nullable(),
  location: text(200, 0),
  content: text(1000, 0),
  brief: lineOfText(80, 0),
  targets: z
    .array(
      z.strictObject({
        item: lineOfText(60, 0),
        quantity: z.number().min(0).max(mostOf.quantity).nullable(),
        unit: lineOfText(20, 0),
      }),
    )
    .max(12),
  totalFen: fen,
  yearFen: fen,
  funding: z.strictObject({ upperLevelFen: fen, districtFen: fen, bondFen: fen, otherFen: fen }),
  coopUnits: z.array(lineOfText(mostOf.coopUnit, 0)).max(mostOf.coopUnits),
  contact: text(80, 0),
  start: lineOfText(20, 0),
  finish: lineOfText(20, 0),
  milestones: z.array(text(mostOf.milestone, 0)).max(mostOf.milestones),
  beneficiaries: text(200, 0),
  beneficiaryCount: z.number().int().min(0).max(mostOf.beneficiaryCount).nullable(),
  origin: text(200, 0),
  readiness: text(400, 0),
  crossYear: z.boolean(),
  annualGoal: text(400, 0),
  note: text(400, 0),
});
export type DraftFields = z.infer<typeof draftFields>;

export const emptyDraft: DraftFields = {
  name: '',
  category: '',
  nature: null,
  location: '',
  content: '',
  brief: '',
  targets: [],
  totalFen: null,
  yearFen: null,
  funding: { upperLevelFen: null, districtFen: null, bondFen: null, otherFen: null },
  coopUnits: [],
  contact: '',
  start: '',
  finish: '',
  milestones: [],
  beneficiaries: '',
  beneficiaryCount: null,
  origin: '',
  readiness: '',
  crossYear: false,
  annualGoal: '',
  note: '',
};

export const proposalLine = z.object({
  id: z.string(),
  unit: z.string(),
  name: z.string(),
  state: z.custom<ProposalState>(),
  category: z.string(),
  totalFen: z.number().nullable(),
  districtFen: z.number().nullable(),
  listNumber: z.number().int().nullable(),
  updatedAt: time,
  version,
  /** When the office last corrected the wording of what was submitted; told to the unit alone. */
  wordedAt: time.nullable(),
});
export type ProposalLine = z.infer<typeof proposalLine>;

export const opinionKinds = ['cosign', 'feasibility', 'finance', 'legality'] as const;
export type OpinionKind = (typeof opinionKinds)[number];
export const opinionKindNames: Readonly<Record<OpinionKind, string>> = {
  cosign: '会签',
  feasibility: '可行性意见',
  finance: '资金意见',
  legality: '合法性意见',
};
export const stances = ['agree', 'agree_with_changes', 'disagree'] as const;
export type Stance = (typeof stances)[number];
export const stanceNames: Readonly<Record<Stance, string>> = {
  agree: '同意',
  agree_with_changes: '修改后同意',
  disagree: '不同意',
};

export const opinion = z.object({
  id: z.string(),
  proposalId: z.string(),
  /** Name of the project, and the unit that proposes it. */
  name: z.string(),
  proposedBy: z.string(),
  kind: z.enum(opinionKinds),
  unit: z.string(),
  deadline: day,
  askedBy: z.string(),
  askedAt: time,
  stance: z.enum(stances).nullable(),
  text: z.string(),
  answeredBy: z.string().nullable(),
  answeredAt: time.nullable(),
  /** Answered before the text that stands now: to be looked at again. */
  outdated: z.boolean(),
  /** Taken back by whoever asked, before there was an answer. */
  recalledAt: time.nullable(),
  /** Whether this caller may recall it or move its deadline. */
  mayRecall: z.boolean(),
});
export type Opinion = z.infer<typeof opinion>;

export const mark = z.object({
  criterion: z.custom<Criterion>(),
  met: z.enum(['yes', 'partly', 'no']),
  score: z.number().int(),
  reason: z.string(),
  by: z.string(),
  at: time,
  /** Older than the text that stands now: does not count until it is saved again. */
  outdated: z.boolean(),
});
export type Mark = z.infer<typeof mark>;

/** A suggestion that a proposal grew from; `sources` = how many were merged into it. */
export const originLine = z.object({
  seq: z.number().int(),
  title: z.string(),
  excerpt: z.string(),
  place: z.string(),
  sources: z.number().int(),
});
export type OriginLine = z.infer<typeof originLine>;

export const question = z.object({
  id: z.string(),
  by: z.string(),
  at: time,
  text: z.string(),
  answer: z.string(),
  answeredBy: z.string().nullable(),
  answeredAt: time.nullable(),
});
export type Question = z.infer<typeof question>;

export const remark = z.object({
  id: z.string(),
  kind: z.enum(['comment', 'change']),
  text: z.string(),
  by: z.string(),
  at: time,
  settled: z.string(),
  settledBy: z.string().nullable(),
  settledAt: time.nullable(),
});
export type Remark = z.infer<typeof remark>;

/** One proposal for whoever may see it. Another unit, asked for its opinion, sees the text that was submitted and no more. */
export const proposal = z.object({
  id: z.string(),
  year: z.number().int(),
  unit: z.string(),
  code: z.string(),
  state: z.custom<ProposalState>(),
  stateReason: z.string(),
  fields: draftFields,
  /** How many suggestions stand behind it, merged ones included. */
  suggestionCount: z.number().int(),
  version,
  updatedBy: z.string(),
  updatedAt: time,
  submittedAt: time.nullable(),
  listNumber: z.number().int().nullable(),
  /** The office's last correction of the wording since the last submission, and the versions around it. */
  worded: z
    .object({ note: z.string(), by: z.string(), at: time, before: version.nullable(), after: version })
    .nullable(),
  origins: z.array(originLine),
  /** Begun with what a proposal of an earlier year said; its dates and money are still those of that year. */
  carriedFrom: z.object({ id: z.string(), year: z.number().int(), name: z.string() }).nullable(),
  /** Given to its unit by the government office. */
  given: z.boolean(),
  /** Where a later year took it up; `id` where this caller may open it. */
  carriedInto: z.array(z.object({ year: z.number().int(), id: z.string().nullable() })),
  attachments: z.array(
    z.object({ id: z.string(), name: z.string(), size: z.number().int(), type: z.string(), at: time }),
  ),
  opinions: z.array(opinion),
  marks: z.array(mark),
  /** Ten-thousandths; advice. Null while the sheet is not complete. */
  score: z.number().int().nullable(),
  /** Sent back by the standing committee and submitted again: the caller may put it onto the list again. */
  mayRelist: z.boolean(),
  questions: z.array(question),
  remarks: z.array(remark),
  /** What this caller may do now. */
  acts: z.array(z.custom<ProposalAct>()),
  mayEdit: z.boolean(),
  mayMark: z.boolean(),
  mayAsk: z.boolean(),
  /** Own = written by the caller's unit; asked = seen only because an opinion was asked for. */
  sight: z.enum(['own', 'office', 'asked']),
});
export type Proposal = z.infer<typeof proposal>;

export const proposalVersion = z.object({
  version,
  note: z.string(),
  by: z.string(),
  at: time,
  fields: draftFields,
});
export type ProposalVersion = z.infer<typeof proposalVersion>;

/** A line of the government office's table. */
export const rankedProposal = proposalLine.extend({
  submittedAt: time.nullable(),
  place: z.string(),
  score: z.number().int().nullable(),
  /** Marks that count, and marks older than the text that stands now. */
  marked: z.number().int(),
  outdated: z.number().int(),
  failed: z.array(z.custom<Criterion>()),
  suggestionCount: z.number().int(),
  beneficiaryCount: z.number().int(),
  opinions: z.array(opinion.pick({ kind: true, unit: true, stance: true, deadline: true, outdated: true })),
  /** Waits to be put onto the list again, and what the standing committee asked for. */
  mayRelist: z.boolean(),
  askedFor: z.array(z.string()),
});
export type RankedProposal = z.infer<typeof rankedProposal>;

export const committeeVote = z.strictObject({
  members: z.number().int().min(1).max(200),
  present: z.number().int().min(0).max(200),
  for: z.number().int().min(0).max(200),
  against: z.number().int().min(0).max(200),
  abstain: z.number().int().min(0).max(200),
});

/** A vote as it was recorded: of which meeting, on which day, and how many were `needed`. */
export const committeeDecision = z.object({
  members: z.number(),
  present: z.number(),
  for: z.number(),
  against: z.number(),
  abstain: z.number(),
  needed: z.number(),
  meeting: z.string(),
  heldOn: z.string(),
  /** Accepted though: fewer candidates than the least surplus; so many that changed since they were shown to the public. */
  belowDifferential: z.boolean().optional(),
  changedSincePublic: z.number().optional(),
});

/** A vote of the standing committee that does not stand: not carried, or recorded wrongly and taken back. */
export const committeeRecord = z.object({
  kind: z.enum(['not_carried', 'corrected']),
  decision: committeeDecision,
  recordedBy: z.string(),
  recordedAt: time,
  /** What had been recorded as candidates; none where the vote was not carried. */
  candidates: z.array(z.object({ listNumber: z.number().int(), name: z.string() })),
  candidatesHash: z.string().nullable(),
  correctedBy: z.string().nullable(),
  correctedAt: time.nullable(),
  reason: z.string(),
});
export type CommitteeRecord = z.infer<typeof committeeRecord>;

/** A project as the papers, the public list and the ballot show it. */
export const listedProject = z.object({
  id: z.string(),
  listNumber: z.number().int(),
  fields: z.custom<CandidateFields>(),
});
export type ListedProject = z.infer<typeof listedProject>;

/** Why the words of a comment were erased: the log says no more than this. */
export const commentErasures = ['personal', 'abusive', 'unlawful'] as const;
export type CommentErasure = (typeof commentErasures)[number];

export const publicComment = z.object({
  id: z.string(),
  proposalId: z.string(),
  name: z.string(),
  text: z.string(),
  at: time,
  shown: z.boolean(),
  reply: z.string(),
  repliedAt: time.nullable(),
  /** Its words are gone for good. */
  erased: z.object({ at: time, reason: z.enum(commentErasures).nullable() }).nullable(),
});
export type PublicComment = z.infer<typeof publicComment>;
