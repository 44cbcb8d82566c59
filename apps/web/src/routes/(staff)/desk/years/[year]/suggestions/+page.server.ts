import { filters, listPlaces, listSuggestions, showSuggestions } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { act } from '$lib/server/act.js';
import { filtersOf } from '$lib/server/filters.js';
import { must } from '$lib/server/load.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  const asked = filtersOf(filters, url.searchParams);
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
