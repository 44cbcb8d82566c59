import { error, redirect } from '@sveltejs/kit';
import type { Endpoint } from '@piaojue/contract';
import type { Called } from '../api/call.js';
import { refusalSentence } from '../wording/refusals.js';

/** The value of a call that the page cannot do without; a refusal becomes the error page, in words. */
export function must<E extends Endpoint>(called: Called<E>, at: URL): Extract<Called<E>, { ok: true }>['value'] {
  if (called.ok) return called.value;
  if (called.refusal === 'not_signed_in') redirect(303, `/login?next=${encodeURIComponent(at.pathname)}`);
  const said = refusalSentence(called.refusal);
  error(called.status, { message: `${said.title}${said.next}`, refusal: called.refusal });
}
