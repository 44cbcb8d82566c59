import { z } from 'zod';
import type { YearState } from '@piaojue/rules';
import { endpoint } from '../endpoint.js';
import { day, id, lineOfText, text, time, version, yearText } from '../fields.js';
import { importFile, importReport } from '../imports.js';
import { staff } from '../roles.js';

const inYear = z.strictObject({ year: yearText });
const fen = z.number().int().min(0).max(100_000_000_000_00);

/** What a clerk says of a year; dates are told to people, acts decide. */
export const yearSettings = z.strictObject({
  notice: text(4000, 0),
  collectFrom: day.nullable(),
  collectUntil: day.nullable(),
  perPerson: z.number().int().min(1).max(50),
  fundFen: fen.nullable(),
  places: z.number().int().min(1).max(200),
  /** Percent of the places by which the candidates must exceed them. */
  leastSurplus: z.number().int().min(0).max(200),
});
export type YearSettings = z.infer<typeof yearSettings>;

export const year = yearSettings.extend({
  year: z.number().int(),
  state: z.custom<YearState>(),
  collectOpenedAt: time.nullable(),
  collectClosedAt: time.nullable(),
  commentFrom: day.nullable(),
  commentUntil: day.nullable(),
  commentOpenedAt: time.nullable(),
  commentClosedAt: time.nullable(),
  /** When the notice became public, by whom reviewed; null before. */
  noticePublishedAt: time.nullable(),
  version,
});
export type Year = z.infer<typeof year>;

export const listYears = endpoint('list_years', {
  method: 'GET',
  path: '/years',
  roles: staff,
  reply: z.object({ years: z.array(year) }),
});

export const readYear = endpoint('read_year', {
  method: 'GET',
  path: '/years/:year',
  roles: staff,
  params: inYear,
  reply: year,
});

const n = z.number().int();
/** What of a year waits for the caller, counted; what is not theirs is nought. */
export const readYearWork = endpoint('read_year_work', {
  method: 'GET',
  path: '/years/:year/work',
  roles: staff,
  params: inYear,
  reply: z.object({
    /** Suggestions that nobody has handled. */
    received: n,
    /** Of the caller's unit. */
    handoversOpen: n,
    handoversLate: n,
    /** Answered, to be checked. */
    handoversReplied: n,
    /** Disclosures that wait for another person than the one who prepared them. */
    toReview: n,
    opinionsAsked: n,
    opinionsLate: n,
    /** Proposals sent back to the caller's unit, and questions and changes asked for that wait for its answer. */
    returned: n,
    questions: n,
    /** Proposals without a whole criteria sheet; those that were changed at the gate and are not on the list again. */
    toMark: n,
    toRelist: n,
    papersUnsigned: z.boolean(),
    /** Public comments that nobody has shown or answered. */
    commentsHidden: n,
    candidatesUnprepared: z.boolean(),
  }),
});
export type YearWork = z.infer<(typeof readYearWork)['reply']>;

export const createYear = endpoint('create_year', {
  method: 'POST',
  path: '/years',
  roles: ['clerk'],
  body: z.strictObject({ year: z.number().int().min(2000).max(2099) }),
  reply: year,
  refusals: { year_exists: 409, year_far: 422 },
});

export const setYear = endpoint('set_year', {
  method: 'PUT',
  path: '/years/:year',
  roles: ['clerk', 'gov_office'],
  // Before the standing committee still: what it decides by (应选项目数、差额) may have been typed wrong.
  inYear: ['prepare', 'collect', 'screen', 'standing_committee_review'],
  params: inYear,
  body: z.strictObject({ version, settings: yearSettings }),
  reply: year,
  refusals: { conflict: 409, notice_published: 409, notice_in_review: 409, dates_reversed: 422, clerk_only: 403 },
});

/**
 * 延期公告、更正公告: a second notice after the published one, as long as the window has not closed. Its dates hold from
 * its own publication on (publish_disclosure); the day of the beginning stays once the window is open.
 */
export const prepareNoticeChange = endpoint('prepare_notice_change', {
  method: 'POST',
  path: '/years/:year/notice-change',
  roles: ['clerk', 'gov_office'],
  inYear: ['prepare', 'collect'],
  params: inYear,
  body: z.strictObject({ title: lineOfText(80), notice: text(4000, 2), collectFrom: day, collectUntil: day }),
  reply: z.lazy(() => disclosure),
  refusals: {
    notice_not_published: 409,
    collecting_closed: 409,
    already_prepared: 409,
    dates_reversed: 422,
    until_past: 422,
    window_begun: 422,
  },
});

/** 开始征集: the window opens. Refused while the notice is not public. */
export const startCollecting = endpoint('start_collecting', {
  method: 'POST',
  path: '/years/:year/acts/start-collecting',
  roles: ['clerk'],
  inYear: ['prepare'],
  params: inYear,
  reply: year,
  refusals: { notice_not_published: 409, another_window_open: 409, until_past: 409 },
});

