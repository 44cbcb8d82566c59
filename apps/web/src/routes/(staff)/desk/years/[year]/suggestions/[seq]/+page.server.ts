import {
  filters,
  correctSuggestion,
  eraseSuggester,
  flagGolden,
  forwardSuggestion,
  listPlaces,
  listStockTexts,
  listUnits,
  maskSuggestion,
  mergeSuggestions,
  readNeighbours,
  readSimilar,
  readSuggestion,
  settleSuggestion,
  splitSuggestion,
  unmergeSuggestion,
} from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { act, numberOf, textOf } from '$lib/server/act.js';
import { filtersOf } from '$lib/server/filters.js';
import { must } from '$lib/server/load.js';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ fetch, params, parent, url }) => {
  const { me } = await parent();
  const handles = me.roles.some((role) => role === 'clerk' || role === 'gov_office');
  const of = { params: { seq: params.seq } };
  const { asked } = filtersOf(filters, url.searchParams);
  const { page: _, ...query } = asked;
  const into = url.searchParams.get('into') ?? '';
  const [suggestion, { similar }, { texts }, beside, { units }, { places }, target] = await Promise.all([
    call(fetch, readSuggestion, of).then((called) => must(called, url)),
    call(fetch, readSimilar, of).then((called) => must(called, url)),
    call(fetch, listStockTexts).then((called) => must(called, url)),
    call(fetch, readNeighbours, { ...of, query }).then((called) => must(called, url)),
    handles ? call(fetch, listUnits).then((called) => must(called, url)) : { units: [] },
    call(fetch, listPlaces).then((called) => must(called, url)),
    /^[1-9]\d{0,7}$/.test(into) ? call(fetch, readSuggestion, { params: { seq: into } }) : undefined,
  ]);
  return {
    suggestion,
    similar,
    texts,
    beside,
    query,
    units,
    places,
    /** What this one may be merged into, as it was asked for by number. */
    into: into === '' ? undefined : { typed: into, found: target?.ok ? target.value : null },
  };
};

const of = ({ params }: RequestEvent) => ({ seq: params.seq });
const version = (form: FormData): number => numberOf(form, 'version');
const maskable = ['title', 'content', 'reason', 'advice'] as const;
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
    act(event, 'merge', (form) => {
      if (leads(form))
        return call(event.fetch, mergeSuggestions, {
          params: of(event),
          body: { version: version(form), sources: form.getAll('source').map(Number) },
        });
      return call(event.fetch, mergeSuggestions, {
        params: { seq: textOf(form, 'leading') },
        body: { version: numberOf(form, 'leadingVersion'), sources: [Number(event.params.seq)] },
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
          shareContact: textOf(form, 'shareContact') === '1',
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
  amend: (event) =>
    act(event, 'amend', (form) =>
      call(event.fetch, correctSuggestion, {
        params: of(event),
        body: {
          version: version(form),
          category: textOf(form, 'category') as never,
          title: textOf(form, 'title'),
          placeCode: textOf(form, 'placeCode') || null,
          placeNote: textOf(form, 'placeNote'),
        },
      }),
    ),
  mask: (event) =>
    act(event, 'mask', (form) =>
      call(event.fetch, maskSuggestion, {
        params: of(event),
        body: {
          version: version(form),
          field: maskable.find((field) => field === textOf(form, 'field')) ?? 'content',
          piece: textOf(form, 'piece'),
          why: textOf(form, 'why'),
        },
      }),
    ),
  erase: (event) =>
    act(event, 'erase', (form) =>
      call(event.fetch, eraseSuggester, { params: of(event), body: { version: version(form) } }),
    ),
};
