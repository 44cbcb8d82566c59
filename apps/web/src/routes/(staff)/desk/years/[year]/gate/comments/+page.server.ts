import {
  closeCommentPeriod,
  listComments,
  listDisclosures,
  prepareCommentPeriod,
  publishDisclosure,
  replyToComment,
  showComment,
} from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { act, textOf } from '$lib/server/act.js';
import { must } from '$lib/server/load.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  const at = { params: { year: params.year } };
  const { comments } = must(await call(fetch, listComments, at), url);
  const { disclosures } = must(await call(fetch, listDisclosures, at), url);
  return { comments, disclosure: disclosures.find(({ kind }) => kind === 'comment_period') ?? null };
};

export const actions: Actions = {
  prepare: (event) =>
    act(event, 'prepare', (form) =>
      call(event.fetch, prepareCommentPeriod, {
        params: { year: event.params.year },
        body: { title: textOf(form, 'title'), from: textOf(form, 'from'), until: textOf(form, 'until') },
      }),
    ),
  publish: (event) =>
    act(event, 'publish', (form) =>
      call(event.fetch, publishDisclosure, {
        params: { year: event.params.year, disclosureId: textOf(form, 'disclosureId') },
      }),
    ),
  close: (event) =>
    act(event, 'close', () => call(event.fetch, closeCommentPeriod, { params: { year: event.params.year } })),
  show: (event) =>
    act(event, 'show', (form) =>
      call(event.fetch, showComment, {
        params: { commentId: textOf(form, 'commentId') },
        body: { shown: textOf(form, 'shown') === '1' },
      }),
    ),
  reply: (event) =>
    act(event, 'reply', (form) =>
      call(event.fetch, replyToComment, {
        params: { commentId: textOf(form, 'commentId') },
        body: { text: textOf(form, 'text') },
      }),
    ),
};
