import { readPublished } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { must } from '$lib/server/load.js';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ fetch, params, url, setHeaders, locals }) => {
  const result = must(await call(fetch, readPublished, { params: { voteId: params.voteId } }), url);
  // A re-vote carries the projects that stood again; the names of all adopted ones stand in the first round.
  const firstId = result.rounds[0]?.voteId;
  const first =
    firstId !== undefined && firstId !== result.voteId
      ? await call(fetch, readPublished, { params: { voteId: firstId } })
      : null;
  if (locals.me === null) setHeaders({ 'cache-control': 'public, max-age=1, s-maxage=1' });
  return {
    result,
    listed: first?.ok ? first.value.candidates : result.candidates,
    allPlaces: first?.ok ? first.value.places : result.places,
  };
};
