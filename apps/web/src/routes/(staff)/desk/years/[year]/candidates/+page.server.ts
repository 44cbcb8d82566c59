import { correctDecision, listDisclosures, prepareCandidateList, readCandidates } from '@piaojue/contract';
import { error, redirect } from '@sveltejs/kit';
import { call } from '$lib/api/call.js';
import { act, textOf } from '$lib/server/act.js';
import { disclosureActs, waitingDisclosure } from '$lib/server/disclosure-acts.js';
import { must } from '$lib/server/load.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url, parent }) => {
  const { me } = await parent();
  const at = { params: { year: params.year } };
  const called = await call(fetch, readCandidates, at);
  if (!called.ok && called.refusal === 'wrong_phase') error(409, { message: '候选项目要等常委会表决以后才有。' });
  const mayReview = me.roles.some((role) => (listDisclosures.roles as readonly string[]).includes(role));
  const disclosures = mayReview ? must(await call(fetch, listDisclosures, at), url).disclosures : [];
  return {
    book: must(called, url),
    disclosure: waitingDisclosure(disclosures, 'candidates'),
  };
};

export const actions: Actions = {
  prepare: (event) =>
    act(event, 'prepare', (form) =>
      call(event.fetch, prepareCandidateList, {
        params: { year: event.params.year },
        body: { title: textOf(form, 'title') },
      }),
    ),
  correct: async (event) => {
    const done = await act(event, 'correct', (form) =>
      call(event.fetch, correctDecision, {
        params: { year: event.params.year },
        body: { candidatesHash: textOf(form, 'candidatesHash'), reason: textOf(form, 'reason') },
      }),
    );
    if ('done' in done) redirect(303, `/desk/years/${event.params.year}/gate/decide`);
    return done;
  },
  ...disclosureActs,
};
