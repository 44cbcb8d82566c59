import {
  filters,
  forwardSuggestions,
  listPlaces,
  listSuggestions,
  listUnits,
  settleSuggestions,
  showSuggestions,
} from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { act, numberOf, textOf } from '$lib/server/act.js';
import { filtersOf } from '$lib/server/filters.js';
import { must } from '$lib/server/load.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, parent, url }) => {
  const { me } = await parent();
  const handles = me.roles.some((role) => role === 'clerk' || role === 'gov_office');
  const { asked, cut } = filtersOf(filters, url.searchParams);
  const [list, { places }, { units }] = await Promise.all([
    call(fetch, listSuggestions, { params: { year: params.year }, query: asked }).then((called) => must(called, url)),
    call(fetch, listPlaces).then((called) => must(called, url)),
    handles ? call(fetch, listUnits).then((called) => must(called, url)) : { units: [] },
  ]);
  return { ...list, asked, cut, handles, units, towns: places.filter(({ townCode }) => townCode === null) };
};

const chosen = (form: FormData): number[] => form.getAll('seq').map(Number);
/** Each as it was read. */
const asRead = (form: FormData) => chosen(form).map((seq) => ({ seq, version: numberOf(form, `version${seq}`) }));

export const actions: Actions = {
  show: (event) =>
    act(event, 'show', (form) => {
      const looks = new Map(chosen(form).map((seq) => [seq, textOf(form, `look${seq}`)]));
      const seqs = [...looks.keys()].filter((seq) => looks.get(seq) !== 'leave');
      // Everything that was looked at stays hidden: that is done without asking anybody.
      if (looks.size > 0 && seqs.length === 0) return Promise.resolve({ ok: true as const, value: { changed: 0 } });
      return call(event.fetch, showSuggestions, {
        body: {
          seqs,
          shown: form.get('shown') === '1',
          looked: [...looks.keys()].filter((seq) => looks.get(seq) === 'show'),
        },
      });
    }),
  forwardMany: (event) =>
    act(event, 'forwardMany', (form) =>
      call(event.fetch, forwardSuggestions, {
        body: {
          suggestions: asRead(form),
          unit: textOf(form, 'unit'),
          demand: textOf(form, 'demand'),
          deadline: textOf(form, 'deadline'),
        },
      }),
    ),
  settleMany: (event) =>
    act(event, 'settleMany', (form) =>
      call(event.fetch, settleSuggestions, {
        body: {
          suggestions: asRead(form),
          act: textOf(form, 'settling') === 'pool' ? 'pool' : 'decline',
          reason: textOf(form, 'reason'),
        },
      }),
    ),
};
