import { readInstallation } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { must } from '$lib/server/load.js';
import { error } from '@sveltejs/kit';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ fetch, locals, url }) => {
  // hooks.server.ts has already sent the unknown to /login.
  if (locals.me === null) error(401, { message: '请先登录。' });
  return { installation: must(await call(fetch, readInstallation), url), me: locals.me };
};
