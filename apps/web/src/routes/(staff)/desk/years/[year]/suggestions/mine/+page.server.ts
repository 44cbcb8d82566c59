import { listOwnSuggestions } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { must } from '$lib/server/load.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) =>
  must(await call(fetch, listOwnSuggestions, { params }), url);
