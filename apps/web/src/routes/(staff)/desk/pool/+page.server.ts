import { redirect } from '@sveltejs/kit';
import {
  carryProposal,
  carrySuggestion,
  listPlaces,
  listPool,
  listYears,
  poolFilters,
  type ReplyOf,
} from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { act, numberOf, textOf } from '$lib/server/act.js';
import { filtersOf } from '$lib/server/filters.js';
import { must } from '$lib/server/load.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, url, depends }) => {
  depends('piaojue:live');
  const { asked } = filtersOf(poolFilters, url.searchParams);
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
  suggestion: (event) =>
    act(
      event,
      'suggestion',
      (form) =>
        call(event.fetch, carrySuggestion, {
          params: inYear(form),
          body: { seq: numberOf(form, 'id'), version: numberOf(form, 'version') },
        }),
      ({ year, seq }) => ({ year, id: String(seq), unit: '' }),
    ),
  /** A unit goes on writing; the office stays where it is. */
  proposal: async (event) => {
    const done = await act(
      event,
      'proposal',
      (form) =>
        call(event.fetch, carryProposal, {
          params: inYear(form),
          body: { proposalId: textOf(form, 'id'), version: numberOf(form, 'version') },
        }),
      (taken) => taken,
    );
    const taken = 'done' in done ? (done.value as ReplyOf<typeof carryProposal>) : undefined;
    if (taken && taken.id !== null) redirect(303, `/desk/years/${taken.year}/proposals/${taken.id}/edit`);
    return done;
  },
};
