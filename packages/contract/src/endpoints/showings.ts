import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import { pageText, time, yearText } from '../fields.js';

/**
 * One act by which people's own words became public or were taken from the public's sight: the second half of the
 * publication register. Numbers and no text.
 */
export const showing = z.object({
  id: z.string(),
  year: z.number().int(),
  kind: z.enum(['suggestion', 'comment']),
  shown: z.boolean(),
  /** How many. */
  count: z.number().int(),
  /** Numbers of the suggestions, and whether everybody may read each now; comments have none. */
  numbers: z.array(z.object({ seq: z.number().int(), public: z.boolean() })),
  by: z.string(),
  at: time,
});
export type Showing = z.infer<typeof showing>;

const page = z.strictObject({ page: pageText.optional() });
const reply = z.object({ total: z.number().int(), showings: z.array(showing) });

/** Newest first, 20 a page; of years whose notice is public. */
export const listPublicShowings = endpoint('list_public_showings', {
  method: 'GET',
  path: '/public/register/showings',
  roles: ['anyone'],
  query: page,
  reply,
});

/** The same of one year, for those who show and check. */
export const listShowings = endpoint('list_showings', {
  method: 'GET',
  path: '/years/:year/showings',
  roles: ['clerk', 'gov_office', 'committee', 'auditor'],
  params: z.strictObject({ year: yearText }),
  query: page,
  reply,
});
