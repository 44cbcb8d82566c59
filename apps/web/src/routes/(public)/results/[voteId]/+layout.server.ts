import { readPublished } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { must } from '$lib/server/load.js';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ fetch, params, url, setHeaders, locals }) => {
  const result = must(await call(fetch, readPublished, { params: { voteId: params.voteId } }), url);
  if (locals.me === null) setHeaders({ 'cache-control': 'public, max-age=1, s-maxage=1' });
  return { result };
};
