import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => {
  const typed = (url.searchParams.get('code') ?? '')
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .slice(0, 40);
  if (typed !== '') redirect(303, `/follow/${typed.replace(/.{4}(?=.)/g, '$&-')}`);
  return {};
};
