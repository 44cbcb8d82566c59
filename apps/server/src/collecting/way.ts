import { and, eq, inArray, ne } from 'drizzle-orm';
import { all, type Rows, type Tx } from '@piaojue/db';
import type { Way } from '@piaojue/contract';
import { suggestionBySeq, type SuggestionRow } from '../suggestions/store.js';
import { candidatesArePublic } from '../years/store.js';
import { eventsTold, statesTold } from './told.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** What carries a suggestion on: where it was merged, to the end, and what it was split into. */
function* carriedOn(tx: Tx, row: SuggestionRow) {
  const { q, t } = tx;
  // A suggestion may have been merged into one that was merged later.
  let leading: SuggestionRow | undefined;
  for (let next = row.mergedInto, steps = 0; next !== null && steps < 20; steps++) {
    const found: SuggestionRow | undefined = yield* suggestionBySeq(tx, next);
    if (!found) break;
    leading = found;
    next = found.mergedInto;
  }
  const parts = yield* all(
    q.select().from(t.suggestion).where(eq(t.suggestion.splitFrom, row.seq)).orderBy(t.suggestion.seq),
  );
  const others = [...(leading ? [leading] : []), ...parts];
  return { leading, parts, seqs: [row.seq, ...others.map(({ seq }) => seq)], states: yield* statesTold(tx, others) };
}

/** For whoever holds the code. */
export function* wayOf(tx: Tx, row: SuggestionRow): Query<Way> {
  const { leading, parts, seqs, states } = yield* carriedOn(tx, row);
  const told: Way['parts'] = [];
  for (const part of parts)
    told.push({
      title: part.title,
      state: states.get(part.seq) ?? 'undecided',
      events: yield* eventsTold(tx, part.seq),
    });
  return {
    events: yield* eventsTold(tx, row.seq),
    mergedInto: leading
      ? {
          seq: leading.shown ? leading.seq : null,
          title: leading.shown ? leading.title : null,
          state: states.get(leading.seq) ?? 'undecided',
          events: yield* eventsTold(tx, leading.seq),
        }
      : null,
    parts: told,
    handovers: yield* papersOf(tx, seqs),
    proposals: yield* candidatesGrown(tx, row.year, seqs),
  };
}

/** What only concerns the person: whom their telephone number was given to. */
const forThePerson: readonly string[] = ['contact'];
/** For everybody: without who wrote it down, and of other suggestions only what is shown of them. */
const forAll = (events: Way['events']): Way['events'] =>
  events
    .filter(({ act }) => !forThePerson.includes(act))
    .map((event) => (event.act === 'received' ? { ...event, text: '已收到。' } : event));

export function* publicWayOf(tx: Tx, row: SuggestionRow): Query<Way> {
  const { parts } = yield* carriedOn(tx, row);
  const way = yield* wayOf(tx, row);
  return {
    ...way,
    events: forAll(way.events),
    mergedInto: way.mergedInto && {
      ...way.mergedInto,
      events: way.mergedInto.seq === null ? [] : forAll(way.mergedInto.events),
    },
    parts: way.parts.filter((_, i) => parts[i]?.shown).map((part) => ({ ...part, events: forAll(part.events) })),
  };
}

function* papersOf({ q, t }: Tx, seqs: readonly number[]): Query<Way['handovers']> {
  const papers = yield* all(
    q
      .select({
        unit: t.handover.unit,
        number: t.handover.number,
        deadline: t.handover.deadline,
        state: t.handover.state,
      })
      .from(t.handover)
      .where(and(inArray(t.handover.seq, [...seqs]), ne(t.handover.state, 'recalled')))
      .orderBy(t.handover.number),
  );
  return papers.flatMap(({ state, ...each }) => (state === 'recalled' ? [] : [{ ...each, state }]));
}

/** Candidates that grew from these suggestions, once the list of candidates is public. */
function* candidatesGrown(tx: Tx, year: number, seqs: readonly number[]): Query<Way['proposals']> {
  const { q, t } = tx;
  if (!(yield* candidatesArePublic(tx, year))) return [];
  const rows = yield* all(
    q
      .selectDistinct({
        id: t.proposal.id,
        fields: t.proposal.fields,
        unit: t.proposal.unit,
        listNumber: t.proposal.listNumber,
      })
      .from(t.proposalOrigin)
      .innerJoin(t.proposal, eq(t.proposal.id, t.proposalOrigin.proposalId))
      .where(and(inArray(t.proposalOrigin.seq, [...seqs]), eq(t.proposal.state, 'candidate'))),
  );
  return rows.map(({ fields, unit, listNumber }) => ({ name: String(fields['name'] ?? ''), unit, listNumber }));
}
