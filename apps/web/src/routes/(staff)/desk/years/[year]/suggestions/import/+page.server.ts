import { fail } from '@sveltejs/kit';
import { importSuggestions, suggestionColumns, type BodyOf } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { textOf } from '$lib/server/act.js';
import { fileOf } from '$lib/server/import.js';
import { onlyFor } from '$lib/server/load.js';
import type { Actions, PageServerLoad } from './$types';

type Mapping = BodyOf<typeof importSuggestions>['mapping'];

export const load: PageServerLoad = async ({ parent }) => onlyFor((await parent()).me, importSuggestions);

export const actions: Actions = {
  import: async ({ request, fetch, params }) => {
    const form = await request.formData();
    const given = await fileOf(form, ['xlsx', 'csv', 'docx']);
    if ('refusal' in given) return fail(422, { act: 'import', key: '', ...given });
    const { name: fileName, mark, ...file } = given;
    const mapping: Mapping = {};
    const sheet = textOf(form, 'sheet');
    // The columns that were chosen are those of the sheet that was read.
    const read = sheet === textOf(form, 'sheetRead') ? suggestionColumns : [];
    for (const column of read) {
      const heading = form.get(`column-${column}`);
      if (typeof heading === 'string' && heading !== '') mapping[column] = heading === '—' ? '' : heading;
    }
    const done = await call(fetch, importSuggestions, {
      params: { year: params.year },
      body: {
        channel: textOf(form, 'channel') as never,
        ...file,
        mapping,
        ...(sheet !== '' && { sheet }),
        keepSame: textOf(form, 'keepSame') === '1',
      },
    });
    if (!done.ok)
      return fail(done.status, { act: 'import', key: '', refusal: done.refusal as string, detail: done.detail });
    const value = { report: done.value, fileName, mark, commit: file.commit };
    return { act: 'import', key: '', done: true as const, value };
  },
};
