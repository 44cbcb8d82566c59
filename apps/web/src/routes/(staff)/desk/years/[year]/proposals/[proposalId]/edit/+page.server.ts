import { error, fail, redirect } from '@sveltejs/kit';
import { categories, readProposal, saveProposal, type Proposal } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { draftFrom, typedFrom, typedOf } from '$lib/proposal-form.js';
import { numberOf, textOf } from '$lib/server/act.js';
import { must } from '$lib/server/load.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  const proposal = must(await call(fetch, readProposal, { params: { proposalId: params.proposalId } }), url);
  if (!proposal.mayEdit) error(409, { message: '这件项目建议现在不能修改。' });
  return { proposal, categories };
};

export const actions: Actions = {
  /** Without script, and for a version kept by hand. */
  save: async ({ request, fetch, params }) => {
    const form = await request.formData();
    const typed = typedFrom(form);
    if (form.get('addTarget') !== null) {
      typed.targets.push({ item: '', quantity: '', unit: '' });
      return { typed, version: numberOf(form, 'version') };
    }
    const draft = draftFrom(typed);
    if ('problems' in draft)
      return fail(422, {
        typed,
        version: numberOf(form, 'version'),
        refusal: 'malformed' as string,
        detail: draft.problems as unknown,
      });
    const note = textOf(form, 'note_');
    const done = await call(fetch, saveProposal, {
      params: { proposalId: params.proposalId },
      body: { version: numberOf(form, 'version'), fields: draft.fields, note },
    });
    if (done.ok) redirect(303, `/desk/years/${params.year}/proposals/${params.proposalId}`);
    if (done.refusal === 'conflict') {
      const now = done.detail as Proposal;
      // Saving once more, over what stands there now, is the person's own choice.
      return fail(409, { typed, version: now.version, theirs: now, mine: draft.fields, refusal: 'conflict' as string });
    }
    return fail(done.status, {
      typed,
      version: numberOf(form, 'version'),
      refusal: done.refusal as string,
      detail: done.detail,
    });
  },
  /** After a conflict, without script: what the other person saved stays. */
  theirs: async ({ fetch, params, url }) => {
    const now = must(await call(fetch, readProposal, { params: { proposalId: params.proposalId } }), url);
    return { typed: typedOf(now.fields), version: now.version };
  },
};
