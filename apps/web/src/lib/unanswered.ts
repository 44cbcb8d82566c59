import type { ActionResult } from '@sveltejs/kit';
import { typedTexts } from './typed-texts.js';

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
        ? result.status === undefined
          ? 'unreachable'
          : 'internal'
        : undefined;
  if (refusal === undefined) return result;
  const typed = typedTexts(formData);
  const act = action.search.replace(/^\?\/?/, '');
  return { type: 'failure', status: 503, data: { act, key: typed['_key'] ?? '', refusal, typed } };
}
