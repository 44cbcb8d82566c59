import { readStation } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { todayText } from '$lib/format.js';
import { must } from '$lib/server/load.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => ({
  station: must(await call(fetch, readStation, { params: { stationId: params.stationId } }), url),
  today: todayText(),
  address: `${url.origin}/suggest?station=${params.stationId}`,
});
