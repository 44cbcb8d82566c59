import { beforeNavigate } from '$app/navigation';

/** Forms into whose longer texts somebody has typed, and whatever else says that it holds something unsaved. */
const begun = new Set<HTMLFormElement>();
const told = new Set<() => boolean>();

/** A text in a dialog that was closed again was given up. */
const holdsText = (form: HTMLFormElement): boolean =>
  form.isConnected &&
  form.closest('dialog:not([open])') === null &&
  [...form.querySelectorAll('textarea')].some(({ value, readOnly }) => !readOnly && value.trim() !== '');

/** Watches the texts of a form until it is sent and taken. A page that knows better what is unsaved marks its form `data-knows-unsaved`. */
export function watchTexts(form: HTMLFormElement): { sent: () => void; refused: () => void; stop: () => void } {
  let isBegun = false;
  const begin = ({ target }: Event) => {
    if (target instanceof HTMLTextAreaElement && !('knowsUnsaved' in form.dataset)) begun.add(form);
  };
  form.addEventListener('input', begin);
  return {
    sent() {
      isBegun = begun.delete(form);
    },
    refused() {
      if (isBegun) begun.add(form);
    },
    stop() {
      form.removeEventListener('input', begin);
      begun.delete(form);
    },
  };
}

/** Such a page says here whether anything is. @returns how to take it back. */
export function alsoUnsaved(isUnsaved: () => boolean): () => void {
  told.add(isUnsaved);
  return () => void told.delete(isUnsaved);
}

/** Once for all pages of a layout: nothing that was typed is left behind without a question. The browser asks at its own exit. */
export function askBeforeLeaving(): void {
  beforeNavigate(({ cancel, willUnload, from, to }) => {
    if (to?.url.pathname === '/login' || (!willUnload && to?.url.pathname === from?.url.pathname)) return;
    if (![...begun].some(holdsText) && ![...told].some((isUnsaved) => isUnsaved())) return;
    if (willUnload || !confirm('填写的内容还没有保存，离开这一页以后就没有了。确定离开吗？')) cancel();
  });
}
