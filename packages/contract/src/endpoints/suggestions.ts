import { z } from 'zod';
import { suggestionChannels, suggestionStates, type SuggestionAct } from '@piaojue/rules';
import { endpoint } from '../endpoint.js';
import { categories } from '../candidates.js';
import { day, lineOfText, seqText, time, version, yearText } from '../fields.js';
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
  page: z
    .string()
    .regex(/^[1-9]\d{0,4}$/)
    .optional(),
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
  proposals: z.array(z.object({ id: z.string(), name: z.string(), unit: z.string(), state: z.string() })),
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
