import { z } from 'zod';
import { suggestionChannels, suggestionStates, type SuggestionAct } from '@piaojue/rules';
import { endpoint } from '../endpoint.js';
import { categories } from '../candidates.js';
import { day, id, lineOfText, pageText, seqText, text, time, version, yearText } from '../fields.js';
import { importReport, rowError } from '../imports.js';
import { suggesterInput, suggestionInput, suggestionLine } from '../suggestions.js';

const handlers = ['clerk', 'gov_office'] as const;
const readers = [...handlers, 'auditor'] as const;
const inYear = z.strictObject({ year: yearText });
const one = z.strictObject({ seq: seqText });

export const filters = z.strictObject({
  q: z.string().max(60).optional(),
  state: z.enum(suggestionStates).optional(),
  channel: z.enum(suggestionChannels).optional(),
  category: z.enum(categories).optional(),
  town: z.string().max(20).optional(),
  golden: z.enum(['1']).optional(),
  hidden: z.enum(['1']).optional(),
  /** Of those whose hand-over is past its deadline. */
  late: z.enum(['1']).optional(),
  page: pageText.optional(),
});
export type SuggestionFilters = z.infer<typeof filters>;

/** The ledger of a year, newest first, 50 a page. `q` is searched in titles and texts. */
export const listSuggestions = endpoint('list_suggestions', {
  method: 'GET',
  path: '/years/:year/suggestions',
  roles: readers,
  params: inYear,
  query: filters,
  reply: z.object({ total: z.number().int(), suggestions: z.array(suggestionLine) }),
});

export const handover = z.object({
  id: z.string(),
  year: z.number().int(),
  number: z.number().int(),
  seq: z.number().int(),
  title: z.string(),
  unit: z.string(),
  demand: z.string(),
  deadline: day,
  issuedBy: z.string(),
  issuedAt: time,
  state: z.enum(['issued', 'replied', 'accepted', 'recalled']),
  reply: z.string(),
  repliedAt: time.nullable(),
  checkText: z.string(),
  checkedAt: time.nullable(),
  version,
});
export type Handover = z.infer<typeof handover>;

export const suggestionEvent = z.object({
  at: time,
  act: z.string(),
  text: z.string(),
  by: z.string().nullable(),
  announced: z.boolean(),
});

/** Everything about one suggestion, for those who handle it. */
export const suggestion = suggestionLine.extend({
  code: z.string(),
  content: z.string(),
  reason: z.string(),
  advice: z.string(),
  placeNote: z.string(),
  suggesterKind: z.string(),
  /** For those who handle it; null once erased or never given. */
  suggester: suggesterInput.nullable(),
  station: z.string().nullable(),
  receivedBy: z.string().nullable(),
  sourceRef: z.string().nullable(),
  mergedInto: z.object({ seq: z.number().int(), title: z.string() }).nullable(),
  splitFrom: z.object({ seq: z.number().int(), title: z.string() }).nullable(),
  mergedFrom: z.array(suggestionLine),
  splitInto: z.array(suggestionLine),
  /** The same in the pool of an earlier year, and where a later year took it up. */
  carriedFrom: z.object({ seq: z.number().int(), year: z.number().int() }).nullable(),
  carriedInto: z.array(z.object({ seq: z.number().int(), year: z.number().int() })),
  events: z.array(suggestionEvent),
  handovers: z.array(handover),
  letters: z.array(
    z.object({
      at: time,
      subject: z.string(),
      body: z.string(),
      sentAt: time.nullable(),
      failure: z.string().nullable(),
    }),
  ),
  photos: z.array(z.object({ id: z.string(), name: z.string(), size: z.number().int() })),
  proposals: z.array(
    z.object({ id: z.string(), year: z.number().int(), name: z.string(), unit: z.string(), state: z.string() }),
  ),
  version,
  acts: z.array(z.custom<SuggestionAct>()),
});
export type Suggestion = z.infer<typeof suggestion>;

export const readSuggestion = endpoint('read_suggestion', {
  method: 'GET',
  path: '/suggestions/:seq',
  roles: readers,
  params: one,
  reply: suggestion,
});
/** Others that say much the same, most alike first; `likeness` from 0 to 1. */
export const readSimilar = endpoint('read_similar', {
  method: 'GET',
  path: '/suggestions/:seq/similar',
  roles: readers,
  params: one,
  reply: z.object({ similar: z.array(suggestionLine.extend({ likeness: z.number() })) }),
});

