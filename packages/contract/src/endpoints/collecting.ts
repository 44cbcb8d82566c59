import { z } from 'zod';
import { suggestionChannels, type SuggestionChannel } from '@piaojue/rules';
import { categories } from '../candidates.js';
import { endpoint } from '../endpoint.js';
import { clientId, day, id, lineOfText, pageText, seqText, time, yearText } from '../fields.js';
import { proof, proofRefusals } from '../proof.js';
import { figureKey, publicLine, suggestionInput, toldState, townAsked, way } from '../suggestions.js';
import { disclosure } from './years.js';

const inYear = z.strictObject({ year: yearText });
const one = z.strictObject({ seq: seqText });

/** The public register of what became public, newest first. */
export const readRegister = endpoint('read_register', {
  method: 'GET',
  path: '/public/register',
  roles: ['anyone'],
  reply: z.object({ disclosures: z.array(disclosure) }),
});

export const windowStates = ['not_yet', 'open', 'closed'] as const;
export type WindowState = (typeof windowStates)[number];

/** 征集公告 as it was published, and whether suggestions are taken now: by act, not by the dates in it. */
export const collecting = z.object({
  year: z.number().int(),
  title: z.string(),
  notice: z.string(),
  collectFrom: z.string(),
  collectUntil: z.string(),
  publishedAt: time,
  window: z.enum(windowStates),
  openedAt: time.nullable(),
  closedAt: time.nullable(),
  perPerson: z.number().int(),
  /** Notices that this one followed (延期、更正), newest first. */
  earlier: z.array(z.object({ title: z.string(), notice: z.string(), publishedAt: time })),
});
export type Collecting = z.infer<typeof collecting>;

/** The newest year with a published notice, and all such years. A draft never shows. */
export const readCollecting = endpoint('read_collecting', {
  method: 'GET',
  path: '/public/collecting',
  roles: ['anyone'],
  reply: z.object({ current: collecting.nullable(), years: z.array(z.number().int()) }),
});

/** Work for the browser to do before it may send: keeps machines from sending by the thousand. Good once, for an hour. */
export const readChallenge = endpoint('read_challenge', {
  method: 'GET',
  path: '/public/challenge',
  roles: ['anyone'],
  reply: z.object({ challenge: z.string() }),
});

/** A random number that the browser keeps; the server keeps its hash only. */
const device = z.string().regex(/^[A-Za-z0-9-]{20,64}$/);

const windowRefusals = { window_closed: 409 } as const;

/** One idea (一事一提). Sent twice with the same `clientId` it is one, and gives the same code. */
export const sendSuggestion = endpoint('send_suggestion', {
  method: 'POST',
  path: '/public/years/:year/suggestions',
  roles: ['anyone'],
  params: inYear,
  body: z.strictObject({
    clientId,
    suggestion: suggestionInput,
    /** The station whose QR code was scanned. One that receives nobody now changes nothing: it is taken as from the web. */
    stationId: id.optional(),
    device: device.nullable(),
    /** Null from a browser without script: taken within a much narrower limit. */
    proof: proof.nullable(),
    /** A field that people do not see. */
    website: z.string().max(200),
  }),
  reply: z.object({ code: z.string(), again: z.boolean() }),
  refusals: {
    ...windowRefusals,
    ...proofRefusals,
    filled_by_machine: 422,
    place_unknown: 422,
    per_person_reached: 409,
    no_script_limit: 429,
  },
});

/** A photo (base64) for the suggestion that this `clientId` will become. Kept smaller and without what the camera wrote into it. */
export const sendPhoto = endpoint('send_photo', {
  method: 'POST',
  path: '/public/years/:year/photos',
  roles: ['anyone'],
  params: inYear,
  body: z.strictObject({ clientId, name: lineOfText(80, 0), content: z.string().min(1).max(13_500_000) }),
  reply: z.object({ id: z.string(), size: z.number().int(), photos: z.number().int() }),
  refusals: {
    ...windowRefusals,
    photo_unreadable: 422,
    photo_too_large: 422,
    too_many_photos: 409,
    photos_waiting: 503,
  },
  bodyLimit: 14_000_000,
});

/** Takes a photo back, before its suggestion is sent. */
export const removePhoto = endpoint('remove_photo', {
  method: 'POST',
  path: '/public/removed-photos',
  roles: ['anyone'],
  body: z.strictObject({ clientId, photoId: id }),
  reply: z.object({ photos: z.number().int() }),
});

/** Suggestions of the year that say much the same, of those let through. */
export const findSimilar = endpoint('find_similar', {
  method: 'GET',
  path: '/public/years/:year/similar',
  roles: ['anyone'],
  params: inYear,
  query: z.strictObject({
    title: z.string().min(2).max(80),
    /** As far as they are typed. */
    content: z.string().max(200).optional(),
    placeCode: z.string().max(20).optional(),
    placeNote: z.string().max(60).optional(),
  }),
  reply: z.object({ similar: z.array(publicLine) }),
});

