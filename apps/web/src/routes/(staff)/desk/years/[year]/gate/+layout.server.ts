import { readPapers } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { must } from '$lib/server/load.js';
import { error } from '@sveltejs/kit';
import type { LayoutServerLoad } from './$types';

/** The papers, for every page of the gate. */
export const load: LayoutServerLoad = async ({ fetch, params, url, depends }) => {
  depends('piaojue:live');
  const called = await call(fetch, readPapers, { params: { year: params.year } });
  if (!called.ok && called.refusal === 'wrong_phase')
    error(409, { message: '政府还没有提请审议，会议材料要等提请以后才有。' });
  return { papers: must(called, url) };
};
