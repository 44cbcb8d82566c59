import { error } from '@sveltejs/kit';
import { addRemark, askQuestion, moveProposal, settleRemark } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { act, numberOf, textOf } from '$lib/server/act.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, parent }) => {
  const { papers } = await parent();
  const paper = papers.papers.find(({ id }) => id === params.proposalId);
  if (!paper) error(404, { message: '会议材料里没有这个项目。' });
  return { paper };
};

export const actions: Actions = {
  ask: (event) =>
    act(event, 'ask', (form) =>
      call(event.fetch, askQuestion, {
        params: { proposalId: event.params.proposalId },
        body: { text: textOf(form, 'text') },
      }),
    ),
  remark: (event) =>
    act(event, 'remark', (form) =>
      call(event.fetch, addRemark, {
        params: { proposalId: event.params.proposalId },
        body: { kind: textOf(form, 'kind') === 'change' ? 'change' : 'comment', text: textOf(form, 'text') },
      }),
    ),
  settle: (event) =>
    act(event, 'settle', (form) =>
      call(event.fetch, settleRemark, {
        params: { remarkId: textOf(form, 'remarkId') },
        body: { text: textOf(form, 'text') },
      }),
    ),
  move: (event) =>
    act(event, 'move', (form) =>
      call(event.fetch, moveProposal, {
        params: { proposalId: event.params.proposalId },
        body: {
          act: (['send_back', 'withdraw', 'shortlist', 'list', 'return'] as const).find(
            (one) => one === textOf(form, 'move'),
          ) as 'list',
          version: numberOf(form, 'version'),
          reason: textOf(form, 'reason'),
        },
      }),
    ),
};
