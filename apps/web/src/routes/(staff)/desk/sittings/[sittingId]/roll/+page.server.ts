import { importDelegates, listDelegates, setPresence } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { act, textOf } from '$lib/server/act.js';
import { importAct } from '$lib/server/import.js';
import { must } from '$lib/server/load.js';
import { inRollOrder } from './match.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url, depends }) => {
  depends('piaojue:live');
  const { delegates } = must(await call(fetch, listDelegates, { params: { sittingId: params.sittingId } }), url);
  return { delegates: inRollOrder(delegates) };
};

export const actions: Actions = {
  import: (event) =>
    importAct(event, 'import', (body) =>
      call(event.fetch, importDelegates, { params: { sittingId: event.params.sittingId }, body }),
    ),
  presence: (event) =>
    act(
      event,
      'presence',
      (form) =>
        call(event.fetch, setPresence, {
          params: { sittingId: event.params.sittingId },
          body: {
            delegateIds: form.getAll('delegateIds').map(String),
            present: textOf(form, 'present') === '1',
          },
        }),
      ({ present, all }) => ({ present, all }),
    ),
};
