/**
 * R-KEEP-01: until when the name, phone and address of whoever suggested something are kept at the latest: two years after
 * the window closed. By act they are erased as soon as every answer of the year is public.
 * @param collectClosedAt  UTC ISO time, or null while people may still suggest.
 * @returns UTC ISO time, or null: not counted yet.
 */
export const personsKeptUntil = (collectClosedAt: string | null): string | null =>
  collectClosedAt === null ? null : `${Number(collectClosedAt.slice(0, 4)) + 2}${collectClosedAt.slice(4)}`;

/** Whether they must be gone by now. Source: R-KEEP-01. */
export const personsDue = (collectClosedAt: string | null, now: string): boolean => {
  const until = personsKeptUntil(collectClosedAt);
  return until !== null && now > until;
};
