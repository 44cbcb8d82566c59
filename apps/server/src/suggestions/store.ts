import { and, asc, count, desc, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';
import { noTown, type SuggestionLine } from '@piaojue/contract';
import type { SuggestionChannel, SuggesterKind } from '@piaojue/rules';
import { gramsOf, matches } from './grams.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
export type SuggestionRow = Tx['t']['suggestion']['$inferSelect'];

/** A suggestion that is about to enter the ledger, whatever way it came. */
export interface NewSuggestion {
  readonly year: number;
  readonly code: string;
  readonly category: string;
  readonly title: string;
  readonly content: string;
  readonly reason: string;
  readonly advice: string;
  readonly placeCode: string | null;
  readonly placeNote: string;
  readonly x: number | null;
  readonly y: number | null;
  readonly channel: SuggestionChannel;
  readonly sourceRef: string | null;
  readonly clientId: string | null;
  readonly suggesterKind: SuggesterKind;
  readonly stationId: string | null;
  readonly receivedBy: string | null;
  readonly receivedAt: string;
  readonly shown: boolean;
  readonly suggester: { readonly name: string; readonly phone: string; readonly email: string };
  /** Of one that was taken up again: its number in the earlier year, and the supports that come along. */
  readonly carriedFrom?: number;
  readonly supports?: number;
}

const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
/** What a person keeps to follow a suggestion: 16 of 30 characters, 78 bits, in groups of four. */
export const newCode = (random: (length: number) => Uint8Array): string => {
  let code = '';
  // 240 = 8 × 30: bytes above it would favour the first letters.
  while (code.length < 16)
    for (const byte of random(24)) if (byte < 240 && code.length < 16) code += alphabet[byte % alphabet.length];
  return code.replace(/.{4}(?=.)/g, '$&-');
};

/** A code as somebody types it: any case, blanks or dashes. */
export const codeTyped = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/.{4}(?=.)/g, '$&-');

/** Enters suggestions into the ledger with the next numbers. @returns the numbers, in the order given. */
export function* addSuggestions({ q, t }: Tx, news: readonly NewSuggestion[]): Query<number[]> {
  const last = yield* first(
    q.select({ seq: t.suggestion.seq }).from(t.suggestion).orderBy(desc(t.suggestion.seq)).limit(1),
  );
  let seq = last?.seq ?? 0;
  const seqs: number[] = [];
  for (let from = 0; from < news.length; from += 100) {
    const part = news.slice(from, from + 100).map((each) => ({ ...each, seq: (seq += 1) }));
    seqs.push(...part.map((each) => each.seq));
    yield* all(
      q
        .insert(t.suggestion)
        .values(
          part.map((each) => {
            const { suggester: _, ...row } = each;
            return {
              ...row,
              state: 'received' as const,
              golden: false,
              supports: each.supports ?? 0,
              mergedInto: null,
              splitFrom: null,
              carriedFrom: each.carriedFrom ?? null,
              version: 1,
              grams: gramsOf(each.title, each.content, each.placeNote),
            };
          }),
        )
        .returning({ seq: t.suggestion.seq }),
    );
    const people = part
      .filter(({ suggester }) => suggester.name !== '' || suggester.phone !== '' || suggester.email !== '')
      .map((each) => ({ seq: each.seq, ...each.suggester }));
    if (people.length > 0) yield* all(q.insert(t.suggester).values(people).returning({ seq: t.suggester.seq }));
  }
  return seqs;
}

export function* suggestionBySeq({ q, t }: Tx, seq: number): Query<SuggestionRow | undefined> {
  return yield* first(q.select().from(t.suggestion).where(eq(t.suggestion.seq, seq)));
}

/** What one that is made from another has in common with it, the person who suggested it included. */
export function* sameAs(
  { q, t }: Tx,
  row: SuggestionRow,
): Query<Omit<NewSuggestion, 'year' | 'code' | 'receivedBy' | 'receivedAt'>> {
  const person = yield* first(q.select().from(t.suggester).where(eq(t.suggester.seq, row.seq)));
  const { category, title, content, reason, advice, placeCode, placeNote, x, y } = row;
  const { channel, suggesterKind, stationId } = row;
  const said = {
    category,
    title,
    content,
    reason,
    advice,
    placeCode,
    placeNote,
    x,
    y,
    channel,
    suggesterKind,
    stationId,
  };
  return {
    ...said,
    sourceRef: null,
    clientId: null,
    shown: false,
    suggester: { name: person?.name ?? '', phone: person?.phone ?? '', email: person?.email ?? '' },
  };
}

export function* suggestionByCode({ q, t }: Tx, code: string): Query<SuggestionRow | undefined> {
  return yield* first(q.select().from(t.suggestion).where(eq(t.suggestion.code, code)));
}

/** Changes a suggestion and its version number. */
export function* updateSuggestion(
  { q, t }: Tx,
  row: SuggestionRow,
  change: Partial<SuggestionRow>,
): Query<SuggestionRow> {
  const updated = yield* first(
    q
      .update(t.suggestion)
      .set({ ...change, version: row.version + 1 })
      .where(eq(t.suggestion.seq, row.seq))
      .returning(),
  );
  return updated!;
}

