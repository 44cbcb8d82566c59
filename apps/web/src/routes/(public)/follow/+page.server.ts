import { redirect } from '@sveltejs/kit';
import { codeFrom } from '$lib/collecting/code.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => {
  const code = codeFrom(url.searchParams.get('code') ?? '');
  if (code !== '') redirect(303, `/follow/${code}`);
  return {};
};
