import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url, setHeaders }) => {
  const code = url.searchParams.get('code') ?? '';
  if (!/^[2-9A-Z]{4}(-[2-9A-Z]{4}){3}$/.test(code)) redirect(303, '/follow');
  setHeaders({ 'cache-control': 'no-store' });
  return { code, again: url.searchParams.has('again'), address: `${url.origin}/follow/${code}` };
};
