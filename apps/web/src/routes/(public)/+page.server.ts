import { redirect } from '@sveltejs/kit';
import { listPublished, readCollecting } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { must } from '$lib/server/load.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, parent, url }) => {
  const { installation } = await parent();
  if (installation.needsSetUp) redirect(303, '/set-up');
  const { current } = must(await call(fetch, readCollecting), url);
  return { results: must(await call(fetch, listPublished), url).results, collecting: current };
};
