import { listStockTexts, setStockText, stockTextUses } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { act, textOf } from '$lib/server/act.js';
import { must, onlyFor } from '$lib/server/load.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, parent, url }) => {
  onlyFor((await parent()).me, setStockText);
  return must(await call(fetch, listStockTexts), url);
};

export const actions: Actions = {
  set: (event) =>
    act(event, 'set', (form) =>
      call(event.fetch, setStockText, {
        body: {
          use: stockTextUses.find((use) => use === textOf(form, 'use')) ?? 'unit',
          title: textOf(form, 'title'),
          body: textOf(form, 'body'),
          before: textOf(form, 'before'),
        },
      }),
    ),
};
