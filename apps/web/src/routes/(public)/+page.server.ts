import { redirect } from '@sveltejs/kit';
import { listPublished, readCollecting, readRegister } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { must } from '$lib/server/load.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, parent, url }) => {
  const { installation } = await parent();
  if (installation.needsSetUp) redirect(303, '/set-up');
  const { current } = must(await call(fetch, readCollecting), url);
  const { disclosures } = must(await call(fetch, readRegister), url);
  // Of each year the newest word: the candidates, or the list that is shown for comments.
  const shown = disclosures.filter(({ kind }) => kind === 'candidates' || kind === 'comment_period');
  const candidates = shown.filter(({ year }, i) => shown.findIndex((each) => each.year === year) === i);
  return { results: must(await call(fetch, listPublished), url).results, collecting: current, candidates };
};
