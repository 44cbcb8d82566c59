import type { ActionResult } from '@sveltejs/kit';
import { typedTexts } from './typed-texts.js';

/** People are told 10 MB; beyond this the API takes no file either, and not much more than that the web pages (handler.js). */
const mostBytes = 11_000_000;

/** Is more in the form than the server takes? It is said before minutes are spent on sending it. */
export const isTooLarge = (form: FormData): boolean =>
  [...form.values()].reduce((sum, value) => sum + (value instanceof File ? value.size : 0), 0) > mostBytes;

const refusalOf = (status: number | undefined): string =>
  status === undefined ? 'unreachable' : status === 413 ? 'too_large' : 'internal';

/**
 * What a form is told in place of the error page or the sign-in page: the request got no answer, the server failed, or
 * the sign-in ran out. A refusal leaves the page as it is, and `typed` is what the fields held.
 */
export function refusedInstead(
  result: ActionResult,
  { action, formData }: { readonly action: URL; readonly formData: FormData },
): ActionResult {
  const refusal =
    result.type === 'redirect' && result.location.startsWith('/login?next=')
      ? 'not_signed_in'
      : result.type === 'error'
        ? refusalOf(result.status)
        : undefined;
  return refusal === undefined ? result : refusedHere(refusal, { action, formData });
}

/** The answer of a form that did not get as far as its act. */
export function refusedHere(
  refusal: string,
  { action, formData }: { readonly action: URL; readonly formData: FormData },
): ActionResult {
  const typed = typedTexts(formData);
  const act = action.search.replace(/^\?\/?/, '');
  return { type: 'failure', status: 503, data: { act, key: typed['_key'] ?? '', refusal, typed } };
}
