import type { SubmitFunction } from '@sveltejs/kit';
import { tick } from 'svelte';
import { applyAction, enhance as send } from '$app/forms';
import { invalidateAll } from '$app/navigation';
import { navigating } from '$app/state';
import { watchTexts } from './leaving.js';
import { labelIn, namedIssues } from './named-issues.js';
import { isTooLarge, refusedHere, refusedInstead } from './unanswered.js';

let underWay = 0;
let taking = 0;
/** Their buttons are not switched off, which would take the focus from them: another press is ignored. */
const waiting = new WeakSet<HTMLFormElement>();

/** Is a form of this page waiting for its answer? Whatever is asked meanwhile may go with a token that ends there. */
export const isActing = (): boolean => underWay > 0;

/** An answer loads the page anew, which calls off a navigation that is on its way: the click comes first. */
async function navigated(): Promise<void> {
  for (let seen: Promise<void> | null = null; navigating.complete && navigating.complete !== seen;) {
    seen = navigating.complete;
    await seen.catch(() => undefined);
  }
}

/**
 * After an act Kit moves the focus to the top of the page. Whoever writes the next line by then would lose it, in Chinese
 * in the middle of a word, and who works by keyboard would lose the place: while an answer is taken in, the focus stays.
 */
async function keepingFocus(taken: () => Promise<void> | void): Promise<void> {
  taking += 1;
  document.body.focus = () => undefined;
  try {
    await taken();
  } finally {
    taking -= 1;
    if (taking === 0) delete (document.body as { focus?: unknown }).focus; // the browser's own is on the prototype
  }
}

/** Who went by keyboard goes on from here; where the act took its button away, from the head of the page. */
async function keepPlace(form: HTMLFormElement): Promise<void> {
  await tick();
  const again = form.querySelector<HTMLElement>('button[type=submit]:not(:disabled)');
  for (const next of [again, document.querySelector<HTMLElement>('main')])
    if (document.activeElement === document.body || document.activeElement?.matches(':disabled'))
      next?.focus({ preventScroll: true });
}

/** A page with several forms of a kind answers each in its own part. */
function nameFields(form: HTMLFormElement, data: Record<string, unknown>): void {
  for (const told of [data, ...Object.values(data)] as (Record<string, unknown> | null | undefined)[])
    if (told?.['refusal'] === 'malformed') told['detail'] = namedIssues(told['detail'], (name) => labelIn(form, name));
}

/**
 * `use:enhance` for every form of ours: an act that got no answer keeps the page, and the same button sends it again. One
 * sending at a time: a button that waits is `aria-disabled`, never `disabled`, and keeps the focus.
 */
export function enhance(form: HTMLFormElement, submit?: SubmitFunction) {
  const texts = watchTexts(form);
  const sending = send(form, async (input) => {
    if (waiting.has(form)) return input.cancel();
    waiting.add(form);
    let cancelled = false;
    const cancel = () => {
      cancelled = true;
      input.cancel();
    };
    let answered: Awaited<ReturnType<SubmitFunction>>;
    try {
      answered = await submit?.({ ...input, cancel });
    } catch (error) {
      waiting.delete(form);
      throw error;
    }
    if (cancelled) return void waiting.delete(form);
    if (isTooLarge(input.formData)) {
      waiting.delete(form);
      input.cancel();
      const result = refusedHere('too_large', input);
      const update = () => applyAction(result);
      return void (await (answered ? answered({ ...input, result, update }) : update()));
    }
    underWay += 1;
    const saved = texts.sent(input.submitter);
    return async (given) => {
      await navigated();
      underWay -= 1;
      const result = refusedInstead(given.result, input);
      const told = result === given.result ? given : { ...given, result, update: () => applyAction(result) };
      // Somebody was faster: whoever is told so sees what stands there now. What was typed stays in its fields.
      if (result.type === 'failure' && result.data?.['refusal'] === 'conflict') void invalidateAll();
      if (result.type === 'failure') nameFields(form, result.data ?? {});
      const taken = () => (answered ? answered(told) : told.update());
      if (result.type === 'failure') {
        if (result.data?.['saved'] === true) saved();
        waiting.delete(form); // what was refused may go again at once
        return taken();
      }
      if (result.type !== 'error') saved();
      try {
        await (result.type === 'success' ? keepingFocus(taken) : taken());
      } finally {
        waiting.delete(form);
      }
      if (result.type === 'success') await keepPlace(form);
    };
  });
  return {
    destroy() {
      texts.stop();
      sending.destroy();
    },
  };
}
