import { listReceipts, recordPapersHanded, signForPapers } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { act } from '$lib/server/act.js';
import { must } from '$lib/server/load.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url, parent }) => {
  const { me } = await parent();
  const seesReceipts = me.roles.some((role) => role === 'clerk' || role === 'auditor');
  return {
    receipts: seesReceipts
      ? must(await call(fetch, listReceipts, { params: { year: params.year } }), url).receipts
      : null,
  };
};

export const actions: Actions = {
  handed: (event) =>
    act(event, 'handed', (form) =>
      call(event.fetch, recordPapersHanded, {
        params: { year: event.params.year },
        body: { numbers: form.getAll('number').map(String) },
      }),
    ),
  sign: (event) => act(event, 'sign', () => call(event.fetch, signForPapers, { params: { year: event.params.year } })),
};
