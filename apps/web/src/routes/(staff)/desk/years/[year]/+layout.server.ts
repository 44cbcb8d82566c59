import { readYear } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { must } from '$lib/server/load.js';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ fetch, params, url, depends }) => {
  depends('piaojue:live');
  return { year: must(await call(fetch, readYear, { params: { year: params.year } }), url) };
};
