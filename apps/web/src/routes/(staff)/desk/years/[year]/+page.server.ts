import { fail } from '@sveltejs/kit';
import {
  closeCollecting,
  eraseSuggesters,
  listDisclosures,
  prepareDisclosure,
  prepareNoticeChange,
  readSuggesters,
  setYear,
  startCollecting,
  startScreening,
} from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { act, numberOf, textOf } from '$lib/server/act.js';
import { disclosureActs } from '$lib/server/disclosure-acts.js';
import { must } from '$lib/server/load.js';
import { fundFault, settingsOf } from '$lib/server/year-form.js';
import { typedTexts } from '$lib/typed-texts.js';
import type { Actions, PageServerLoad } from './$types';

const reviewers = ['clerk', 'gov_office', 'committee', 'auditor'] as const;

export const load: PageServerLoad = async ({ fetch, params, parent, url }) => {
  const { me } = await parent();
  const reads = me.roles.some((role) => (reviewers as readonly string[]).includes(role));
  const disclosures = reads
    ? must(await call(fetch, listDisclosures, { params: { year: params.year } }), url).disclosures
    : [];
  const persons = me.roles.some((role) => (readSuggesters.roles as readonly string[]).includes(role))
    ? must(await call(fetch, readSuggesters, { params: { year: params.year } }), url)
    : null;
  return { disclosures, persons };
};

export const actions: Actions = {
  set: (event) =>
    act(event, 'set', async (form) => {
      const wrong = fundFault(form);
      if (wrong) return { ok: false, status: 422, refusal: 'malformed', detail: wrong };
      return call(event.fetch, setYear, {
        params: event.params,
        body: { version: numberOf(form, 'version'), settings: settingsOf(form) },
      });
    }),
  /** What is on the screen is what is reviewed: saved and handed in at once. */
  prepareNotice: async (event) => {
    const form = await event.request.formData();
    const answer = { act: 'prepareNotice', key: '' };
    const typed = typedTexts(form);
    const { params } = event;
    const wrong = fundFault(form);
    if (wrong) return fail(422, { ...answer, typed, refusal: 'malformed' as string, detail: wrong as unknown });
    const set = await call(event.fetch, setYear, {
      params,
      body: { version: numberOf(form, 'version'), settings: settingsOf(form) },
    });
    if (!set.ok) return fail(set.status, { ...answer, typed, refusal: set.refusal as string, detail: set.detail });
    const prepared = await call(event.fetch, prepareDisclosure, {
      params,
      body: { kind: 'notice', title: textOf(form, 'title') },
    });
    if (prepared.ok) return { ...answer, done: true as const, value: null };
    return fail(prepared.status, {
      ...answer,
      typed,
      refusal: prepared.refusal as string,
      detail: prepared.detail,
      saved: true as const,
    });
  },
  prepareChange: (event) =>
    act(event, 'prepareChange', (form) =>
      call(event.fetch, prepareNoticeChange, {
        params: event.params,
        body: {
          title: textOf(form, 'title'),
          notice: textOf(form, 'notice'),
          collectFrom: textOf(form, 'collectFrom'),
          collectUntil: textOf(form, 'collectUntil'),
        },
      }),
    ),
  prepare: (event) =>
    act(event, 'prepare', (form) =>
      call(event.fetch, prepareDisclosure, {
        params: event.params,
        body: { kind: 'answers', title: textOf(form, 'title') },
      }),
    ),
  ...disclosureActs,
  erasePersons: (event) =>
    act(event, 'erasePersons', () => call(event.fetch, eraseSuggesters, { params: event.params })),
  startCollecting: (event) =>
    act(event, 'startCollecting', () => call(event.fetch, startCollecting, { params: event.params })),
  closeCollecting: (event) =>
    act(event, 'closeCollecting', () => call(event.fetch, closeCollecting, { params: event.params })),
  startScreening: (event) =>
    act(event, 'startScreening', () => call(event.fetch, startScreening, { params: event.params })),
};
