import { readLog } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { must } from '$lib/server/load.js';
import type { PageServerLoad } from './$types';

const perPage = 50;

export const load: PageServerLoad = async ({ fetch, url }) => {
  const asked = url.searchParams.get('from');
  const { size } = must(await call(fetch, readLog, { query: { from: 0, limit: 1 } }), url);
  const newest = Math.max(0, size - perPage);
  const from = asked !== null && /^\d{1,9}$/.test(asked) ? Math.min(Number(asked), newest) : newest;
  const log = must(await call(fetch, readLog, { query: { from, limit: perPage } }), url);
  return { log, from, perPage };
};
