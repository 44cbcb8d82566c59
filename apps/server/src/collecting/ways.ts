import { and, eq, inArray, ne } from 'drizzle-orm';
import { all, type Rows, type Tx } from '@piaojue/db';
import type { Way as Told } from '@piaojue/contract';
import { nextYears } from '../suggestions/carried.js';
import { answers } from '../suggestions/letters.js';
import { suggestionBySeq, type SuggestionRow } from '../suggestions/store.js';
import { candidatesArePublic } from '../years/store.js';
import { eventsTold, statesTold } from './told.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** The way of one suggestion in its year: what leads it, where it was merged, and what either was split into. */
export interface Way {
  readonly row: SuggestionRow;
  readonly leading: SuggestionRow | undefined;
  readonly parts: readonly Part[];
}

/** A last part of what was split, and what carries it on where it was merged in its turn. */
interface Part {
  readonly row: SuggestionRow;
  readonly leading: SuggestionRow | undefined;
  /** Out of the person's own words, not of those it was merged with. */
  readonly isOwn: boolean;
}

const withLeading = ({ row, leading }: Pick<Way, 'row' | 'leading'>): SuggestionRow[] =>
  leading ? [row, leading] : [row];
export const rowsOf = (way: Way): SuggestionRow[] => [...withLeading(way), ...way.parts.flatMap(withLeading)];
export const seqsOf = (ways: readonly Way[]): number[] => ways.flatMap(rowsOf).map(({ seq }) => seq);

/** Further than anybody splits or merges. */
const deepest = 20;

/** What carries it on, to the end: a suggestion may have been merged into one that was merged later. */
function* leadingOf(tx: Tx, row: SuggestionRow): Query<SuggestionRow | undefined> {
  let leading: SuggestionRow | undefined;
  for (let next = row.mergedInto, steps = 0; next !== null && steps < deepest; steps++) {
    const found: SuggestionRow | undefined = yield* suggestionBySeq(tx, next);
    if (!found) break;
    leading = found;
    next = found.mergedInto;
  }
  return leading;
}

/** What was split, to its last parts; a part may have been merged into something that was split as well. */
function* partsOf(tx: Tx, whole: SuggestionRow, isOwn: boolean, depth = 0): Query<Part[]> {
  if (whole.state !== 'split' || depth === deepest) return [];
  const { q, t } = tx;
  const rows = yield* all(
    q.select().from(t.suggestion).where(eq(t.suggestion.splitFrom, whole.seq)).orderBy(t.suggestion.seq),
  );
  const parts: Part[] = [];
  for (const row of rows) {
    const leading = yield* leadingOf(tx, row);
    const further = yield* partsOf(tx, leading ?? row, isOwn && !leading, depth + 1);
    parts.push(...(further.length > 0 ? further : [{ row, leading, isOwn }]));
  }
  return parts;
}

export function* wayOf(tx: Tx, row: SuggestionRow): Query<Way> {
  const leading = yield* leadingOf(tx, row);
  return { row, leading, parts: yield* partsOf(tx, leading ?? row, !leading) };
}

/** The ways in later years of what was taken up again from the pool, and of what was taken up from there. */
export function* laterWays(tx: Tx, way: Way): Query<Way[]> {
  const known = new Set<number>();
  const ways: Way[] = [];
  for (let fresh = [way]; fresh.length > 0;) {
    const rows = (yield* nextYears(tx, seqsOf(fresh))).filter(({ seq }) => !known.has(seq));
    fresh = [];
    for (const row of rows) {
      known.add(row.seq);
      fresh.push(yield* wayOf(tx, row));
    }
    ways.push(...fresh);
  }
  return ways;
}

const isAnswer = (act: string): boolean => (answers as readonly string[]).includes(act);
type ToldOfYear = Told['carriedInto'][number];

/** What only concerns the person: whom their telephone number was given to. */
const forThePerson: readonly string[] = ['contact'];
/** What is said of a step to others than the person: who wrote it down, an answer to one person and numbers of others stay out. */
const forOthers: Readonly<Record<string, string>> = {
  received: '已收到。',
  checked: '单位已答复，核查通过。',
  merge: '与内容相近的建议一并办理。',
  unmerge: '不再一并办理，单独办理。',
  carry: '从储备库列入以后年度继续办理。',
};
/** The person's own answer comes through the one that leads: only what is another person's matter stays out. */
const answersKept = (events: Told['events']): Told['events'] =>
  events
    .filter(({ act }) => !forThePerson.includes(act))
    .map((event) => (event.act === 'received' ? { ...event, text: forOthers['received']! } : event));
const forAll = (events: Told['events']): Told['events'] =>
  events
    .filter(({ act }) => !forThePerson.includes(act))
    .map((event) => ({ ...event, text: forOthers[event.act] ?? event.text }));

/**
 * What whoever holds a code may know of each way: of the one that leads it, which somebody else said, what everybody may.
 * `isForAll`: everybody is told, so of what leads a part only where it stands, unless it is shown.
 */
