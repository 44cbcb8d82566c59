import { fail, redirect } from '@sveltejs/kit';
import { activate } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { textOf } from '$lib/server/act.js';
import type { Actions } from './$types';

export const actions: Actions = {
  default: async ({ request, fetch }) => {
    const form = await request.formData();
    const username = textOf(form, 'username').trim();
    const code = textOf(form, 'code').trim();
    const password = textOf(form, 'password');
    const again = textOf(form, 'again');
    if (password !== again) return fail(422, { typed: { username, code }, differs: true as const });
    const done = await call(fetch, activate, { body: { username, code, password } });
    if (!done.ok)
      return fail(done.status, { typed: { username, code }, refusal: done.refusal as string, detail: done.detail });
    redirect(303, '/login?activated');
  },
};
