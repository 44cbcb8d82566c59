import { redirect } from '@sveltejs/kit';
import {
  askOpinions,
  listPlaces,
  listUnits,
  opinionKinds,
  readScreening,
  setListOrder,
  setWeights,
  shortlistProposals,
  submitList,
} from '@piaojue/contract';
import { criteria } from '@piaojue/rules';
import { call } from '$lib/api/call.js';
import { act, numberOf, textOf } from '$lib/server/act.js';
import { must } from '$lib/server/load.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url, parent }) => {
  const { me } = await parent();
  const isOffice = me.roles.includes('gov_office');
  if (!me.roles.some((role) => (readScreening.roles as readonly string[]).includes(role)))
    redirect(303, `/desk/years/${params.year}${me.roles.includes('unit') ? '/proposals' : ''}`);
  const screening = must(await call(fetch, readScreening, { params: { year: params.year } }), url);
  return {
    year: params.year,
    isOffice,
    screening,
    places: must(await call(fetch, listPlaces), url).places,
    units: isOffice ? must(await call(fetch, listUnits), url).units : [],
  };
};

/** `id:version` as the page showed it. */
const pairsOf = (form: FormData, name: string) =>
  form.getAll(name).map((value) => {
    const [id = '', version = ''] = String(value).split(':');
    return { id, version: Number(version) };
  });

/** The places typed, smallest first; what has none keeps its turn behind them. */
const orderOf = (form: FormData, before: readonly string[]): string[] => {
  const place = (id: string): number => {
    const typed = numberOf(form, `place-${id}`);
    return Number.isNaN(typed) ? 1000 : typed;
  };
  return before.toSorted((a, b) => place(a) - place(b));
};

export const actions: Actions = {
  shortlist: (event) =>
    act(event, 'shortlist', (form) =>
      call(event.fetch, shortlistProposals, {
        params: { year: event.params.year },
        body: { proposals: pairsOf(form, 'proposal') },
      }),
    ),
  ask: (event) =>
    act(
      event,
      'ask',
      (form) =>
        call(event.fetch, askOpinions, {
          params: { year: event.params.year },
          body: {
            proposalIds: pairsOf(form, 'proposal').map(({ id }) => id),
            kind: opinionKinds.find((kind) => kind === textOf(form, 'kind')) ?? 'feasibility',
            units: form.getAll('unit').map(String),
            deadline: textOf(form, 'deadline'),
          },
        }),
      (value) => value,
    ),
  order: (event) =>
    act(event, 'order', (form) => {
      const before = textOf(form, 'before').split(' ').filter(Boolean);
      return call(event.fetch, setListOrder, {
        params: { year: event.params.year },
        body: { before, order: orderOf(form, before) },
      });
    }),
  weights: (event) =>
    act(event, 'weights', (form) => {
      const read = (prefix: string) =>
        Object.fromEntries(criteria.map((criterion) => [criterion, numberOf(form, `${prefix}-${criterion}`)]));
      return call(event.fetch, setWeights, {
        params: { year: event.params.year },
        body: { before: read('before'), weights: read('weight') } as never,
      });
    }),
  submit: (event) =>
    act(event, 'submit', (form) =>
      call(event.fetch, submitList, {
        params: { year: event.params.year },
        body: {
          minutesNumber: textOf(form, 'minutesNumber'),
          minutesDate: textOf(form, 'minutesDate'),
          proposals: textOf(form, 'listed')
            .split(' ')
            .filter(Boolean)
            .map((pair) => {
              const [id = '', version = ''] = pair.split(':');
              return { id, version: Number(version) };
            }),
        },
      }),
    ),
};
