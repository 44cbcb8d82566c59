import { sql } from 'drizzle-orm';
import { criteria, proposalStates, type Criterion, type ProposalState } from '@piaojue/rules';
import { oneOf, type Kit } from '../src/kit.js';
import type { AccountTables } from './accounts.js';
import type { CollectingTables } from './collecting.js';
import type { YearTables } from './years.js';

/** From proposals to candidates (筛选): the units' proposals, the government's list, the standing committee's gate. */
export function screeningTables(
  k: Kit,
  { account, year, suggestion }: AccountTables & YearTables & Pick<CollectingTables, 'suggestion'>,
) {
  const inYear = () =>
    k
      .int()
      .notNull()
      .references(() => year.year);
  const byAccount = () =>
    k
      .text()
      .notNull()
      .references(() => account.id);

  const proposal = k.table(
    'proposal',
    {
      id: k.id(),
      year: inYear(),
      /** The unit that wrote it and alone sees its draft. */
      unit: k.text().notNull(),
      state: k.text().notNull().$type<ProposalState>(),
      /** Fields of domain.md 4.1 as typed so far; complete (contract: candidateFields) from `submitted` on. */
      fields: k.json<Record<string, unknown>>().notNull(),
      /** Grows with every change; who saves with an older number is told what stands there now. */
      version: k.int().notNull(),
      createdBy: byAccount(),
      createdAt: k.text().notNull(),
      updatedBy: byAccount(),
      updatedAt: k.text().notNull(),
      submittedAt: k.text(),
      /** Order on the government's list, then number on the ballot. */
      listNumber: k.int(),
      stateReason: k.text().notNull(),
      /** Begun with what a proposal of an earlier year said, out of the pool. Said at its birth, never changed. */
      carriedFrom: k.text(),
      /** Who of the government office gave it to the unit to begin with; null where the unit began by itself. */
      givenBy: k.text().references(() => account.id),
    },
    (t) => [
      k.check('proposal_state_known', oneOf(t.state, proposalStates)),
      k.index('proposal_by_unit').on(t.year, t.unit),
      k.unique('proposal_list_number_once').on(t.year, t.listNumber),
      k.unique('proposal_carried_once').on(t.carriedFrom, t.year),
      k.index('proposal_by_state').on(t.state, t.year),
    ],
  );
  const ofProposal = () =>
    k
      .text()
      .notNull()
      .references(() => proposal.id);

  /** What it said when it was saved by hand, submitted or changed after a return. Append-only. */
  const proposalVersion = k.table(
    'proposal_version',
    {
      proposalId: ofProposal(),
      version: k.int().notNull(),
      fields: k.json<Record<string, unknown>>().notNull(),
      note: k.text().notNull(),
      by: byAccount(),
      at: k.text().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.proposalId, t.version] })],
  );

  /** 征集来源: the suggestions that it grew from. */
  const proposalOrigin = k.table(
    'proposal_origin',
    {
      proposalId: ofProposal(),
      seq: k
        .int()
        .notNull()
        .references(() => suggestion.seq),
    },
    (t) => [k.primaryKey({ columns: [t.proposalId, t.seq] }), k.index('proposal_origin_by_suggestion').on(t.seq)],
  );

  /** 会签 of co-units, and opinions on feasibility, money and law; asked for with a deadline. */
  const opinion = k.table(
    'opinion',
    {
      id: k.id(),
      proposalId: ofProposal(),
      kind: k.text().notNull().$type<'cosign' | 'feasibility' | 'finance' | 'legality'>(),
      unit: k.text().notNull(),
      /** YYYY-MM-DD */
      deadline: k.text().notNull(),
      askedBy: byAccount(),
      askedAt: k.text().notNull(),
      stance: k.text().$type<'agree' | 'agree_with_changes' | 'disagree'>(),
      text: k.text().notNull(),
      answeredBy: k.text().references(() => account.id),
      answeredAt: k.text(),
    },
    (t) => [
      k.check('opinion_kind_known', oneOf(t.kind, ['cosign', 'feasibility', 'finance', 'legality'])),
      k.check(
        'opinion_stance_known',
        sql`${t.stance} is null or ${oneOf(t.stance, ['agree', 'agree_with_changes', 'disagree'])}`,
      ),
      k.unique('opinion_once').on(t.proposalId, t.kind, t.unit),
      k.index('opinion_by_unit').on(t.unit),
    ],
  );

  /** One line of the criteria sheet; score 0 to 5. */
  const criterionMark = k.table(
    'criterion_mark',
    {
      proposalId: ofProposal(),
      criterion: k.text().notNull().$type<Criterion>(),
      met: k.text().notNull().$type<'yes' | 'partly' | 'no'>(),
      score: k.int().notNull(),
      reason: k.text().notNull(),
      by: byAccount(),
      at: k.text().notNull(),
    },
    (t) => [
      k.primaryKey({ columns: [t.proposalId, t.criterion] }),
      k.check('criterion_known', oneOf(t.criterion, criteria)),
      k.check('criterion_met_known', oneOf(t.met, ['yes', 'partly', 'no'])),
      k.check('criterion_score_in_range', sql`${t.score} between 0 and 5`),
      k.check('criterion_reason_given', sql`${t.reason} <> ''`),
    ],
  );

  /** Weights of the criteria in a year, whole numbers. */
  const criterionWeight = k.table(
    'criterion_weight',
    { year: inYear(), criterion: k.text().notNull().$type<Criterion>(), weight: k.int().notNull() },
    (t) => [
      k.primaryKey({ columns: [t.year, t.criterion] }),
      k.check('criterion_weight_in_range', sql`${t.weight} between 0 and 10`),
    ],
  );

  /** 提请审议: the government's list, submitted once; the standing committee's decision on it. Both by hash in the log. */
  const yearList = k.table('year_list', {
    year: k
      .int()
      .primaryKey()
      .references(() => year.year),
    minutesNumber: k.text().notNull(),
    minutesDate: k.text().notNull(),
    submittedBy: byAccount(),
    submittedAt: k.text().notNull(),
    /** Canonical text of the list as submitted, and its SHA-256. */
    list: k.text().notNull(),
    listHash: k.text().notNull(),
    /** 表决: all members, present, for, against, abstain. */
    decision: k.json<Record<string, unknown>>(),
    decidedBy: k.text().references(() => account.id),
    decidedAt: k.text(),
    /** Candidates with ballot numbers, and reserves, as decided. */
    candidates: k.text(),
    candidatesHash: k.text(),
  });

  /** Votes of the standing committee that do not stand: not carried, or recorded wrongly and taken back. Only added to. */
  const committeeRecord = k.table(
    'committee_record',
    {
      id: k.id(),
      year: inYear(),
      kind: k.text().notNull(),
      /** As in `year_list`: what was recorded, by whom and when; the hash where candidates were fixed. */
      decision: k.json<Record<string, unknown>>().notNull(),
      decidedBy: byAccount(),
      decidedAt: k.text().notNull(),
      candidates: k.text(),
      candidatesHash: k.text(),
      /** Who took it back, when and why. */
      correctedBy: k.text().references(() => account.id),
      correctedAt: k.text(),
      reason: k.text().notNull(),
    },
    (t) => [
      k.check('committee_record_kind_known', oneOf(t.kind, ['not_carried', 'corrected'])),
      k.check('committee_record_corrected_by', sql`(${t.kind} = 'corrected') = (${t.correctedBy} is not null)`),
      k.index('committee_record_by_year').on(t.year, t.decidedAt),
    ],
  );

  /** Who has opened the papers (阅文回执). */
  const paperReceipt = k.table(
    'paper_receipt',
    { year: inYear(), accountId: byAccount(), at: k.text().notNull() },
    (t) => [k.primaryKey({ columns: [t.year, t.accountId] })],
  );

  /** Papers handed over on paper, to a delegate of the roll who has no account; by number and name, since a roll is imported anew. */
  const paperHanded = k.table(
    'paper_handed',
    { year: inYear(), number: k.text().notNull(), name: k.text().notNull(), by: byAccount(), at: k.text().notNull() },
    (t) => [k.primaryKey({ columns: [t.year, t.number, t.name] })],
  );

  /** A delegate or member asks about a project; its unit answers. */
  const question = k.table(
    'question',
    {
      id: k.id(),
      proposalId: ofProposal(),
      by: byAccount(),
      at: k.text().notNull(),
      text: k.text().notNull(),
      answer: k.text().notNull(),
      answeredBy: k.text().references(() => account.id),
      answeredAt: k.text(),
    },
    (t) => [k.index('question_by_proposal').on(t.proposalId)],
  );

  /** 审议意见 of the standing committee; a change asked for is settled by what the unit did. */
  const remark = k.table(
    'remark',
    {
      id: k.id(),
      proposalId: ofProposal(),
      kind: k.text().notNull().$type<'comment' | 'change'>(),
      text: k.text().notNull(),
      by: byAccount(),
      at: k.text().notNull(),
      settled: k.text().notNull(),
      settledBy: k.text().references(() => account.id),
      settledAt: k.text(),
    },
    (t) => [
      k.check('remark_kind_known', oneOf(t.kind, ['comment', 'change'])),
      k.index('remark_by_proposal').on(t.proposalId),
    ],
  );

  /** What the public says while the list is shown (公示征求意见), and the reply. */
  const publicComment = k.table(
    'public_comment',
    {
      id: k.id(),
      proposalId: ofProposal(),
      text: k.text().notNull(),
      at: k.text().notNull(),
      device: k.text().notNull(),
      shown: k.bool().notNull(),
      reply: k.text().notNull(),
      repliedBy: k.text().references(() => account.id),
      repliedAt: k.text(),
      /** Its words are gone for good: they told of a person. */
      erasedAt: k.text(),
    },
    (t) => [k.index('public_comment_by_proposal').on(t.proposalId)],
  );

  return {
    proposal,
    proposalVersion,
    proposalOrigin,
    opinion,
    criterionMark,
    criterionWeight,
    yearList,
    committeeRecord,
    paperReceipt,
    paperHanded,
    question,
    remark,
    publicComment,
  };
}
export type ScreeningTables = ReturnType<typeof screeningTables>;
