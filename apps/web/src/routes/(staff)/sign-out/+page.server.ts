import { redirect } from '@sveltejs/kit';
import { signOut } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = () => redirect(303, '/desk');

export const actions: Actions = {
  default: async ({ fetch }) => {
    // A session that is already over is signed out as well.
    const done = await call(fetch, signOut);
    redirect(303, done.ok || done.refusal === 'not_signed_in' ? '/' : '/desk');
  },
};
