import { readStation } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { must } from '$lib/server/load.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => ({
  station: must(await call(fetch, readStation, { params: { stationId: params.stationId } }), url),
  address: `${url.origin}/suggest?station=${params.stationId}`,
});
