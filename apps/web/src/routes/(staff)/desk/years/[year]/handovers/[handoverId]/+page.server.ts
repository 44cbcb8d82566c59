import { error } from '@sveltejs/kit';
import { listHandovers } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { must } from '$lib/server/load.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  const { handovers } = must(await call(fetch, listHandovers, { params: { year: params.year }, query: {} }), url);
  const handover = handovers.find(({ id }) => id === params.handoverId);
  if (!handover) error(404, { message: '没有这份交办单' });
  return { handover };
};
