import { redirect } from '@sveltejs/kit';
import { carryProposal, carrySuggestion, listPlaces, listPool, listYears, poolFilters } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { act, numberOf, textOf } from '$lib/server/act.js';
import { filtersOf } from '$lib/server/filters.js';
import { must } from '$lib/server/load.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, url, depends }) => {
  depends('piaojue:live');
  const asked = filtersOf(poolFilters, url.searchParams);
  const [list, { years }, { places }] = await Promise.all([
    call(fetch, listPool, { query: asked }).then((called) => must(called, url)),
    call(fetch, listYears).then((called) => must(called, url)),
    call(fetch, listPlaces).then((called) => must(called, url)),
  ]);
  return {
    ...list,
    asked,
    years: years.map(({ year, state }) => ({ year, state })),
    towns: places.filter(({ townCode }) => townCode === null),
  };
};

const inYear = (form: FormData) => ({ year: textOf(form, 'year') });

export const actions: Actions = {
  suggestion: async (event) => {
    let year = '';
    return act(
      event,
      'suggestion',
      (form) => {
        year = textOf(form, 'year');
        return call(event.fetch, carrySuggestion, {
          params: inYear(form),
          body: { seq: numberOf(form, 'id'), version: numberOf(form, 'version') },
        });
      },
      ({ seq }) => ({ year, id: String(seq), unit: '' }),
    );
  },
  /** A unit goes on writing; the office stays where it is. */
  proposal: async (event) => {
    let year = '';
    const done = await act(
      event,
      'proposal',
      (form) => {
        year = textOf(form, 'year');
        return call(event.fetch, carryProposal, {
          params: inYear(form),
          body: { proposalId: textOf(form, 'id'), version: numberOf(form, 'version') },
        });
      },
      ({ id, unit }) => ({ year, id: id ?? '', unit }),
    );
    const made = 'done' in done ? (done.value as { id: string }) : undefined;
    if (made?.id) redirect(303, `/desk/years/${year}/proposals/${made.id}/edit`);
    return done;
  },
};
