// Before the first paint: the text size that this reader chose last time.
try {
  if (localStorage.getItem('piaojue.text-size') === 'large') document.documentElement.dataset.textSize = 'large';
} catch {
  /* storage is switched off: normal size */
}
