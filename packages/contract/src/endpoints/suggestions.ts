import { z } from 'zod';
import { suggestionChannels, suggestionStates, type SuggestionAct } from '@piaojue/rules';
import { endpoint } from '../endpoint.js';
import { categories } from '../candidates.js';
import { day, lineOfText, pageText, seqText, time, version, yearText } from '../fields.js';
import { importReport, rowError } from '../imports.js';
import { figureKey, publicLine, suggesterInput, suggestionInput, suggestionLine, townAsked } from '../suggestions.js';
import { handover } from './handovers.js';

const handlers = ['clerk', 'gov_office'] as const;
const readers = [...handlers, 'auditor'] as const;
const inYear = z.strictObject({ year: yearText });
const one = z.strictObject({ seq: seqText });

export const filters = z.strictObject({
  q: z.string().max(60).optional(),
  state: z.enum(suggestionStates).optional(),
  channel: z.enum(suggestionChannels).optional(),
  category: z.enum(categories).optional(),
  town: townAsked.optional(),
  /** What a figure of the year counts. */
  figure: figureKey.optional(),
  golden: z.enum(['1']).optional(),
  hidden: z.enum(['1']).optional(),
  /** Of those whose hand-over is past its deadline. */
  late: z.enum(['1']).optional(),
  /** Received on these days and between them, in Beijing. */
  from: day.optional(),
  to: day.optional(),
  page: pageText.optional(),
});
export type SuggestionFilters = z.infer<typeof filters>;

/**
 * The ledger of a year, newest first, 50 a page. `q` is searched in titles and texts, as the beginning of a 查询码 or of the
 * number of a letter or hotline case, and by those who may see names also as the beginning of a name or phone.
 */
export const listSuggestions = endpoint('list_suggestions', {
  method: 'GET',
  path: '/years/:year/suggestions',
  roles: readers,
  params: inYear,
  query: filters,
  reply: z.object({ total: z.number().int(), suggestions: z.array(suggestionLine) }),
});

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
  placeCode: z.string().nullable(),
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

/** The ones before and after it in the list that the filters give, and the page of that list on which it stands. */
export const readNeighbours = endpoint('read_neighbours', {
  method: 'GET',
  path: '/suggestions/:seq/neighbours',
  roles: readers,
  params: one,
  query: filters.omit({ page: true }),
  reply: z.object({
    previous: z.number().int().nullable(),
    next: z.number().int().nullable(),
    page: z.number().int(),
  }),
});

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
  refusals: {
    source_repeated: 409,
    place_unknown: 422,
    wrong_channel: 403,
    day_in_future: 422,
    received_too_early: 422,
  },
});

/** What a delegate or a unit registered itself, newest first: how it stands as far as it was announced, and its 查询码. */
export const listOwnSuggestions = endpoint('list_own_suggestions', {
  method: 'GET',
  path: '/years/:year/own-suggestions',
  roles: ['delegate', 'unit', ...handlers],
  params: inYear,
  reply: z.object({ suggestions: z.array(publicLine.extend({ code: z.string() })) }),
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
  'suggesterKind',
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
    /** Which sheet of a workbook; absent = the first with such headings. */
    sheet: z.string().max(80).optional(),
    commit: z.boolean(),
    /** Rows that stand in the ledger already are left out, unless this says to enter them all the same. */
    keepSame: z.boolean(),
  }),
  reply: importReport.extend({
    headings: z.array(z.string()),
    /** Of a workbook: what was read, and every sheet that holds something. */
    sheet: z.string(),
    sheets: z.array(z.string()),
    /** Rows that say what stands in the ledger or above them: the first 200, and how many there are. */
    same: z.array(rowError),
    sameRows: z.number().int(),
    mapping: z.partialRecord(z.enum(suggestionColumns), z.string()),
  }),
  refusals: { file_unreadable: 422, too_many_rows: 422 },
  bodyLimit: 15_000_000,
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
