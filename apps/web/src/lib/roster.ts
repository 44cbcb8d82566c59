/** The roster of a station as somebody who wants to go there reads it: what comes, with today marked; what is over apart. */
export function rosterOn<D extends { readonly day: string }>(
  duties: readonly D[],
  today: string,
): { next: D | undefined; coming: D[]; past: D[] } {
  const sorted = duties.toSorted((a, b) => a.day.localeCompare(b.day));
  const coming = sorted.filter(({ day }) => day >= today);
  return { next: coming[0], coming, past: sorted.filter(({ day }) => day < today).toReversed() };
}
