import { redirect } from '@sveltejs/kit';
import { followSuggestion } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, url, setHeaders }) => {
  const code = url.searchParams.get('code') ?? '';
  if (!/^[2-9A-Z]{4}(-[2-9A-Z]{4}){3}$/.test(code)) redirect(303, '/follow');
  setHeaders({ 'cache-control': 'no-store' });
  const found = await call(fetch, followSuggestion, { query: { code } });
  if (!found.ok && found.refusal === 'code_unknown') redirect(303, '/follow');
  // Whatever else went wrong, whoever has just sent something must see the code.
  const [title, at] = found.ok ? [found.value.title, found.value.receivedAt] : ['', ''];
  const station = url.searchParams.get('station') ?? '';
  const next = /^[a-z0-9]{8,40}$/.test(station) ? `/suggest?station=${station}` : '/suggest';
  return { code, title, at, again: url.searchParams.has('again'), address: `${url.origin}/follow/${code}`, next };
};