const acted = {
  reply: suggestion,
  refusals: { conflict: 409, wrong_step: 409 },
};

/** 代填: the clerk, or a delegate, writes down what somebody said, or what the delegate suggests. */
export const addSuggestion = endpoint('add_suggestion', {
  method: 'POST',
  path: '/years/:year/suggestions',
  roles: ['clerk', 'gov_office', 'delegate', 'unit'],
  inYear: ['collect', 'screen'],
  params: inYear,
  body: z.strictObject({
    channel: z.enum(['email', 'letter', 'hotline', 'delegate', 'department', 'clerk']),
    sourceRef: lineOfText(40).nullable(),
    receivedOn: day.nullable(),
    suggestion: suggestionInput,
  }),
  reply: z.object({ seq: z.number().int(), code: z.string() }),
  refusals: { source_repeated: 409, place_unknown: 422, wrong_channel: 403 },
});

/** 公开展示: let through to the public list, or taken out of it. */
export const showSuggestions = endpoint('show_suggestions', {
  method: 'POST',
  path: '/shown-suggestions',
  roles: handlers,
  body: z.strictObject({ seqs: z.array(z.number().int().min(1)).min(1).max(200), shown: z.boolean() }),
  reply: z.object({ changed: z.number().int() }),
});

export const flagGolden = endpoint('flag_golden', {
  method: 'POST',
  path: '/suggestions/:seq/golden',
  roles: handlers,
  params: one,
  body: z.strictObject({ version, golden: z.boolean() }),
  ...acted,
});

/** 并案: each source keeps its code and gets the answer. The leading one is `seq`. */
export const mergeSuggestions = endpoint('merge_suggestions', {
  method: 'POST',
  path: '/suggestions/:seq/merge',
  roles: handlers,
  params: one,
  body: z.strictObject({ version, sources: z.array(z.number().int().min(1)).min(1).max(100) }),
  reply: suggestion,
  refusals: { conflict: 409, wrong_step: 409, merge_impossible: 422 },
});

export const unmergeSuggestion = endpoint('unmerge_suggestion', {
  method: 'POST',
  path: '/suggestions/:seq/unmerge',
  roles: handlers,
  params: one,
  body: z.strictObject({ version, reason: text(200) }),
  ...acted,
});

/** 拆分: two ideas in one form become two rows; the person's code leads to all of them. */
export const splitSuggestion = endpoint('split_suggestion', {
  method: 'POST',
  path: '/suggestions/:seq/split',
  roles: handlers,
  params: one,
  body: z.strictObject({
    version,
    parts: z
      .array(z.strictObject({ category: z.enum(categories), title: lineOfText(40, 4), content: text(1000, 6) }))
      .min(2)
      .max(6),
  }),
  ...acted,
});

/** 交办: a hand-over to a unit, with what is asked and by when. */
export const forwardSuggestion = endpoint('forward_suggestion', {
  method: 'POST',
  path: '/suggestions/:seq/forward',
  roles: handlers,
  params: one,
  body: z.strictObject({ version, unit: lineOfText(80), demand: text(400), deadline: day }),
  reply: suggestion,
  refusals: { conflict: 409, wrong_step: 409, deadline_past: 422 },
});

/** What decides over a suggestion or ends its handling: 办结, 转为项目建议, 列入储备库, 不采纳, 重新办理, 收回交办. */
export const settleSuggestion = endpoint('settle_suggestion', {
  method: 'POST',
  path: '/suggestions/:seq/settle',
  roles: handlers,
  params: one,
  body: z.strictObject({
    version,
    act: z.enum(['solve', 'adopt', 'pool', 'decline', 'reopen', 'recall']),
    /** In plain words, for whoever suggested it. */
    reason: text(400),
  }),
  reply: suggestion,
  refusals: { conflict: 409, wrong_step: 409, answer_in_review: 409, reply_unchecked: 409 },
});

/** Name, phone and address of whoever suggested it are erased; the suggestion stays. */
export const eraseSuggester = endpoint('erase_suggester', {
  method: 'POST',
  path: '/suggestions/:seq/erase-suggester',
  roles: ['clerk'],
  params: one,
  body: z.strictObject({ version }),
  ...acted,
});

/** How many persons of a year are still kept, until when at the latest, and how many suggestions have no public answer. */
export const readSuggesters = endpoint('read_suggesters', {
  method: 'GET',
  path: '/years/:year/suggesters',
  roles: ['clerk', 'auditor'],
  params: inYear,
  reply: z.object({ kept: z.number().int(), until: time.nullable(), unanswered: z.number().int() }),
});

