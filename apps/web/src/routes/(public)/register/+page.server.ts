import { listPublicShowings, readRegister } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { must } from '$lib/server/load.js';
import { pageOf } from '$lib/server/page-of.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, url }) => {
  const at = pageOf(url);
  const [register, shown] = await Promise.all([
    call(fetch, readRegister),
    call(fetch, listPublicShowings, { query: { page: String(at) } }),
  ]);
  return { ...must(register, url), shown: { ...must(shown, url), at } };
};
