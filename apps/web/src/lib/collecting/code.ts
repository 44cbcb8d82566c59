/**
 * The code to follow a suggestion by, out of what somebody typed or pasted: any case, blanks, dashes, full width; or the
 * whole address of the page (https://…/follow/72RJ-…). In groups of four; empty where there is nothing of a code.
 */
export function codeFrom(typed: string): string {
  const pasted = /\/follow\/([^/?#\s]+)/i.exec(typed.normalize('NFKC'))?.[1];
  return (pasted ?? typed)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .slice(0, 40)
    .replace(/.{4}(?=.)/g, '$&-');
}
