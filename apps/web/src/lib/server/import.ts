import { fail, type RequestEvent } from '@sveltejs/kit';
import type { ImportReport } from '@piaojue/contract';
import type { BodyOf, importDelegates } from '@piaojue/contract';
import type { Called } from '../api/call.js';
import { textOf } from './act.js';

type ImportBody = BodyOf<typeof importDelegates>;

const formats = { json: 'json', xlsx: 'xlsx', csv: 'csv' } as const;

/** The file of a form as the contract wants it; undefined where it has no name we know. */
export async function importBodyOf(file: File, commit: boolean): Promise<ImportBody | undefined> {
  const ending = /\.([a-z0-9]+)$/i.exec(file.name)?.[1]?.toLowerCase() ?? '';
  if (!Object.hasOwn(formats, ending)) return undefined;
  const format = formats[ending as keyof typeof formats];
  const bytes = Buffer.from(await file.arrayBuffer());
  return { format, content: format === 'xlsx' ? bytes.toString('base64') : decodeText(bytes), commit };
}

/** UTF-8, or GB 18030 as 表格 software on Chinese Windows writes CSV. */
function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** Looks at a file or imports it (button `commit`); answers with the report, errors by row. */
export async function importAct(
  event: RequestEvent,
  name: string,
  send: (body: ImportBody) => Promise<Called<typeof importDelegates>>,
) {
  const form = await event.request.formData();
  const file = form.get('file');
  const commit = textOf(form, 'commit') === '1';
  const refused = (status: number, refusal: string, detail?: unknown) =>
    fail(status, { act: name, key: '', refusal, detail });
  if (!(file instanceof File) || file.size === 0) return refused(422, 'file_unreadable', '还没有选择文件。');
  const body = await importBodyOf(file, commit);
  if (body === undefined) return refused(422, 'file_unreadable', `“${file.name}”不是 JSON、XLSX 或者 CSV 文件。`);
  const done = await send(body);
  if (!done.ok) return refused(done.status, done.refusal, done.detail);
  const report: ImportReport = done.value;
  return { act: name, key: '', done: true as const, value: { report, fileName: file.name, commit } };
}