/** The n-th event of a suggestion, from 1: what happens within a millisecond keeps its order. */
export const eventId = (seq: number, n: number): string => `${seq}.${String(n).padStart(4, '0')}`;

/** What happened to it, in words for whoever suggested it. A decision waits for the publication of its round. */
export function* say(
  { q, t }: Tx,
  given: {
    seq: number;
    at: string;
    act: string;
    text: string;
    by: string | null;
    ref?: string | null;
    decision?: boolean;
  },
): Query<Tx['t']['suggestionEvent']['$inferSelect']> {
  const { decision = false, ref = null, ...row } = given;
  const before = yield* first(
    q.select({ n: count() }).from(t.suggestionEvent).where(eq(t.suggestionEvent.seq, row.seq)),
  );
  const id = eventId(row.seq, Number(before?.n ?? 0) + 1);
  const told = yield* first(
    q
      .insert(t.suggestionEvent)
      .values({ ...row, id, ref, announcedAt: decision ? null : row.at })
      .returning(),
  );
  return told!;
}

export const mostOnPage = 50;
export const excerptOf = (content: string): string => [...content.replace(/\s+/g, ' ')].slice(0, 60).join('');

/** Lines of a list: whatever `where` says, newest first: by number, or by the day they came in (`byDay`). */
export function* suggestionLines(
  { q, t }: Tx,
  where: SQL | undefined,
  { limit = mostOnPage, offset = 0, byDay = false }: { limit?: number; offset?: number; byDay?: boolean } = {},
): Query<SuggestionLine[]> {
  const order = [...(byDay ? [desc(t.suggestion.receivedAt)] : []), desc(t.suggestion.seq)];
  // Numbers first, then their rows: sorting whole rows of a large ledger takes ten times as long.
  const seqs = yield* all(
    q
      .select({ seq: t.suggestion.seq })
      .from(t.suggestion)
      .where(where)
      .orderBy(...order)
      .limit(limit)
      .offset(offset),
  );
  if (seqs.length === 0) return [];
  const rows = yield* all(
    q
      .select({ row: t.suggestion, place: t.place.name })
      .from(t.suggestion)
      .leftJoin(t.place, eq(t.place.code, t.suggestion.placeCode))
      .where(
        inArray(
          t.suggestion.seq,
          seqs.map(({ seq }) => seq),
        ),
      )
      .orderBy(...order),
  );
  const sources = yield* sourcesOf(
    { q, t },
    rows.map(({ row }) => row.seq),
  );
  return rows.map(({ row, place }) => ({
    seq: row.seq,
    year: row.year,
    category: row.category,
    title: row.title,
    excerpt: excerptOf(row.content),
    place: place ?? '',
    channel: row.channel,
    receivedAt: row.receivedAt,
    state: row.state,
    shown: row.shown,
    golden: row.golden,
    supports: row.supports,
    sources: sources.get(row.seq) ?? 0,
    version: row.version,
  }));
}

function* sourcesOf({ q, t }: Pick<Tx, 'q' | 't'>, seqs: readonly number[]): Query<Map<number, number>> {
  if (seqs.length === 0) return new Map();
  const rows = yield* all(
    q
      .select({ seq: t.suggestion.mergedInto, n: count() })
      .from(t.suggestion)
      .where(inArray(t.suggestion.mergedInto, [...seqs]))
      .groupBy(t.suggestion.mergedInto),
  );
  return new Map(rows.map(({ seq, n }) => [seq ?? 0, Number(n)]));
}

export function* countSuggestions({ q, t }: Tx, where: SQL | undefined): Query<number> {
  const row = yield* first(q.select({ n: count() }).from(t.suggestion).where(where));
  return Number(row?.n ?? 0);
}

/** Of a town and of its villages, or of no place, for a filter. */
export const inTown = ({ t }: Tx, town: string): SQL =>
  town === noTown
    ? isNull(t.suggestion.placeCode)
    : sql`${t.suggestion.placeCode} in (select ${t.place.code} from ${t.place} where ${t.place.code} = ${town} or ${t.place.townCode} = ${town})`;

/** What was asked for by its number (#123) or in words; undefined where nothing was. */
export function askedFor(tx: Tx, asked: string | undefined): SQL | undefined {
  const words = (asked ?? '').trim();
  if (words === '') return undefined;
  const bySeq = /^#?(\d{1,8})$/.exec(words.normalize('NFKC'));
  return bySeq ? eq(tx.t.suggestion.seq, Number(bySeq[1])) : (matches(tx, words) ?? sql`1 = 0`);
}

export function* eventsOf({ q, t }: Tx, seq: number) {
  return yield* all(
    q
      .select()
      .from(t.suggestionEvent)
      .where(eq(t.suggestionEvent.seq, seq))
      .orderBy(asc(t.suggestionEvent.at), asc(t.suggestionEvent.id)),
  );
}

export function* photosOf({ q, t }: Tx, ownerKind: 'suggestion' | 'proposal' | 'handover', ownerId: string) {
  const { id, name, type, size } = t.attachment;
  return yield* all(
    q
      .select({ id, name, type, size })
      .from(t.attachment)
      .where(and(eq(t.attachment.ownerKind, ownerKind), eq(t.attachment.ownerId, ownerId)))
      .orderBy(asc(t.attachment.at), asc(t.attachment.id)),
  );
}
