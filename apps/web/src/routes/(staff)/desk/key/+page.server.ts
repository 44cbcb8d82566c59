import { fail } from '@sveltejs/kit';
import { listSittings, makeTrusteeLink, readSitting, readVote } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { textOf } from '$lib/server/act.js';
import { must } from '$lib/server/load.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, url, depends }) => {
  depends('piaojue:live');
  const asked = url.searchParams.get('sitting');
  const { sittings } = must(await call(fetch, listSittings), url);
  const newest = sittings.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0];
  const sittingId = sittings.find(({ id }) => id === asked)?.id ?? newest?.id;
  if (sittingId === undefined) return { sitting: null, votes: [] };
  const sitting = must(await call(fetch, readSitting, { params: { sittingId } }), url);
  const votes = await Promise.all(
    sitting.votes
      .filter(({ state }) => state === 'tallying')
      .map(async ({ id }) => must(await call(fetch, readVote, { params: { voteId: id } }), url)),
  );
  return { sitting, votes };
};

export const actions: Actions = {
  /** The token is shown once: it is the key page's only secret, and lives in the fragment of its address. */
  link: async ({ request, fetch }) => {
    const form = await request.formData();
    const made = await call(fetch, makeTrusteeLink, { params: { sittingId: textOf(form, 'sittingId') } });
    if (!made.ok) return fail(made.status, { refusal: made.refusal as string, detail: made.detail });
    return { token: made.value.token };
  },
};
