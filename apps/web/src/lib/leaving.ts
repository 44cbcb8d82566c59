import { beforeNavigate } from '$app/navigation';

/** Longer texts that somebody has typed into, with what stood there before, or was saved last. */
const begun = new Map<HTMLTextAreaElement, string>();
/** Whatever else says that it holds something unsaved. */
const told = new Set<() => boolean>();

/** A text in a dialog that was closed again was given up. */
const isUnsaved = (text: HTMLTextAreaElement): boolean =>
  text.isConnected &&
  !text.readOnly &&
  text.closest('dialog:not([open])') === null &&
  text.value.trim() !== '' &&
  text.value !== begun.get(text);

/**
 * The texts that a button sends: where one form has several acts, each in a fold of its own, those of its fold; those outside
 * all folds go with the buttons outside.
 */
function textsOf(form: HTMLFormElement, button: HTMLElement | null): HTMLTextAreaElement[] {
  const texts = [...form.querySelectorAll('textarea')];
  if (!button || !form.querySelector('[formaction]')) return texts;
  const foldOf = (element: HTMLElement): Element | null => {
    const fold = element.closest('details');
    return fold && form.contains(fold) ? fold : null;
  };
  return texts.filter((text) => foldOf(text) === foldOf(button));
}

/** Watches the texts of a form. A page that knows better what is unsaved marks its form `data-knows-unsaved`. */
export function watchTexts(form: HTMLFormElement): {
  /** @returns what to call once they are saved: as they were when they were sent. */
  sent: (button: HTMLElement | null) => () => void;
  stop: () => void;
} {
  const watched = (target: EventTarget | null): target is HTMLTextAreaElement =>
    target instanceof HTMLTextAreaElement && !('knowsUnsaved' in form.dataset);
  const stood = new WeakMap<HTMLTextAreaElement, string>();
  const enter = ({ target }: Event) => {
    if (watched(target)) stood.set(target, target.value);
  };
  const begin = ({ target }: Event) => {
    if (watched(target) && !begun.has(target)) begun.set(target, stood.get(target) ?? '');
  };
  form.addEventListener('focusin', enter);
  form.addEventListener('input', begin);
  return {
    sent(button) {
      const sent = textsOf(form, button).map((text) => [text, text.value] as const);
      return () => {
        for (const [text, value] of sent) {
          stood.set(text, value);
          if (text.value === value) begun.delete(text);
          else if (begun.has(text)) begun.set(text, value);
        }
      };
    },
    stop() {
      form.removeEventListener('focusin', enter);
      form.removeEventListener('input', begin);
      for (const text of begun.keys()) if (!text.isConnected || form.contains(text)) begun.delete(text);
    },
  };
}

/** Such a page says here whether anything is. @returns how to take it back. */
export function alsoUnsaved(holds: () => boolean): () => void {
  told.add(holds);
  return () => void told.delete(holds);
}

/** Once for all pages of a layout: nothing that was typed is left behind without a question. The browser asks at its own exit. */
export function askBeforeLeaving(): void {
  beforeNavigate(({ cancel, type, from, to }) => {
    const path = to?.url.pathname;
    // Files open beside the page.
    if (path === '/login' || path?.startsWith('/api/') || (path !== undefined && path === from?.url.pathname)) return;
    if (![...begun.keys()].some(isUnsaved) && ![...told].some((holds) => holds())) return;
    if (type === 'leave' || !confirm('填写的内容还没有保存，离开这一页以后就没有了。确定离开吗？')) cancel();
  });
}
