import { and, eq, type SQL } from 'drizzle-orm';
import type { Rows, Tx } from '@piaojue/db';
import type { PoolFilters, PoolLine, ReplyOf, listPool } from '@piaojue/contract';
import { mayTakeUp, type PoolProposalState, type PoolYear } from '@piaojue/rules';
import type { SignedIn } from '../accounts/sessions.js';
import type { Deps } from '../deps.js';
import { isOffice, isUnit } from '../screening/sight.js';
import { draftOf, suggestionCountOf, type ProposalRow } from '../screening/store.js';
import { takenUpAgain } from '../screening/taken-up.js';
import { nextYears } from '../suggestions/carried.js';
import { handles } from '../suggestions/service.js';
import { excerptOf, mostOnPage, suggestionLines } from '../suggestions/store.js';
import { yearsNewestFirst } from '../years/store.js';
import { pooled, pooledByYear, pooledBy, poolProposals } from './store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** Newest year first, and of each year the proposals, then the suggestions, as the ledger has them: newest first. */
export const listPoolAct = (deps: Deps, me: SignedIn, asked: PoolFilters): Promise<ReplyOf<typeof listPool>> =>
  deps.store.read(function* (tx) {
    const years = yield* yearsNewestFirst(tx);
    const proposals = asked.kind === 'suggestion' ? [] : yield* poolProposals(tx, me, asked);
    const where = pooled(tx, me, asked);
    const suggestions = asked.kind === 'proposal' ? new Map<number, number>() : yield* pooledByYear(tx, where);

    const lines: PoolLine[] = [];
    let skip = (Number(asked.page ?? 1) - 1) * mostOnPage;
    let total = 0;
    /** How much of the next `n` in the order belongs on the page. */
    const window = (n: number): { offset: number; limit: number } => {
      total += n;
      const offset = Math.min(skip, n);
      skip -= offset;
      return { offset, limit: Math.min(n - offset, mostOnPage - lines.length) };
    };
    for (const { year } of years) {
      const ofYear = proposals.filter((row) => row.year === year);
      const first = window(ofYear.length);
      lines.push(...(yield* proposalLines(tx, me, years, ofYear.slice(first.offset, first.offset + first.limit))));
      const then = window(suggestions.get(year) ?? 0);
      if (then.limit > 0)
        lines.push(...(yield* lineOfSuggestions(tx, me, years, and(where, eq(tx.t.suggestion.year, year)), then)));
    }
    return { total, lines };
  });

/** Later years that still collect or screen, and that have not taken it up as far as this person knows. */
const yearsLeft = (years: readonly PoolYear[], from: number, takenUp: PoolLine['takenUp']): number[] =>
  years
    .filter((into) => mayTakeUp(from, into) && !takenUp.some(({ year }) => year === into.year))
    .map(({ year }) => year);

function* proposalLines(
  tx: Tx,
  me: SignedIn,
  years: readonly PoolYear[],
  rows: readonly ProposalRow[],
): Query<PoolLine[]> {
  const again = yield* takenUpAgain(
    tx,
    me,
    rows.map(({ id }) => id),
  );
  const lines: PoolLine[] = [];
  for (const row of rows) {
    const { name, brief, content, category, location } = draftOf(row.fields);
    const takenUp = again.get(row.id) ?? [];
    const may = isUnit(me, row.unit) || me.roles.includes('gov_office');
    lines.push({
      kind: 'proposal',
      id: row.id,
      year: row.year,
      name,
      excerpt: excerptOf(brief || content),
      category,
      place: location,
      unit: row.unit,
      state: row.state as PoolProposalState,
      reason: row.stateReason,
      announced: true,
      shown: false,
      behind: yield* suggestionCountOf(tx, row.id),
      takenUp,
      into: may ? yearsLeft(years, row.year, takenUp) : [],
      version: row.version,
    });
  }
  return lines;
}

function* lineOfSuggestions(
  tx: Tx,
  me: SignedIn,
  years: readonly PoolYear[],
  where: SQL | undefined,
  window: { offset: number; limit: number },
): Query<PoolLine[]> {
  const found = yield* suggestionLines(tx, where, window);
  const seqs = found.map(({ seq }) => seq);
  const decisions = yield* pooledBy(tx, seqs);
  const next = yield* nextYears(tx, seqs);
  return found.map((each) => {
    const decision = decisions.get(each.seq);
    const announced = decision !== undefined && decision.announcedAt !== null;
    const takenUp = next
      .filter(({ carriedFrom }) => carriedFrom === each.seq)
      // A unit reads of the ledger what everybody reads.
      .map(({ seq, year, shown }) => ({ year, id: isOffice(me) || shown ? String(seq) : null }));
    return {
      kind: 'suggestion' as const,
      id: String(each.seq),
      year: each.year,
      name: each.title,
      excerpt: each.excerpt,
      category: each.category,
      place: each.place,
      unit: null,
      state: 'pooled' as const,
      reason: decision?.text ?? '',
      announced,
      shown: each.shown,
      behind: 1 + each.sources,
      takenUp,
      into: handles(me) && announced ? yearsLeft(years, each.year, takenUp) : [],
      version: each.version,
    };
  });
}
