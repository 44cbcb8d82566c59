import { readCollecting, readPublicFigures } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { must } from '$lib/server/load.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, url }) => {
  const { current, years } = must(await call(fetch, readCollecting), url);
  const figures = current && (await call(fetch, readPublicFigures, { params: { year: String(current.year) } }));
  return { current, years, received: figures?.ok ? figures.value.received : null };
};