/** 结束征集: the public form closes; it does not open again. */
export const closeCollecting = endpoint('close_collecting', {
  method: 'POST',
  path: '/years/:year/acts/close-collecting',
  roles: ['clerk'],
  inYear: ['collect'],
  params: inYear,
  reply: year,
  refusals: { collecting_closed: 409 },
});

/** 开始筛选: with the window closed. */
export const startScreening = endpoint('start_screening', {
  method: 'POST',
  path: '/years/:year/acts/start-screening',
  roles: ['clerk', 'gov_office'],
  inYear: ['collect'],
  params: inYear,
  reply: year,
  refusals: { collecting_open: 409 },
});

export const place = z.object({
  code: z.string(),
  name: z.string(),
  townCode: z.string().nullable(),
  x: z.number().nullable(),
  y: z.number().nullable(),
});
export type Place = z.infer<typeof place>;

export const listPlaces = endpoint('list_places', {
  method: 'GET',
  path: '/public/places',
  roles: ['anyone'],
  reply: z.object({ places: z.array(place) }),
});

/** Columns: 编码, 镇（街道）, 村（社区）, and where it lies on the drawn map (横, 纵, in percent). Adds and renames; removes nothing. */
export const importPlaces = endpoint('import_places', {
  method: 'POST',
  path: '/places/import',
  roles: ['clerk'],
  body: importFile,
  reply: importReport,
  refusals: { file_unreadable: 422, too_many_rows: 422 },
  bodyLimit: 15_000_000,
});

export const disclosureKinds = ['notice', 'answers', 'comment_period', 'candidates'] as const;
export type DisclosureKind = (typeof disclosureKinds)[number];

/** A line of the publication register (信息公开): what, when, by whom, reviewed by whom. */
export const disclosure = z.object({
  id: z.string(),
  year: z.number().int(),
  kind: z.enum(disclosureKinds),
  title: z.string(),
  hash: z.string(),
  preparedBy: z.string(),
  preparedAt: time,
  reviewedBy: z.string().nullable(),
  publishedAt: time.nullable(),
  withdrawnAt: time.nullable(),
});
export type Disclosure = z.infer<typeof disclosure>;

/** Everything prepared or published in a year, for those who prepare and review. */
export const listDisclosures = endpoint('list_disclosures', {
  method: 'GET',
  path: '/years/:year/disclosures',
  roles: ['clerk', 'gov_office', 'committee', 'auditor'],
  params: inYear,
  reply: z.object({
    disclosures: z.array(
      disclosure.extend({
        content: z.record(z.string(), z.unknown()),
        mayReview: z.boolean(),
        mayWithdraw: z.boolean(),
      }),
    ),
  }),
});

/** What a batch of answers says, one by one, 50 a page: to be read before it is let out. */
export const readAnswers = endpoint('read_answers', {
  method: 'GET',
  path: '/years/:year/disclosures/:disclosureId/answers',
  roles: ['clerk', 'gov_office', 'committee', 'auditor'],
  params: z.strictObject({ year: yearText, disclosureId: id }),
  query: z.strictObject({
    page: z
      .string()
      .regex(/^[1-9]\d{0,4}$/)
      .optional(),
  }),
  reply: z.object({
    total: z.number().int(),
    answers: z.array(
      z.object({
        seq: z.number().int(),
        category: z.string(),
        title: z.string(),
        content: z.string(),
        place: z.string(),
        act: z.string(),
        /** The decision and its reason, word for word as it becomes public. */
        text: z.string(),
      }),
    ),
  }),
});

/** 拟公开: what is to become public, as it stands now. A notice or the answers of a round (decisions not yet announced). */
export const prepareDisclosure = endpoint('prepare_disclosure', {
  method: 'POST',
  path: '/years/:year/disclosures',
  roles: ['clerk', 'gov_office'],
  params: inYear,
  body: z.strictObject({ kind: z.enum(['notice', 'answers']), title: lineOfText(80) }),
  reply: disclosure,
  refusals: { nothing_to_publish: 409, already_prepared: 409, wrong_phase: 409, until_past: 422 },
});

/** 审核并公开: by another person than the one who prepared it; takes effect at once. Refused when what was prepared no longer holds. */
export const publishDisclosure = endpoint('publish_disclosure', {
  method: 'POST',
  path: '/years/:year/disclosures/:disclosureId/publish',
  roles: ['clerk', 'gov_office', 'committee'],
  params: z.strictObject({ year: yearText, disclosureId: id }),
  reply: disclosure,
  refusals: { wrong_person: 403, already_published: 409, content_changed: 409, stale_sign_in: 403 },
});

/** 撤回: by the one who prepared it, or 不同意公开 by a reviewer. Nothing became public. */
export const withdrawDisclosure = endpoint('withdraw_disclosure', {
  method: 'POST',
  path: '/years/:year/disclosures/:disclosureId/withdraw',
  roles: ['clerk', 'gov_office', 'committee'],
  params: z.strictObject({ year: yearText, disclosureId: id }),
  reply: disclosure,
  refusals: { already_published: 409 },
});
