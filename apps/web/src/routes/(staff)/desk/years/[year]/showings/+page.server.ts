import { listShowings } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { must, onlyFor } from '$lib/server/load.js';
import { pageOf } from '$lib/server/page-of.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, parent, url }) => {
  onlyFor((await parent()).me, listShowings);
  const at = pageOf(url);
  const { total, showings } = must(await call(fetch, listShowings, { params, query: { page: String(at) } }), url);
  return { total, showings, at };
};
