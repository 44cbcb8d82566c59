import { fail, type RequestEvent } from '@sveltejs/kit';
import { confirmPassword, type Endpoint } from '@piaojue/contract';
import { call, type Called } from '../api/call.js';
import { typedTexts } from '../typed-texts.js';

/** What every action of a staff page answers: which act, with which key (several of one kind on a page), and how it went. */
export interface Acted {
  act: string;
  key: string;
  refusal?: string;
  detail?: unknown;
  /** What the fields held, where it was refused. */
  typed?: Readonly<Record<string, string>>;
  done?: true;
  value?: unknown;
}

/** Text of a form field, never a file. */
export const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

/** A number as people type it, full-width digits and thousands commas included; NaN where it is none, which `call` refuses. */
export const numberOf = (form: FormData, name: string): number => {
  const text = textOf(form, name).normalize('NFKC').replaceAll(',', '').trim();
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
};

/**
 * Runs one act of a form. A password typed again (`_password`) refreshes the sign-in first, so that an act refused
 * as `stale_sign_in` is repeated by the same form.
 */
export async function act<E extends Endpoint>(
  event: RequestEvent,
  name: string,
  run: (form: FormData) => Promise<Called<E>>,
  keep?: (value: Extract<Called<E>, { ok: true }>['value']) => unknown,
) {
  const form = await event.request.formData();
  const key = textOf(form, '_key');
  const refused = ({ status, refusal, detail }: { status: number; refusal: string; detail: unknown }) =>
    fail(status, { act: name, key, refusal, detail, typed: typedTexts(form) });
  const password = textOf(form, '_password');
  if (password !== '') {
    const fresh = await call(event.fetch, confirmPassword, { body: { password } });
    if (!fresh.ok) return refused(fresh);
  }
  const result = await run(form);
  if (!result.ok) return refused(result);
  return { act: name, key, done: true as const, value: keep ? keep(result.value) : null };
}
