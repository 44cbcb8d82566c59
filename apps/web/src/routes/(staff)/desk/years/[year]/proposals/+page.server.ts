import { redirect } from '@sveltejs/kit';
import {
  answerOpinion,
  createProposal,
  listOpinions,
  listProposals,
  readScreening,
  readYear,
  stances,
} from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { act, textOf } from '$lib/server/act.js';
import { must } from '$lib/server/load.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, parent, url }) => {
  const { me } = await parent();
  const has = (...roles: string[]) => me.roles.some((role) => roles.includes(role));
  if (!has('unit')) {
    const door = has('committee', 'delegate') ? '/gate' : has(...readScreening.roles) ? '/screening' : '';
    redirect(303, `/desk/years/${params.year}${door}`);
  }
  const { year } = params;
  const [about, { proposals }, { opinions }] = await Promise.all([
    call(fetch, readYear, { params: { year } }).then((called) => must(called, url)),
    call(fetch, listProposals, { params: { year } }).then((called) => must(called, url)),
    call(fetch, listOpinions, { params: { year } }).then((called) => must(called, url)),
  ]);
  return { year: about, proposals: proposals.filter(({ unit }) => unit === me.unit), opinions };
};

export const actions: Actions = {
  create: async (event) => {
    const made = await act(
      event,
      'create',
      (form) =>
        call(event.fetch, createProposal, {
          params: { year: event.params.year },
          body: { name: textOf(form, 'name') },
        }),
      ({ id }) => id,
    );
    if ('done' in made) redirect(303, `/desk/years/${event.params.year}/proposals/${String(made.value)}/edit`);
    return made;
  },
  answer: (event) =>
    act(event, 'answer', (form) =>
      call(event.fetch, answerOpinion, {
        params: { opinionId: textOf(form, 'opinionId') },
        body: {
          stance: stances.find((stance) => stance === textOf(form, 'stance')) ?? 'agree',
          text: textOf(form, 'text'),
        },
      }),
    ),
};
