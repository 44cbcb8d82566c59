import { error } from '@sveltejs/kit';
import { listDisclosures, readAnswers } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { disclosureActs } from '$lib/server/disclosure-acts.js';
import { must } from '$lib/server/load.js';
import { pageOf } from '$lib/server/page-of.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  const page = pageOf(url);
  const [{ disclosures }, batch] = await Promise.all([
    call(fetch, listDisclosures, { params: { year: params.year } }).then((called) => must(called, url)),
    call(fetch, readAnswers, { params, query: { page: String(page) } }).then((called) => must(called, url)),
  ]);
  const disclosure = disclosures.find(({ id }) => id === params.disclosureId);
  if (!disclosure) error(404, { message: '没有这一批处理结果' });
  return { ...batch, page, disclosure };
};

export const actions: Actions = disclosureActs;
