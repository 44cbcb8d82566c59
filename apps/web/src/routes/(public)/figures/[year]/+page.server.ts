import { error } from '@sveltejs/kit';
import { listPlaces, readCollecting, readPublicFigures } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { must } from '$lib/server/load.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  if (!/^20\d\d$/.test(params.year)) error(404, { message: '没有这个年度' });
  const { years } = must(await call(fetch, readCollecting), url);
  const { places } = must(await call(fetch, listPlaces), url);
  return { years, places, figures: must(await call(fetch, readPublicFigures, { params: { year: params.year } }), url) };
};
