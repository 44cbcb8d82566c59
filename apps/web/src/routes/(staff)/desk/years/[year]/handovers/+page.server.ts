import { checkHandover, handoverFigures, listHandovers, listStockTexts, replyHandover } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { act, numberOf, textOf } from '$lib/server/act.js';
import { must } from '$lib/server/load.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  const figure = handoverFigures.find((each) => each === url.searchParams.get('figure'));
  const [{ handovers }, { texts }] = await Promise.all([
    call(fetch, listHandovers, { params: { year: params.year }, query: figure ? { figure } : {} }).then((called) =>
      must(called, url),
    ),
    call(fetch, listStockTexts).then((called) => must(called, url)),
  ]);
  return { figure, handovers, texts: texts.filter(({ use }) => use === 'unit') };
};

export const actions: Actions = {
  reply: (event) =>
    act(event, 'reply', (form) =>
      call(event.fetch, replyHandover, {
        params: { handoverId: textOf(form, 'handoverId') },
        body: { version: numberOf(form, 'version'), reply: textOf(form, 'reply') },
      }),
    ),
  check: (event) =>
    act(event, 'check', (form) =>
      call(event.fetch, checkHandover, {
        params: { handoverId: textOf(form, 'handoverId') },
        body: {
          version: numberOf(form, 'version'),
          accepted: textOf(form, 'accepted') === '1',
          text: textOf(form, 'text'),
          deadline: textOf(form, 'deadline') || null,
        },
      }),
    ),
};
