import type { SubmitFunction } from '@sveltejs/kit';
import { applyAction, enhance as send } from '$app/forms';
import { invalidateAll } from '$app/navigation';
import { navigating } from '$app/state';
import { refusedInstead } from './unanswered.js';

let underWay = 0;

/** Is a form of this page waiting for its answer? Whatever is asked meanwhile may go with a token that ends there. */
export const isActing = (): boolean => underWay > 0;

/** An answer loads the page anew, which calls off a navigation that is on its way: the click comes first. */
async function navigated(): Promise<void> {
  for (let seen: Promise<void> | null = null; navigating.complete && navigating.complete !== seen;) {
    seen = navigating.complete;
    await seen.catch(() => undefined);
  }
}

/** `use:enhance` for every form of ours: an act that got no answer keeps the page, and the same button sends it again. */
export function enhance(form: HTMLFormElement, submit?: SubmitFunction) {
  return send(form, async (input) => {
    let cancelled = false;
    const cancel = () => {
      cancelled = true;
      input.cancel();
    };
    const answered = await submit?.({ ...input, cancel });
    if (cancelled) return undefined;
    underWay += 1;
    return async (given) => {
      await navigated();
      underWay -= 1;
      const result = refusedInstead(given.result, input);
      const told = result === given.result ? given : { ...given, result, update: () => applyAction(result) };
      // Somebody was faster: whoever is told so sees what stands there now. What was typed stays in its fields.
      if (result.type === 'failure' && result.data?.['refusal'] === 'conflict') void invalidateAll();
      return answered ? answered(told) : told.update();
    };
  });
}
