import { asc, inArray } from 'drizzle-orm';
import { all, type Tx } from '@piaojue/db';
import type { SignedIn } from '../accounts/sessions.js';
import { isOffice, isOut, isUnit } from './sight.js';
import type { ProposalRow, Query } from './store.js';

/**
 * What this person may know of a proposal that began with one out of the pool: its unit everything; the offices what has
 * left its desk, and that the government office gave it, but never that the unit writes one by itself.
 */
export const knownOf = (me: SignedIn, row: ProposalRow): 'open' | 'given' | undefined =>
  isUnit(me, row.unit) || (isOffice(me) && isOut(row))
    ? 'open'
    : isOffice(me) && row.givenBy !== null
      ? 'given'
      : undefined;

export function* carriedFrom({ q, t }: Tx, ids: readonly string[]): Query<ProposalRow[]> {
  return yield* all(
    q
      .select()
      .from(t.proposal)
      .where(inArray(t.proposal.carriedFrom, [...ids]))
      .orderBy(asc(t.proposal.year)),
  );
}

/** The years that took each of these up again, as far as this person may know. */
export function* takenUpAgain(
  tx: Tx,
  me: SignedIn,
  ids: readonly string[],
): Query<Map<string, { year: number; id: string | null }[]>> {
  const found = new Map<string, { year: number; id: string | null }[]>();
  if (ids.length === 0) return found;
  for (const row of yield* carriedFrom(tx, ids)) {
    const known = knownOf(me, row);
    const from = row.carriedFrom ?? '';
    if (known) found.set(from, [...(found.get(from) ?? []), { year: row.year, id: known === 'open' ? row.id : null }]);
  }
  return found;
}
