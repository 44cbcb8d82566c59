import { fail, redirect } from '@sveltejs/kit';
import { signIn } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { textOf } from '$lib/server/act.js';
import { safeNext } from '$lib/server/next.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
  const next = safeNext(url.searchParams.get('next'));
  if (locals.me !== null) redirect(303, next);
  return { activated: url.searchParams.has('activated'), wasSent: url.searchParams.has('next') };
};

export const actions: Actions = {
  default: async ({ request, fetch, url }) => {
    const form = await request.formData();
    const username = textOf(form, 'username').trim();
    const done = await call(fetch, signIn, { body: { username, password: textOf(form, 'password') } });
    if (!done.ok)
      return fail(done.status, { typed: { username }, refusal: done.refusal as string, detail: done.detail });
    redirect(303, safeNext(url.searchParams.get('next')));
  },
};
