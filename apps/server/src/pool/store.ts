import { and, asc, count, eq, inArray, sql, type SQL } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';
import type { PoolFilters } from '@piaojue/contract';
import { poolProposalStates, poolSuggestionState } from '@piaojue/rules';
import type { SignedIn } from '../accounts/sessions.js';
import { linkable } from '../screening/origins.js';
import { isOffice, isOut } from '../screening/sight.js';
import { codeOf, draftOf, type ProposalRow } from '../screening/store.js';
import { holds } from '../suggestions/grams.js';
import { handles } from '../suggestions/service.js';
import { askedFor, inTown } from '../suggestions/store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** The newest decision that put it into the pool was announced; what leads back to it is a decision of its own. */
const announced = ({ t }: Tx): SQL => {
  const e = t.suggestionEvent;
  return sql`(select ${e.announcedAt} from ${e} where ${e.seq} = ${t.suggestion.seq} and ${e.act} = 'pool' order by ${e.id} desc limit 1) is not null`;
};

/** Suggestions of the pool that this person may see, and asks for. */
export const pooled = (tx: Tx, me: SignedIn, asked: PoolFilters): SQL | undefined => {
  const { t } = tx;
  return and(
    eq(t.suggestion.state, poolSuggestionState),
    handles(me) ? undefined : announced(tx),
    isOffice(me) ? undefined : linkable(tx, me),
    asked.year ? eq(t.suggestion.year, Number(asked.year)) : undefined,
    asked.category && eq(t.suggestion.category, asked.category),
    asked.town === undefined ? undefined : inTown(tx, asked.town),
    askedFor(tx, asked.q),
  );
};

export function* pooledByYear({ q, t }: Tx, where: SQL | undefined): Query<Map<number, number>> {
  const rows = yield* all(
    q.select({ year: t.suggestion.year, n: count() }).from(t.suggestion).where(where).groupBy(t.suggestion.year),
  );
  return new Map(rows.map(({ year, n }) => [year, Number(n)]));
}

/** What put each of these into the pool: its newest decision. */
export function* pooledBy({ q, t }: Tx, seqs: readonly number[]) {
  const decisions = yield* all(
    q
      .select({ seq: t.suggestionEvent.seq, text: t.suggestionEvent.text, announcedAt: t.suggestionEvent.announcedAt })
      .from(t.suggestionEvent)
      .where(and(inArray(t.suggestionEvent.seq, [...seqs]), eq(t.suggestionEvent.act, 'pool')))
      .orderBy(asc(t.suggestionEvent.id)),
  );
  return new Map(decisions.map((each) => [each.seq, each]));
}

/**
 * Proposals of the pool that this person may see, and asks for, newest year first. A year has some dozens: what is asked
 * for in words is looked for in their own text, by the same parts of words as in the ledger.
 */
export function* poolProposals(tx: Tx, me: SignedIn, asked: PoolFilters): Query<ProposalRow[]> {
  const { q, t } = tx;
  const rows = yield* all(
    q
      .select()
      .from(t.proposal)
      .where(
        and(
          inArray(t.proposal.state, [...poolProposalStates]),
          isOffice(me) ? undefined : eq(t.proposal.unit, me.unit ?? ''),
          asked.year ? eq(t.proposal.year, Number(asked.year)) : undefined,
        ),
      )
      .orderBy(asc(t.proposal.createdAt), asc(t.proposal.id)),
  );
  const town = asked.town === undefined ? undefined : yield* townNamed(tx, asked.town);
  const words = (asked.q ?? '').trim();
  return rows.filter((row) => {
    if (!isOut(row)) return false;
    const { name, category, location, content, brief, beneficiaries } = draftOf(row.fields);
    return (
      (asked.category === undefined || category === asked.category) &&
      (asked.town === undefined || (town !== undefined && location.includes(town))) &&
      (words === '' || holds([codeOf(row), name, location, content, brief, beneficiaries].join('\n'), words))
    );
  });
}

function* townNamed({ q, t }: Tx, code: string): Query<string | undefined> {
  return (yield* first(q.select({ name: t.place.name }).from(t.place).where(eq(t.place.code, code))))?.name;
}
