import type { z } from 'zod';
import { mostAsked } from '../wording/suggestions.js';

/** What of an address is a filter of this list; whatever is none is left out, and a long question is cut. */
export function filtersOf<S extends z.ZodObject>(
  filters: S,
  search: URLSearchParams,
): { asked: z.infer<S>; cut: boolean } {
  const given = Object.fromEntries([...search].filter(([, value]) => value !== ''));
  const cut = (given['q'] ?? '').length > mostAsked;
  if (cut) given['q'] = (given['q'] ?? '').slice(0, mostAsked);
  const asked: Record<string, string> = {};
  for (const [key, value] of Object.entries(given))
    if (Object.hasOwn(filters.shape, key) && filters.safeParse({ [key]: value }).success) asked[key] = value;
  return { asked: asked as z.infer<S>, cut };
}