/** All persons of a year are erased, once everybody has an answer. */
export const eraseSuggesters = endpoint('erase_suggesters', {
  method: 'POST',
  path: '/years/:year/acts/erase-suggesters',
  roles: ['clerk'],
  params: inYear,
  reply: z.object({ erased: z.number().int() }),
  refusals: { collecting_open: 409, answers_open: 409, stale_sign_in: 403 },
});

/** The hand-overs of a unit (its own only), or of all units for those who issue them. */
export const listHandovers = endpoint('list_handovers', {
  method: 'GET',
  path: '/years/:year/handovers',
  roles: ['unit', ...readers],
  params: inYear,
  reply: z.object({ handovers: z.array(handover.extend({ late: z.boolean(), content: z.string() })) }),
});

/** 答复, by the unit. */
export const replyHandover = endpoint('reply_handover', {
  method: 'POST',
  path: '/handovers/:handoverId/reply',
  roles: ['unit', 'gov_office'],
  params: z.strictObject({ handoverId: id }),
  body: z.strictObject({ version, reply: text(1000) }),
  reply: handover,
  refusals: { conflict: 409, wrong_step: 409 },
});

/** 核查: accepted, so that the reply may go to whoever suggested it; or back, with what is missing and a new deadline. */
export const checkHandover = endpoint('check_handover', {
  method: 'POST',
  path: '/handovers/:handoverId/check',
  roles: handlers,
  params: z.strictObject({ handoverId: id }),
  body: z.strictObject({ version, accepted: z.boolean(), text: text(400, 0), deadline: day.nullable() }),
  reply: handover,
  refusals: { conflict: 409, wrong_step: 409, deadline_past: 422 },
});

export const stockText = z.object({
  id: z.string(),
  kind: z.enum(['reply', 'negative']),
  title: z.string(),
  body: z.string(),
});
export type SuggestionStockText = z.infer<typeof stockText>;
export const listStockTexts = endpoint('list_stock_texts', {
  method: 'GET',
  path: '/stock-texts',
  roles: ['unit', ...readers],
  reply: z.object({ texts: z.array(stockText) }),
});
/** 答复模板 and 负面清单. Empty body removes it. */
export const setStockText = endpoint('set_stock_text', {
  method: 'PUT',
  path: '/stock-texts',
  roles: handlers,
  body: z.strictObject({ kind: z.enum(['reply', 'negative']), title: lineOfText(40), body: text(600, 0) }),
  reply: z.object({ texts: z.array(stockText) }),
});

/** Columns of a mailbox, letter or hotline list, and which of ours each one is. */
export const suggestionColumns = [
  'sourceRef',
  'receivedOn',
  'category',
  'title',
  'content',
  'reason',
  'advice',
  'place',
  'placeNote',
  'name',
  'phone',
  'email',
] as const;
export type SuggestionColumn = (typeof suggestionColumns)[number];

/** A list of suggestions that came by another channel: looked at first, then all rows or none. */
export const importSuggestions = endpoint('import_suggestions', {
  method: 'POST',
  path: '/years/:year/suggestions/import',
  roles: handlers,
  inYear: ['collect', 'screen'],
  params: inYear,
  body: z.strictObject({
    channel: z.enum(['email', 'letter', 'hotline', 'delegate', 'department', 'clerk']),
    /** `docx`: one 征集表 as it is mailed. XLSX and DOCX in base64, CSV as text. */
    format: z.enum(['xlsx', 'csv', 'docx']),
    content: z.string().max(14_000_000),
    /** Our column → heading in the file; absent = found by its name. */
    mapping: z.partialRecord(z.enum(suggestionColumns), z.string().max(80)),
    commit: z.boolean(),
    /** Rows that stand in the ledger already are left out, unless this says to enter them all the same. */
    keepSame: z.boolean(),
  }),
  reply: importReport.extend({
    headings: z.array(z.string()),
    /** Rows that say what stands in the ledger or above them: the first 200, and how many there are. */
    same: z.array(rowError),
    sameRows: z.number().int(),
    mapping: z.partialRecord(z.enum(suggestionColumns), z.string()),
  }),
  refusals: { file_unreadable: 422, too_many_rows: 422 },
  bodyLimit: 15_000_000,
});
