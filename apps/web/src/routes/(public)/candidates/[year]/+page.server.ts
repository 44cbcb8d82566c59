import { readPublicList, sendComment } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { act, textOf } from '$lib/server/act.js';
import { must } from '$lib/server/load.js';
import { error } from '@sveltejs/kit';
import { randomBytes } from 'node:crypto';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  if (!/^20\d\d$/.test(params.year)) error(404, { message: '没有这个年度。' });
  return {
    list: must(
      await call(fetch, readPublicList, {
        params: { year: params.year },
        query: url.searchParams.get('of') === 'comments' ? { of: 'comments' } : {},
      }),
      url,
    ),
  };
};

const yearOfSeconds = 365 * 24 * 3600;

export const actions: Actions = {
  comment: (event) =>
    act(event, 'comment', (form) => {
      // A random number that only this browser keeps: it counts comments and says nothing of who sent them.
      const known = event.cookies.get('comment-device');
      const device = known && /^[A-Za-z0-9_-]{22,64}$/.test(known) ? known : randomBytes(18).toString('base64url');
      event.cookies.set('comment-device', device, {
        path: '/candidates',
        httpOnly: true,
        secure: event.url.protocol === 'https:',
        sameSite: 'strict',
        maxAge: yearOfSeconds,
      });
      return call(event.fetch, sendComment, {
        params: { proposalId: textOf(form, 'proposalId') },
        body: { text: textOf(form, 'text'), device, proof: textOf(form, 'proof') || null },
      });
    }),
};
