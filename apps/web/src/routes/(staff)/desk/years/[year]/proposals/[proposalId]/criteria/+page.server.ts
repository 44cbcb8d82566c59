import { error } from '@sveltejs/kit';
import { readProposal, setMarks } from '@piaojue/contract';
import { criteria } from '@piaojue/rules';
import { call } from '$lib/api/call.js';
import { act, numberOf, textOf } from '$lib/server/act.js';
import { must } from '$lib/server/load.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  const proposal = must(await call(fetch, readProposal, { params: { proposalId: params.proposalId } }), url);
  if (!proposal.mayMark) error(409, { message: '这件项目现在不能填写筛选标准。' });
  return { proposal };
};

export const actions: Actions = {
  marks: (event) =>
    act(event, 'marks', (form) =>
      call(event.fetch, setMarks, {
        params: { proposalId: event.params.proposalId },
        body: {
          version: numberOf(form, 'version'),
          // A line that nobody has touched is left for later.
          marks: criteria
            .filter((criterion) => textOf(form, `met-${criterion}`) !== '')
            .map((criterion) => ({
              criterion,
              met: (['yes', 'partly', 'no'] as const).find((met) => met === textOf(form, `met-${criterion}`)) ?? 'no',
              score: numberOf(form, `score-${criterion}`),
              reason: textOf(form, `reason-${criterion}`),
            })),
        },
      }),
    ),
};
