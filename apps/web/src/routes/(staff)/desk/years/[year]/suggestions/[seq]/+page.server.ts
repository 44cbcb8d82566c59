import {
  eraseSuggester,
  flagGolden,
  forwardSuggestion,
  listStockTexts,
  mergeSuggestions,
  readSimilar,
  readSuggestion,
  settleSuggestion,
  splitSuggestion,
  unmergeSuggestion,
} from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { act, numberOf, textOf } from '$lib/server/act.js';
import { must } from '$lib/server/load.js';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  const of = { params: { seq: params.seq } };
  const [suggestion, { similar }, { texts }] = await Promise.all([
    call(fetch, readSuggestion, of).then((called) => must(called, url)),
    call(fetch, readSimilar, of).then((called) => must(called, url)),
    call(fetch, listStockTexts).then((called) => must(called, url)),
  ]);
  return { suggestion, similar, texts };
};

const of = ({ params }: RequestEvent) => ({ seq: params.seq });
const version = (form: FormData): number => numberOf(form, 'version');
const settles = ['solve', 'adopt', 'pool', 'decline', 'reopen', 'recall'] as const;

/** 并案 may be asked from either side: this one leads, or another does. */
const leads = (form: FormData): boolean => textOf(form, 'leading') === '';

export const actions: Actions = {
  golden: (event) =>
    act(event, 'golden', (form) =>
      call(event.fetch, flagGolden, {
        params: of(event),
        body: { version: version(form), golden: textOf(form, 'golden') === '1' },
      }),
    ),
  merge: (event) =>
    act(event, 'merge', async (form) => {
      if (leads(form))
        return call(event.fetch, mergeSuggestions, {
          params: of(event),
          body: { version: version(form), sources: form.getAll('source').map(Number) },
        });
      const leading = textOf(form, 'leading');
      const other = await call(event.fetch, readSuggestion, { params: { seq: leading } });
      if (!other.ok) return other;
      return call(event.fetch, mergeSuggestions, {
        params: { seq: leading },
        body: { version: other.value.version, sources: [Number(event.params.seq)] },
      });
    }),
  unmerge: (event) =>
    act(event, 'unmerge', (form) =>
      call(event.fetch, unmergeSuggestion, {
        params: of(event),
        body: { version: version(form), reason: textOf(form, 'reason') },
      }),
    ),
  split: (event) =>
    act(event, 'split', (form) => {
      const titles = form.getAll('title').map(String);
      const contents = form.getAll('content').map(String);
      const kinds = form.getAll('category').map(String);
      const parts = titles
        .map((title, i) => ({ category: (kinds[i] ?? '') as never, title, content: contents[i] ?? '' }))
        .filter(({ title, content }) => title.trim() !== '' || content.trim() !== '');
      return call(event.fetch, splitSuggestion, { params: of(event), body: { version: version(form), parts } });
    }),
  forward: (event) =>
    act(event, 'forward', (form) =>
      call(event.fetch, forwardSuggestion, {
        params: of(event),
        body: {
          version: version(form),
          unit: textOf(form, 'unit'),
          demand: textOf(form, 'demand'),
          deadline: textOf(form, 'deadline'),
        },
      }),
    ),
  settle: (event) =>
    act(event, 'settle', (form) =>
      call(event.fetch, settleSuggestion, {
        params: of(event),
        body: {
          version: version(form),
          act: settles.find((one) => one === textOf(form, 'act')) ?? 'solve',
          reason: textOf(form, 'reason'),
        },
      }),
    ),
  erase: (event) =>
    act(event, 'erase', (form) =>
      call(event.fetch, eraseSuggester, { params: of(event), body: { version: version(form) } }),
    ),
};
