import { listPlaces, readFigures } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { must } from '$lib/server/load.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  const { places } = must(await call(fetch, listPlaces), url);
  return { places, figures: must(await call(fetch, readFigures, { params: { year: params.year } }), url) };
};
