import {
  accountRoles,
  completeActivation,
  createAccount,
  listAccounts,
  renewActivation,
  setAccountDisabled,
} from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { act, textOf } from '$lib/server/act.js';
import { must } from '$lib/server/load.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, url }) => must(await call(fetch, listAccounts), url);

export const actions: Actions = {
  create: (event) =>
    act(
      event,
      'create',
      (form) => {
        const unit = textOf(form, 'unit').trim();
        return call(event.fetch, createAccount, {
          body: {
            username: textOf(form, 'username').trim(),
            displayName: textOf(form, 'displayName'),
            roles: accountRoles.filter((role) => form.getAll('roles').includes(role)),
            unit: unit === '' ? null : unit,
          },
        });
      },
      ({ account, activationCode }) => ({
        username: account.username,
        displayName: account.displayName,
        activationCode,
      }),
    ),
  renew: (event) =>
    act(
      event,
      'renew',
      (form) => call(event.fetch, renewActivation, { params: { accountId: textOf(form, 'accountId') } }),
      ({ activationCode, half }) => ({ activationCode, half: half ? ('first' as const) : undefined }),
    ),
  complete: (event) =>
    act(
      event,
      'complete',
      (form) => call(event.fetch, completeActivation, { params: { accountId: textOf(form, 'accountId') } }),
      ({ activationCode }) => ({ activationCode, half: 'second' as const }),
    ),
  setDisabled: (event) =>
    act(event, 'setDisabled', (form) =>
      call(event.fetch, setAccountDisabled, {
        params: { accountId: textOf(form, 'accountId') },
        body: { disabled: textOf(form, 'disabled') === '1' },
      }),
    ),
};
