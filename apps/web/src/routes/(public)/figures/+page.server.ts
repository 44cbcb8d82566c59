import { redirect } from '@sveltejs/kit';
import { readCollecting } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { must } from '$lib/server/load.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, url }) => {
  const { years } = must(await call(fetch, readCollecting), url);
  redirect(303, years[0] === undefined ? '/collect' : `/figures/${years[0]}`);
};
