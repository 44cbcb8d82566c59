import { redirect } from '@sveltejs/kit';
import { readCollecting } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { must } from '$lib/server/load.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, url }) => {
  const { current } = must(await call(fetch, readCollecting), url);
  redirect(303, current === null ? '/collect' : `/figures/${current.year}`);
};
