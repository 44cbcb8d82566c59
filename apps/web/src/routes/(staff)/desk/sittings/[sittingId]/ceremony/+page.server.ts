import { listAccounts, openCeremony, restartCeremony, withdrawRestart } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { act, numberOf, textOf } from '$lib/server/act.js';
import { must } from '$lib/server/load.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, parent, url }) => {
  const { me, sitting } = await parent();
  if (sitting.ceremony !== null || !me.roles.includes('clerk')) return { scrutineers: [] };
  const { accounts } = must(await call(fetch, listAccounts), url);
  return { scrutineers: accounts.filter(({ roles, disabled }) => roles.includes('scrutineer') && !disabled) };
};

export const actions: Actions = {
  open: (event) =>
    act(event, 'open', (form) =>
      call(event.fetch, openCeremony, {
        params: { sittingId: event.params.sittingId },
        body: {
          accountIds: form.getAll('accountIds').map(String),
          threshold: numberOf(form, 'threshold') || 0,
          group: textOf(form, 'group') === 'Ed25519' ? 'Ed25519' : 'BELENIOS-2048',
        },
      }),
    ),
  restart: (event) =>
    act(event, 'restart', (form) =>
      call(event.fetch, restartCeremony, {
        params: { sittingId: event.params.sittingId },
        body: { reason: textOf(form, 'reason') },
      }),
    ),
  withdrawRestart: (event) =>
    act(event, 'withdrawRestart', () =>
      call(event.fetch, withdrawRestart, { params: { sittingId: event.params.sittingId } }),
    ),
};
