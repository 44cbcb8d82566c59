import { error } from '@sveltejs/kit';
import { followSuggestion } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { refusalSentence } from '$lib/wording/refusals.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' });
  const found = await call(fetch, followSuggestion, { query: { code: params.code.slice(0, 60) } });
  if (found.ok) return { code: params.code, followed: found.value, refusal: undefined };
  // A wrong code stays on the page, to be corrected.
  if (found.refusal === 'code_unknown' || found.refusal === 'too_many_requests')
    return { code: params.code, followed: undefined, refusal: found.refusal };
  const said = refusalSentence(found.refusal);
  error(found.status, { message: `${said.title}${said.next}`, refusal: found.refusal });
};
