import { readInstallation } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { must } from '$lib/server/load.js';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ fetch, locals, url }) => ({
  installation: must(await call(fetch, readInstallation), url),
  me: locals.me,
});
