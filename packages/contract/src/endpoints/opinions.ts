import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import { day, id, lineOfText, text, yearText } from '../fields.js';
import { opinion, opinionKinds, stances } from '../proposals.js';

const inYear = z.strictObject({ year: yearText });
const one = z.strictObject({ opinionId: id });

/** Asks units for their opinion on many proposals at once (批量征求意见); a unit asks for 会签 on its own. */
export const askOpinions = endpoint('ask_opinions', {
  method: 'POST',
  path: '/years/:year/opinions',
  roles: ['unit', 'gov_office'],
  inYear: ['collect', 'screen', 'standing_committee_review'],
  params: inYear,
  body: z.strictObject({
    proposalIds: z.array(id).min(1).max(200),
    kind: z.enum(opinionKinds),
    units: z.array(lineOfText(80)).min(1).max(20),
    deadline: day,
  }),
  /** `own`: pairs left out because a unit is not asked about its own project. */
  reply: z.object({ asked: z.number().int(), already: z.number().int(), own: z.number().int() }),
  refusals: { not_your_act: 403, deadline_past: 422, unit_unknown: 422, asks_itself: 422 },
});

/** Taken back by the side that asked (the proposing unit its 会签, the office its opinions), while there is no answer. */
export const recallOpinion = endpoint('recall_opinion', {
  method: 'POST',
  path: '/opinions/:opinionId/recall',
  roles: ['unit', 'gov_office'],
  params: one,
  reply: opinion,
  refusals: { already_answered: 409, not_your_act: 403 },
});

export const moveOpinionDeadline = endpoint('move_opinion_deadline', {
  method: 'PUT',
  path: '/opinions/:opinionId/deadline',
  roles: ['unit', 'gov_office'],
  params: one,
  body: z.strictObject({ deadline: day }),
  reply: opinion,
  refusals: { already_answered: 409, not_your_act: 403, deadline_past: 422 },
});

/** Opinions asked of the caller's unit; all of the year for the offices. */
export const listOpinions = endpoint('list_opinions', {
  method: 'GET',
  path: '/years/:year/opinions',
  roles: ['unit', 'gov_office', 'clerk', 'auditor'],
  params: inYear,
  reply: z.object({ opinions: z.array(opinion) }),
});

/** Once; again only where the text was changed since. */
export const answerOpinion = endpoint('answer_opinion', {
  method: 'POST',
  path: '/opinions/:opinionId/answer',
  roles: ['unit'],
  params: one,
  body: z.strictObject({ stance: z.enum(stances), text: text(1000, 0) }),
  reply: opinion,
  refusals: { already_answered: 409, reason_needed: 422 },
});
