import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import { day, id, lineOfText, text, time, version, yearText } from '../fields.js';
import { handoverFigures, suggesterInput } from '../suggestions.js';

const handlers = ['clerk', 'gov_office'] as const;
const readers = [...handlers, 'auditor'] as const;

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

/** With what a unit needs to handle it. */
export const handoverSheet = handover.extend({
  late: z.boolean(),
  category: z.string(),
  place: z.string(),
  placeNote: z.string(),
  content: z.string(),
  reason: z.string(),
  advice: z.string(),
  photos: z.array(z.object({ id: z.string() })),
  /** Whoever suggested it left a name, a phone or an address. */
  hasContact: z.boolean(),
  /** Only where the office passed it on with this hand-over. */
  contact: suggesterInput.nullable(),
});
export type HandoverSheet = z.infer<typeof handoverSheet>;

/** The hand-overs of a unit (its own only), or of all units for those who issue them: late ones first, then by deadline. */
export const listHandovers = endpoint('list_handovers', {
  method: 'GET',
  path: '/years/:year/handovers',
  roles: ['unit', ...readers],
  params: z.strictObject({ year: yearText }),
  /** Those that a figure of the year counts. */
  query: z.strictObject({ figure: z.enum(handoverFigures).optional() }),
  reply: z.object({ handovers: z.array(handoverSheet) }),
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

/** What a stock text is for: the answer of a unit, or the reason of an act. */
export const stockTextUses = ['unit', 'solve', 'adopt', 'pool', 'decline'] as const;
export type StockTextUse = (typeof stockTextUses)[number];
export const stockText = z.object({ id: z.string(), use: z.enum(stockTextUses), title: z.string(), body: z.string() });
export type SuggestionStockText = z.infer<typeof stockText>;

/** A unit gets those for its answers and no others. */
export const listStockTexts = endpoint('list_stock_texts', {
  method: 'GET',
  path: '/stock-texts',
  roles: ['unit', ...readers],
  reply: z.object({ texts: z.array(stockText) }),
});
/** 答复模板 and 负面清单. Empty body removes it. `before`: what stood there as it was read; empty for a new one. */
export const setStockText = endpoint('set_stock_text', {
  method: 'PUT',
  path: '/stock-texts',
  roles: handlers,
  body: z.strictObject({
    use: z.enum(stockTextUses),
    title: lineOfText(40),
    body: text(600, 0),
    before: text(600, 0),
  }),
  reply: z.object({ texts: z.array(stockText) }),
  refusals: { conflict: 409 },
});
