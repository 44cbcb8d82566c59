import { error } from '@sveltejs/kit';
import { readCollecting, readPublicFigures } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { must } from '$lib/server/load.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  if (!/^20\d\d$/.test(params.year)) error(404, { message: '没有这个年度' });
  const { years } = must(await call(fetch, readCollecting), url);
  return { years, figures: must(await call(fetch, readPublicFigures, { params: { year: params.year } }), url) };
};
