import { decideCandidates, recordNotCarried } from '@piaojue/contract';
import { redirect } from '@sveltejs/kit';
import { call } from '$lib/api/call.js';
import { act, numberOf, textOf } from '$lib/server/act.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, parent }) => {
  const { papers } = await parent();
  if (papers.state !== 'standing_committee_review') redirect(303, `/desk/years/${params.year}/candidates`);
  return {};
};

const recordOf = (form: FormData) => ({
  meeting: textOf(form, 'meeting'),
  heldOn: textOf(form, 'heldOn'),
  vote: {
    members: numberOf(form, 'members'),
    present: numberOf(form, 'present'),
    for: numberOf(form, 'for'),
    against: numberOf(form, 'against'),
    abstain: numberOf(form, 'abstain'),
  },
});

export const actions: Actions = {
  notCarried: (event) =>
    act(event, 'notCarried', (form) =>
      call(event.fetch, recordNotCarried, { params: { year: event.params.year }, body: recordOf(form) }),
    ),
  decide: async (event) => {
    const done = await act(event, 'decide', (form) => {
      const listed = textOf(form, 'listed')
        .split(' ')
        .filter(Boolean)
        .map((pair) => {
          const [id = '', version = ''] = pair.split(':');
          return { id, version: Number(version) };
        });
      return call(event.fetch, decideCandidates, {
        params: { year: event.params.year },
        body: {
          ...recordOf(form),
          candidates: textOf(form, 'candidates').split(' ').filter(Boolean),
          acceptsDifferential: form.get('acceptsDifferential') === 'on',
          acceptsChanged: form.get('acceptsChanged') === 'on',
          listed,
        },
      });
    });
    if ('done' in done) redirect(303, `/desk/years/${event.params.year}/candidates`);
    return done;
  },
};
