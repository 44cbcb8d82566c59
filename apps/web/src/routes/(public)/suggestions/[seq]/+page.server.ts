import { error } from '@sveltejs/kit';
import { readCollecting, readPublicSuggestion } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { must } from '$lib/server/load.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  if (!/^[1-9]\d{0,7}$/.test(params.seq)) error(404, { message: '没有这条建议' });
  const one = must(await call(fetch, readPublicSuggestion, { params: { seq: params.seq } }), url);
  const { current } = must(await call(fetch, readCollecting), url);
  return { one, open: current?.year === one.year && current.window === 'open' };
};
