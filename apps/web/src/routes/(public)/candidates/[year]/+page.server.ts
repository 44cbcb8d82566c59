import { error } from '@sveltejs/kit';
import { readPublicList, sendComment } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { act, textOf } from '$lib/server/act.js';
import { must } from '$lib/server/load.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  if (!/^20\d\d$/.test(params.year)) error(404, { message: '没有这个年度' });
  return { list: must(await call(fetch, readPublicList, { params: { year: params.year } }), url) };
};

export const actions: Actions = {
  comment: (event) =>
    act(event, 'comment', (form) =>
      call(event.fetch, sendComment, {
        params: { proposalId: textOf(form, 'proposalId') },
        body: { text: textOf(form, 'text'), device: textOf(form, 'device') },
      }),
    ),
};
