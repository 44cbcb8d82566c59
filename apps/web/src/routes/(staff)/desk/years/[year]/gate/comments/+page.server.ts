import {
  closeCommentPeriod,
  commentErasures,
  eraseComment,
  listComments,
  listDisclosures,
  prepareCommentPeriod,
  replyToComment,
  showComment,
} from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { act, textOf } from '$lib/server/act.js';
import { disclosureActs, waitingDisclosure } from '$lib/server/disclosure-acts.js';
import { filtersOf } from '$lib/server/filters.js';
import { must } from '$lib/server/load.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  const at = { params: { year: params.year } };
  const { asked } = filtersOf(listComments.query, url.searchParams);
  const list = must(await call(fetch, listComments, { ...at, query: asked }), url);
  const { disclosures } = must(await call(fetch, listDisclosures, at), url);
  return { asked, list, disclosure: waitingDisclosure(disclosures, 'comment_period') };
};

/** For the page, where the act takes the comment out of the choice. */
const asItStands = <T>(comment: T): T => comment;

export const actions: Actions = {
  prepare: (event) =>
    act(event, 'prepare', (form) =>
      call(event.fetch, prepareCommentPeriod, {
        params: { year: event.params.year },
        body: { title: textOf(form, 'title'), from: textOf(form, 'from'), until: textOf(form, 'until') },
      }),
    ),
  ...disclosureActs,
  close: (event) =>
    act(event, 'close', () => call(event.fetch, closeCommentPeriod, { params: { year: event.params.year } })),
  show: (event) =>
    act(
      event,
      'show',
      (form) =>
        call(event.fetch, showComment, {
          params: { commentId: textOf(form, 'commentId') },
          body: { shown: textOf(form, 'shown') === '1', looked: form.get('looked') === '1' },
        }),
      asItStands,
    ),
  eraseComment: (event) =>
    act(
      event,
      'eraseComment',
      (form) =>
        call(event.fetch, eraseComment, {
          params: { commentId: textOf(form, 'commentId') },
          body: { reason: commentErasures.find((each) => each === textOf(form, 'reason')) ?? 'personal' },
        }),
      asItStands,
    ),
  reply: (event) =>
    act(
      event,
      'reply',
      (form) =>
        call(event.fetch, replyToComment, {
          params: { commentId: textOf(form, 'commentId') },
          body: { text: textOf(form, 'text'), before: textOf(form, 'before') || null },
        }),
      asItStands,
    ),
};
