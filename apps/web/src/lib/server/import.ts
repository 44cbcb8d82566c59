import { createHash } from 'node:crypto';
import { fail, type RequestEvent } from '@sveltejs/kit';
import type { ImportReport } from '@piaojue/contract';
import type { BodyOf, importDelegates } from '@piaojue/contract';
import type { Called } from '../api/call.js';
import type { FileRefusal } from '../wording/areas/files.js';
import { textOf } from './act.js';

type ImportBody = BodyOf<typeof importDelegates>;
type Format = ImportBody['format'] | 'docx';

export interface FileGiven<F extends Format> {
  readonly name: string;
  readonly format: F;
  /** XLSX and DOCX in base64, the others as text. */
  readonly content: string;
  /** Of the bytes: tells this file from another. */
  readonly mark: string;
  /** The clerk wants it imported, and it is the file that was checked. */
  readonly commit: boolean;
}
interface FileRefused {
  readonly refusal: FileRefusal;
  readonly detail?: string;
}

/**
 * The file of an import form. Looked at first and imported then: what is to be imported (button `commit`) must be the file
 * whose mark the form says was checked, and a file that was never checked is only looked at.
 */
export async function fileOf<F extends Format>(
  form: FormData,
  formats: readonly F[],
): Promise<FileGiven<F> | FileRefused> {
  const file = form.get('file');
  if (!(file instanceof File) || (file.size === 0 && file.name === '')) return { refusal: 'file_not_chosen' };
  if (file.size === 0) return { refusal: 'file_empty', detail: `“${file.name}”` };
  const ending = /\.([a-z0-9]+)$/i.exec(file.name)?.[1]?.toLowerCase();
  // 表格 software saves "Unicode 文本" under .txt: the same rows, parted by tabs.
  const format = formats.find((each) => each === (ending === 'txt' ? 'csv' : ending));
  if (format === undefined) {
    const kinds = formats.map((each) => each.toUpperCase()).join('、');
    return { refusal: 'file_kind_wrong', detail: `“${file.name}”不是这里能读的文件。这里能读：${kinds}。` };
  }
  const bytes = Buffer.from(await file.arrayBuffer());
  const mark = createHash('sha256').update(bytes).digest('hex');
  const checked = textOf(form, 'checked');
  const commit = textOf(form, 'commit') === '1' && checked !== '';
  if (commit && checked !== mark) return { refusal: 'file_not_checked', detail: `“${file.name}”` };
  if (format === 'xlsx' || format === 'docx')
    return { name: file.name, format, content: bytes.toString('base64'), mark, commit };
  const content = decodeText(bytes);
  return content === undefined
    ? { refusal: 'file_encoding_unknown', detail: `“${file.name}”` }
    : { name: file.name, format, content, mark, commit };
}

/**
 * UTF-16 where the first two bytes say so (Unicode 文本); else UTF-8, or GB 18030 as 表格 software on Chinese Windows writes
 * CSV. Undefined where it is none of them, or no text at all.
 */
function decodeText(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const marked = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : '';
  for (const encoding of marked === '' ? ['utf-8', 'gb18030'] : [marked])
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      return text.includes('\0') ? undefined : text;
    } catch {
      continue;
    }
  return undefined;
}

/** Looks at a file or imports it (button `commit`); answers with the report, errors by row. */
export async function importAct(
  event: RequestEvent,
  name: string,
  send: (body: ImportBody, form: FormData) => Promise<Called<typeof importDelegates>>,
) {
  const form = await event.request.formData();
  const given = await fileOf(form, ['xlsx', 'csv', 'json']);
  if ('refusal' in given) return fail(422, { act: name, key: '', ...given });
  const { name: fileName, mark, ...body } = given;
  const done = await send(body, form);
  if (!done.ok) return fail(done.status, { act: name, key: '', refusal: done.refusal as string, detail: done.detail });
  const report: ImportReport = done.value;
  return { act: name, key: '', done: true as const, value: { report, fileName, mark, commit: body.commit } };
}