export const listPublicSuggestions = endpoint('list_public_suggestions', {
  method: 'GET',
  path: '/public/years/:year/suggestions',
  roles: ['anyone'],
  params: inYear,
  query: z.strictObject({
    q: z.string().max(60).optional(),
    figure: figureKey.optional(),
    channel: z.enum(suggestionChannels).optional(),
    category: z.enum(categories).optional(),
    town: townAsked.optional(),
    /** Received on these days and between them, in Beijing. */
    from: day.optional(),
    to: day.optional(),
    page: pageText.optional(),
  }),
  reply: z.object({ total: z.number().int(), suggestions: z.array(publicLine) }),
});

/** One that was let through, with what everybody may know of its way: no names, nothing of suggestions that are not shown. */
export const publicSuggestion = publicLine.extend({
  content: z.string(),
  reason: z.string(),
  advice: z.string(),
  ...way.shape,
});
export type PublicSuggestion = z.infer<typeof publicSuggestion>;

export const readPublicSuggestion = endpoint('read_public_suggestion', {
  method: 'GET',
  path: '/public/suggestions/:seq',
  roles: ['anyone'],
  params: one,
  reply: publicSuggestion,
});

/** 附议: one device, once. */
export const supportSuggestion = endpoint('support_suggestion', {
  method: 'POST',
  path: '/public/suggestions/:seq/supports',
  roles: ['anyone'],
  params: one,
  body: z.strictObject({ device, proof }),
  reply: z.object({ supports: z.number().int(), again: z.boolean() }),
  refusals: { ...proofRefusals, ...windowRefusals },
});

/** What whoever holds the code may know: everything but what is decided and not yet announced. */
export const followed = z.object({
  year: z.number().int(),
  category: z.string(),
  title: z.string(),
  content: z.string(),
  reason: z.string(),
  advice: z.string(),
  /** Its number where everybody may read it now; null where not. */
  shownAs: z.number().int().nullable(),
  place: z.string(),
  receivedAt: time,
  channel: z.custom<SuggestionChannel>(),
  state: toldState,
  supports: z.number().int(),
  golden: z.boolean(),
  photos: z.number().int(),
  ...way.shape,
});
export type Followed = z.infer<typeof followed>;

export const followSuggestion = endpoint('follow_suggestion', {
  method: 'GET',
  path: '/public/follow',
  roles: ['anyone'],
  // In the query, not in the path: refused requests are logged with their path's parameters.
  query: z.strictObject({ code: z.string().max(60) }),
  reply: followed,
  refusals: { code_unknown: 404 },
});

/** `shown`: how many of them everybody may read. */
const countedAndShown = z.object({
  key: z.string(),
  name: z.string(),
  n: z.number().int(),
  shown: z.number().int(),
});

/** The figures of a year (issue item 6). For the public only what was announced counts as answered or decided. */
export const figures = z.object({
  year: z.number().int(),
  /** Of what was split the parts, not the whole; so is everything below but `split`. */
  received: z.number().int(),
  shown: z.number().int(),
  /** Of the suggestions that each figure counts (a hand-over: of those that have such a one), those that everybody may read. */
  shownOf: z.record(figureKey, z.number().int()),
  supports: z.number().int(),
  byChannel: z.array(countedAndShown),
  byCategory: z.array(countedAndShown),
  /** `key` is the code of the town; '' for the whole district or not said. */
  byTown: z.array(countedAndShown),
  /**
   * `key` is the Monday (YYYY-MM-DD, Beijing); weeks without any are there too. From a year before the window opened until
   * a year after it closed at most: what was received outside that is in no week.
   */
  byWeek: z.array(countedAndShown),
  merged: z.number().int(),
  split: z.number().int(),
  /** With an answer that stands and that the person can read, those merged into an answered one included. */
  answered: z.number().int(),
  solved: z.number().int(),
  adopted: z.number().int(),
  pooled: z.number().int(),
  declined: z.number().int(),
  handovers: z.object({
    issued: z.number().int(),
    replied: z.number().int(),
    inTime: z.number().int(),
    late: z.number().int(),
    /** From the day it was issued to the day of the reply, of those replied, to a tenth; null where there are none. */
    averageDays: z.number().nullable(),
  }),
  /** From which a candidate project grew. */
  candidates: z.number().int(),
});
export type Figures = z.infer<typeof figures>;

export const readPublicFigures = endpoint('read_public_figures', {
  method: 'GET',
  path: '/public/years/:year/figures',
  roles: ['anyone'],
  params: inYear,
  reply: figures,
});

/** The same for those who handle them, with what is not announced yet. */
export const readFigures = endpoint('read_figures', {
  method: 'GET',
  path: '/years/:year/figures',
  roles: ['clerk', 'gov_office', 'committee', 'auditor'],
  params: inYear,
  reply: figures,
});
