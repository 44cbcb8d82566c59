import { listAccounts, readInstallation } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { must } from '$lib/server/load.js';
import { error } from '@sveltejs/kit';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ fetch, locals, url }) => {
  // hooks.server.ts has already sent the unknown to /login.
  if (locals.me === null) error(401, { message: '请先登录。' });
  const { me } = locals;
  return {
    installation: must(await call(fetch, readInstallation), url),
    me,
    seesAccounts: listAccounts.roles.some((role) => (me.roles as readonly string[]).includes(role)),
  };
};
