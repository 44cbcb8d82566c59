import { fail } from '@sveltejs/kit';
import { importSuggestions, suggestionColumns, type BodyOf } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { textOf } from '$lib/server/act.js';
import { importBodyOf } from '$lib/server/import.js';
import type { Actions } from './$types';

type Mapping = BodyOf<typeof importSuggestions>['mapping'];

export const actions: Actions = {
  import: async ({ request, fetch, params }) => {
    const form = await request.formData();
    const file = form.get('file');
    const commit = textOf(form, 'commit') === '1';
    const refused = (status: number, refusal: string, detail?: unknown) =>
      fail(status, { act: 'import', key: '', refusal, detail });
    if (!(file instanceof File) || file.size === 0) return refused(422, 'file_unreadable', '还没有选择文件。');
    const isForm = /\.docx$/i.test(file.name);
    const read = isForm
      ? { format: 'docx' as const, content: Buffer.from(await file.arrayBuffer()).toString('base64') }
      : await importBodyOf(file, commit);
    if (read === undefined || read.format === 'json')
      return refused(422, 'file_unreadable', `“${file.name}”不是 XLSX、CSV 或者 DOCX 文件。`);
    const mapping: Mapping = {};
    for (const column of suggestionColumns) {
      const heading = form.get(`column-${column}`);
      if (typeof heading === 'string' && heading !== '') mapping[column] = heading === '—' ? '' : heading;
    }
    const done = await call(fetch, importSuggestions, {
      params: { year: params.year },
      body: { channel: textOf(form, 'channel') as never, format: read.format, content: read.content, mapping, commit },
    });
    if (!done.ok) return refused(done.status, done.refusal, done.detail);
    return { act: 'import', key: '', done: true as const, value: { report: done.value, fileName: file.name, commit } };
  },
};
