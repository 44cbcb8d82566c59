import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import { categories } from '../candidates.js';
import { day, lineOfText, seqText, text, version } from '../fields.js';
import { suggestion } from './suggestions.js';

const handlers = ['clerk', 'gov_office'] as const;
const one = z.strictObject({ seq: seqText });

const acted = {
  reply: suggestion,
  refusals: { conflict: 409, wrong_step: 409 },
};

const seqs = z.array(z.number().int().min(1));

/**
 * 公开展示: let through to the public list, or taken out of it. What looks like a phone, an identity number or a name is
 * refused with its full text (`personalDetail`) until its number stands in `looked`.
 */
export const showSuggestions = endpoint('show_suggestions', {
  method: 'POST',
  path: '/shown-suggestions',
  roles: handlers,
  body: z.strictObject({ seqs: seqs.min(1).max(200), shown: z.boolean(), looked: seqs.max(200).optional() }),
  reply: z.object({ changed: z.number().int() }),
  refusals: { personal_data: 409 },
});

/** What is to be looked at before it is shown: every text that becomes public, and the pieces that look personal. */
export const personalDetail = z.object({
  /** All that were to be shown. */
  seqs: z.array(z.number().int()),
  suggestions: z.array(
    z.object({
      seq: z.number().int(),
      title: z.string(),
      content: z.string(),
      reason: z.string(),
      advice: z.string(),
      pieces: z.array(z.string()),
    }),
  ),
});
export type PersonalDetail = z.infer<typeof personalDetail>;

/** 更正: category, name and place, as they should stand in the ledger. */
export const correctSuggestion = endpoint('correct_suggestion', {
  method: 'POST',
  path: '/suggestions/:seq/correct',
  roles: handlers,
  params: one,
  body: z.strictObject({
    version,
    category: z.enum(categories),
    title: lineOfText(40, 2),
    placeCode: z.string().max(20).nullable(),
    placeNote: lineOfText(60, 0),
  }),
  reply: suggestion,
  refusals: { conflict: 409, wrong_step: 409, place_unknown: 422, nothing_changed: 422 },
});

/** 遮盖: a piece of a text is replaced by ××× wherever it stands in that text; it cannot be brought back. */
export const maskSuggestion = endpoint('mask_suggestion', {
  method: 'POST',
  path: '/suggestions/:seq/mask',
  roles: handlers,
  params: one,
  body: z.strictObject({
    version,
    field: z.enum(['title', 'content', 'reason', 'advice']),
    piece: text(200),
    /** In plain words, for whoever suggested it. */
    why: text(200),
  }),
  reply: suggestion,
  refusals: { conflict: 409, wrong_step: 409, piece_unknown: 422 },
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
  refusals: { conflict: 409, wrong_step: 409, merge_impossible: 422, reply_unchecked: 409, answer_in_review: 409 },
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
      .array(z.strictObject({ category: z.enum(categories), title: lineOfText(40, 2), content: text(1000, 6) }))
      .min(2)
      .max(6),
  }),
  ...acted,
});

const paper = { unit: lineOfText(80), demand: text(400), deadline: day };

/** 交办: a hand-over to a unit, with what is asked and by when. */
export const forwardSuggestion = endpoint('forward_suggestion', {
  method: 'POST',
  path: '/suggestions/:seq/forward',
  roles: handlers,
  params: one,
  body: z.strictObject({
    version,
    ...paper,
    /** 把联系方式告诉承办单位: name, phone and address stand on this hand-over. */
    shareContact: z.boolean(),
  }),
  reply: suggestion,
  refusals: { conflict: 409, wrong_step: 409, deadline_past: 422, unit_unknown: 422 },
});

/** As they were read. */
const several = z
  .array(z.strictObject({ seq: z.number().int().min(1), version }))
  .min(1)
  .max(200);

/** 交办 of several to one unit: all or none; those that stand in the way are named. */
export const forwardSuggestions = endpoint('forward_suggestions', {
  method: 'POST',
  path: '/forwarded-suggestions',
  roles: handlers,
  body: z.strictObject({ suggestions: several, ...paper }),
  reply: z.object({ changed: z.number().int() }),
  refusals: { some_refused: 409, deadline_past: 422, unit_unknown: 422 },
});

/** 不采纳 or 列入储备库 of several for one reason: all or none; those that stand in the way are named. */
export const settleSuggestions = endpoint('settle_suggestions', {
  method: 'POST',
  path: '/settled-suggestions',
  roles: handlers,
  body: z.strictObject({ suggestions: several, act: z.enum(['decline', 'pool']), reason: text(400) }),
  reply: z.object({ changed: z.number().int() }),
  refusals: { some_refused: 409 },
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
