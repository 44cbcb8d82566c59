import { fail, redirect } from '@sveltejs/kit';
import { setUp } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { textOf } from '$lib/server/act.js';
import type { Actions } from './$types';

const typedFields = ['congressName', 'place', 'username', 'displayName'] as const;

export const actions: Actions = {
  default: async ({ request, fetch }) => {
    const form = await request.formData();
    const typed = Object.fromEntries(typedFields.map((name) => [name, textOf(form, name).trim()])) as Record<
      (typeof typedFields)[number],
      string
    >;
    const password = textOf(form, 'password');
    if (password !== textOf(form, 'again')) return fail(422, { typed, differs: true as const });
    const done = await call(fetch, setUp, { body: { ...typed, token: textOf(form, 'token').trim(), password } });
    if (!done.ok) return fail(done.status, { typed, refusal: done.refusal as string, detail: done.detail });
    redirect(303, '/login?activated');
  },
};
