import type { z } from 'zod';

/** What of an address is a filter of this list; whatever is none is left out. */
export function filtersOf<S extends z.ZodObject>(filters: S, search: URLSearchParams): z.infer<S> {
  const kept: Record<string, string> = {};
  for (const [key, value] of search)
    if (value !== '' && Object.hasOwn(filters.shape, key) && filters.safeParse({ [key]: value }).success)
      kept[key] = value;
  return kept as z.infer<S>;
}
