import { fail, redirect } from '@sveltejs/kit';
import { createVote, readVote } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { numberOf, textOf } from '$lib/server/act.js';
import { must } from '$lib/server/load.js';
import { voteActs } from '$lib/server/vote-acts.js';
import { currentVote } from '$lib/sitting.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, parent, url, depends }) => {
  depends('piaojue:live');
  const { sitting } = await parent();
  const asked = url.searchParams.get('vote');
  const chosen = sitting.votes.find(({ id }) => id === asked) ?? currentVote(sitting.votes);
  return { vote: chosen ? must(await call(fetch, readVote, { params: { voteId: chosen.id } }), url) : null };
};

const kinds = ['for_against_abstain', 'approve_only'] as const;

export const actions: Actions = {
  ...voteActs,
  createVote: async ({ request, fetch, params }) => {
    const form = await request.formData();
    const typed = { title: textOf(form, 'title'), places: numberOf(form, 'places') };
    const made = await call(fetch, createVote, {
      params: { sittingId: params.sittingId },
      body: {
        ...typed,
        kind: kinds.find((kind) => kind === textOf(form, 'kind')) ?? 'for_against_abstain',
        group: textOf(form, 'group') === 'Ed25519' ? 'Ed25519' : 'BELENIOS-2048',
      },
    });
    if (!made.ok) {
      return fail(made.status, {
        act: 'createVote',
        key: '',
        typed,
        refusal: made.refusal as string,
        detail: made.detail,
      });
    }
    redirect(303, `/desk/sittings/${params.sittingId}/votes/${made.value.id}/candidates`);
  },
};
