import { addSuggestion, listPlaces, type SuggestionInput } from '@piaojue/contract';
import { suggesterKinds, type SuggestionChannel } from '@piaojue/rules';
import { call } from '$lib/api/call.js';
import { act, textOf } from '$lib/server/act.js';
import { must, onlyFor } from '$lib/server/load.js';
import type { Actions, PageServerLoad } from './$types';

/** 来源 that each office may register by hand (server: suggestions/service.ts decides). */
const channelsFor = (roles: readonly string[]): SuggestionChannel[] =>
  roles.includes('clerk')
    ? ['clerk', 'letter', 'email', 'hotline', 'delegate', 'department']
    : roles.includes('gov_office')
      ? ['clerk', 'letter', 'email', 'hotline', 'department']
      : roles.includes('delegate')
        ? ['delegate']
        : ['department'];

export const load: PageServerLoad = async ({ fetch, parent, url }) => {
  const { me } = await parent();
  onlyFor(me, addSuggestion);
  const { places } = must(await call(fetch, listPlaces), url);
  return { places, channels: channelsFor(me.roles) };
};

const inputOf = (form: FormData): SuggestionInput => ({
  category: textOf(form, 'category') as SuggestionInput['category'],
  title: textOf(form, 'title'),
  content: textOf(form, 'content'),
  reason: textOf(form, 'reason'),
  advice: textOf(form, 'advice'),
  placeCode: textOf(form, 'village') || textOf(form, 'town') || null,
  placeNote: textOf(form, 'placeNote'),
  point: null,
  suggesterKind: suggesterKinds.find((kind) => kind === textOf(form, 'suggesterKind')) ?? 'resident',
  suggester: { name: textOf(form, 'name'), phone: textOf(form, 'phone'), email: textOf(form, 'email') },
});

export const actions: Actions = {
  add: (event) =>
    act(
      event,
      'add',
      (form) =>
        call(event.fetch, addSuggestion, {
          params: { year: event.params.year },
          body: {
            channel: textOf(form, 'channel') as never,
            sourceRef: textOf(form, 'sourceRef').trim() || null,
            receivedOn: textOf(form, 'receivedOn') || null,
            suggestion: inputOf(form),
          },
        }),
      (value) => value,
    ),
};
