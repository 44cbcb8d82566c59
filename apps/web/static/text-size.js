// Before the first paint: the text size that this reader chose last time. And the two buttons that work on pages
// without any other script (public results): 大字 and 打印.
(() => {
  const root = document.documentElement;
  const key = 'piaojue.text-size';
  try {
    if (localStorage.getItem(key) === 'large') root.dataset.textSize = 'large';
  } catch {
    /* storage is switched off: normal size */
  }
  const isLarge = () => root.dataset.textSize === 'large';
  const show = () => {
    for (const button of document.querySelectorAll('[data-text-size-switch]'))
      button.setAttribute('aria-pressed', String(isLarge()));
  };
  document.addEventListener('DOMContentLoaded', show);
  document.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element)) return;
    if (target.closest('[data-print]')) window.print();
    if (!target.closest('[data-text-size-switch]')) return;
    if (isLarge()) delete root.dataset.textSize;
    else root.dataset.textSize = 'large';
    try {
      localStorage.setItem(key, isLarge() ? 'large' : 'normal');
    } catch {
      /* the size holds until the page is left */
    }
    show();
  });
})();
