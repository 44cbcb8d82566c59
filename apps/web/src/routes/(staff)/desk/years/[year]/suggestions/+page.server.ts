import { filters, listPlaces, listSuggestions, showSuggestions, type SuggestionFilters } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { act } from '$lib/server/act.js';
import { must } from '$lib/server/load.js';
import type { Actions, PageServerLoad } from './$types';

/** What of an address is a filter; whatever is none is left out. */
function filtersOf(search: URLSearchParams): SuggestionFilters {
  const given = Object.fromEntries([...search].filter(([, value]) => value !== ''));
  const kept: Record<string, string> = {};
  for (const [key, value] of Object.entries(given))
    if (Object.hasOwn(filters.shape, key) && filters.safeParse({ [key]: value }).success) kept[key] = value;
  return kept;
}

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  const asked = filtersOf(url.searchParams);
  const [list, { places }] = await Promise.all([
    call(fetch, listSuggestions, { params: { year: params.year }, query: asked }).then((called) => must(called, url)),
    call(fetch, listPlaces).then((called) => must(called, url)),
  ]);
  return { ...list, asked, towns: places.filter(({ townCode }) => townCode === null) };
};

export const actions: Actions = {
  show: (event) =>
    act(event, 'show', (form) =>
      call(event.fetch, showSuggestions, {
        body: { seqs: form.getAll('seq').map(Number), shown: form.get('shown') === '1' },
      }),
    ),
};