function* waysTold(tx: Tx, ways: readonly Way[], isForAll = false): Query<ToldOfYear[]> {
  const states = yield* statesTold(tx, ways.flatMap(rowsOf));
  const told = function* ({ seq }: SuggestionRow): Query<Pick<ToldOfYear, 'state' | 'events'>> {
    return { state: states.get(seq) ?? 'undecided', events: yield* eventsTold(tx, seq) };
  };
  const toldOfOther = function* (row: SuggestionRow): Query<Pick<ToldOfYear, 'state' | 'events'>> {
    const { state, events } = yield* told(row);
    return { state, events: answersKept(events) };
  };
  const list: ToldOfYear[] = [];
  for (const { row, leading, parts } of ways) {
    const ofParts: ToldOfYear['parts'] = [];
    for (const part of parts) {
      const itself = part.isOwn ? yield* told(part.row) : yield* toldOfOther(part.row);
      const on = part.leading && (yield* toldOfOther(part.leading));
      const since = itself.events.findLast(({ act }) => act === 'merge')?.at ?? '';
      const later = isForAll && !part.leading?.shown ? [] : (on?.events ?? []);
      ofParts.push({
        title: part.isOwn || part.row.shown ? part.row.title : null,
        state: on?.state ?? itself.state,
        // Of what leads it, what came after: before that it was another's matter.
        events: [...itself.events, ...later.filter(({ at, act }) => at > since || isAnswer(act))],
      });
    }
    const { seq, title } = leading?.shown ? leading : { seq: null, title: null };
    list.push({
      year: row.year,
      ...(yield* told(row)),
      mergedInto: leading ? { seq, title, ...(yield* toldOfOther(leading)) } : null,
      parts: ofParts,
    });
  }
  return list;
}

/** For whoever holds the code: its own year, and the later ones. */
export function* wayFor(tx: Tx, row: SuggestionRow): Query<Told & { readonly state: ToldOfYear['state'] }> {
  const way = yield* wayOf(tx, row);
  const ways = [way, ...(yield* laterWays(tx, way))];
  const [told, ...carriedInto] = yield* waysTold(tx, ways);
  const { state, events, mergedInto, parts } = told!;
  const seqs = seqsOf(ways);
  return {
    state,
    events,
    mergedInto,
    parts,
    carriedInto,
    handovers: yield* papersOf(tx, seqs),
    proposals: yield* candidatesGrown(tx, seqs),
  };
}

/** For everybody: of one year, or of a later one that took it up. */
const publicPart = <T extends Pick<ToldOfYear, 'events' | 'mergedInto' | 'parts'>>(told: T, { parts }: Way): T => ({
  ...told,
  events: forAll(told.events),
  mergedInto: told.mergedInto && {
    ...told.mergedInto,
    events: told.mergedInto.seq === null ? [] : forAll(told.mergedInto.events),
  },
  parts: told.parts.filter((_, i) => parts[i]?.row.shown).map((part) => ({ ...part, events: forAll(part.events) })),
});

export function* publicWayOf(tx: Tx, row: SuggestionRow): Query<Told> {
  const way = yield* wayOf(tx, row);
  const ways = [way, ...(yield* laterWays(tx, way)).filter(({ row: later }) => later.shown)];
  const [own, ...carriedInto] = (yield* waysTold(tx, ways, true)).map((told, i) => publicPart(told, ways[i]!));
  const { events, mergedInto, parts } = own!;
  const shown = ways.flatMap(rowsOf).filter((each) => each.shown);
  const seqs = shown.map(({ seq }) => seq);
  return {
    events,
    mergedInto,
    parts,
    carriedInto,
    handovers: yield* papersOf(tx, seqs),
    proposals: yield* candidatesGrown(tx, seqsOf(ways)),
  };
}

function* papersOf({ q, t }: Tx, seqs: readonly number[]): Query<Told['handovers']> {
  const papers = yield* all(
    q
      .select({
        year: t.handover.year,
        unit: t.handover.unit,
        number: t.handover.number,
        deadline: t.handover.deadline,
        state: t.handover.state,
      })
      .from(t.handover)
      .where(and(inArray(t.handover.seq, [...seqs]), ne(t.handover.state, 'recalled')))
      .orderBy(t.handover.year, t.handover.number),
  );
  return papers.flatMap(({ state, ...each }) => (state === 'recalled' ? [] : [{ ...each, state }]));
}

/** Candidates that grew from these suggestions, of years whose list of candidates is public. */
function* candidatesGrown(tx: Tx, seqs: readonly number[]): Query<Told['proposals']> {
  const { q, t } = tx;
  const rows = yield* all(
    q
      .selectDistinct({
        id: t.proposal.id,
        year: t.proposal.year,
        fields: t.proposal.fields,
        unit: t.proposal.unit,
        listNumber: t.proposal.listNumber,
      })
      .from(t.proposalOrigin)
      .innerJoin(t.proposal, eq(t.proposal.id, t.proposalOrigin.proposalId))
      .where(and(inArray(t.proposalOrigin.seq, [...seqs]), eq(t.proposal.state, 'candidate'))),
  );
  const grown: Told['proposals'] = [];
  for (const { id: _, fields, ...each } of rows)
    if (yield* candidatesArePublic(tx, each.year)) grown.push({ ...each, name: String(fields['name'] ?? '') });
  return grown;
}
