import { fail, redirect } from '@sveltejs/kit';
import {
  categories,
  listPlaces,
  readCollecting,
  readStation,
  sendPhoto,
  sendSuggestion,
  type SuggestionInput,
} from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { todayText } from '$lib/format.js';
import { textOf } from '$lib/server/act.js';
import { must } from '$lib/server/load.js';
import { newUuid } from '$lib/uuid.js';
import type { Actions, PageServerLoad } from './$types';

/** The station whose QR code was scanned; `problem` where nobody is received there now. */
async function stationOf(fetch: typeof globalThis.fetch, stationId: string | null) {
  if (stationId === null || stationId === '') return undefined;
  const found = await call(fetch, readStation, { params: { stationId } });
  if (!found.ok) return { problem: 'unknown' as const };
  const { id, name, level, closed, openFrom, openUntil } = found.value;
  const today = todayText();
  if (closed) return { problem: 'closed' as const, name };
  if (level === 'mobile' && (today < (openFrom ?? '') || today > (openUntil ?? '')))
    return { problem: 'outside_days' as const, name };
  return { id, name };
}

export const load: PageServerLoad = async ({ fetch, url }) => {
  const [{ current }, { places }] = [
    must(await call(fetch, readCollecting), url),
    must(await call(fetch, listPlaces), url),
  ];
  const station = await stationOf(fetch, url.searchParams.get('station'));
  return { current, places, categories, clientId: newUuid(), station };
};

const fields = [
  'category',
  'title',
  'content',
  'reason',
  'advice',
  'placeCode',
  'placeNote',
  'x',
  'y',
  'suggesterKind',
  'name',
  'phone',
  'email',
] as const;

/** Faults of the form by field, as the contract names them (body.suggestion.title). */
function faultsOf(detail: unknown): Record<string, string> {
  const faults: Record<string, string> = {};
  if (!Array.isArray(detail)) return faults;
  for (const each of detail as { path?: unknown; message?: unknown }[]) {
    const name = String(each.path).split('.').at(-1) ?? '';
    const message = String(each.message);
    if ((fields as readonly string[]).includes(name) || name === 'clientId')
      faults[name] ??=
        name === 'category' ? '请选择一个类别' : /[\u4e00-\u9fff]/.test(message) ? message : '填写的内容不符合要求';
  }
  return faults;
}

export const actions: Actions = {
  default: async ({ request, fetch }) => {
    const form = await request.formData();
    const typed = Object.fromEntries(fields.map((name) => [name, textOf(form, name)])) as Record<
      (typeof fields)[number],
      string
    >;
    const clientId = textOf(form, 'clientId');
    const stationId = textOf(form, 'stationId');
    const refused = (status: number, refusal: string, detail?: unknown) =>
      fail(status, {
        refusal,
        detail: Array.isArray(detail) ? undefined : detail,
        faults: faultsOf(detail),
        typed,
        clientId,
      });

    const { current } = must(await call(fetch, readCollecting), new URL(request.url));
    if (current === null) return refused(409, 'window_closed');
    const params = { year: String(current.year) };

    // A browser with script has sent its photos already, one by one.
    for (const photo of form.getAll('photo')) {
      if (!(photo instanceof File) || photo.size === 0) continue;
      const content = Buffer.from(await photo.arrayBuffer()).toString('base64');
      const done = await call(fetch, sendPhoto, { params, body: { clientId, name: '', content } });
      // Whoever sends the same form again has its photos there already.
      if (!done.ok && done.refusal !== 'too_many_photos' && done.refusal !== 'not_found')
        return refused(done.status, done.refusal, done.detail);
    }

    const point = typed.x !== '' && typed.y !== '' ? { x: Number(typed.x), y: Number(typed.y) } : null;
    const suggestion = {
      category: typed.category as SuggestionInput['category'],
      title: typed.title,
      content: typed.content,
      reason: typed.reason,
      advice: typed.advice,
      placeCode: typed.placeCode === '' ? null : typed.placeCode,
      placeNote: typed.placeNote,
      point,
      suggesterKind: (typed.suggesterKind || 'resident') as SuggestionInput['suggesterKind'],
      suggester: { name: typed.name, phone: typed.phone, email: typed.email },
    };
    const done = await call(fetch, sendSuggestion, {
      params,
      body: {
        clientId,
        suggestion,
        ...(stationId === '' ? {} : { stationId }),
        device: textOf(form, 'device') || null,
        proof: textOf(form, 'proof') || null,
        website: textOf(form, 'website'),
      },
    });
    if (!done.ok) return refused(done.status, done.refusal, done.detail);
    const more = new URLSearchParams({ code: done.value.code });
    if (done.value.again) more.set('again', '');
    if (stationId !== '') more.set('station', stationId);
    redirect(303, `/suggest/done?${more}`);
  },
};
