import { and, desc, eq, inArray, ne, sql, type SQL } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';
import { append } from '../audit/append.js';
import { say } from './store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
export type HandoverRow = Tx['t']['handover']['$inferSelect'];

export function* newHandover(
  { q, t }: Tx,
  given: {
    id: string;
    year: number;
    seq: number;
    unit: string;
    demand: string;
    deadline: string;
    by: string;
    at: string;
  },
): Query<HandoverRow> {
  const { by, at, ...row } = given;
  const last = yield* first(
    q
      .select({ number: t.handover.number })
      .from(t.handover)
      .where(eq(t.handover.year, row.year))
      .orderBy(desc(t.handover.number))
      .limit(1),
  );
  const made = yield* first(
    q
      .insert(t.handover)
      .values({
        ...row,
        number: (last?.number ?? 0) + 1,
        issuedBy: by,
        issuedAt: at,
        state: 'issued',
        reply: '',
        checkText: '',
        version: 1,
      })
      .returning(),
  );
  return made!;
}

export function* handoverById({ q, t }: Tx, id: string): Query<HandoverRow | undefined> {
  return yield* first(q.select().from(t.handover).where(eq(t.handover.id, id)));
}

/** The hand-over of a suggestion that waits for an answer or for its check. */
export function* openHandover({ q, t }: Tx, seq: number): Query<HandoverRow | undefined> {
  return yield* first(
    q
      .select()
      .from(t.handover)
      .where(and(eq(t.handover.seq, seq), inArray(t.handover.state, ['issued', 'replied']))),
  );
}

export function* updateHandover({ q, t }: Tx, row: HandoverRow, change: Partial<HandoverRow>): Query<HandoverRow> {
  const updated = yield* first(
    q
      .update(t.handover)
      .set({ ...change, version: row.version + 1 })
      .where(eq(t.handover.id, row.id))
      .returning(),
  );
  return updated!;
}

/**
 * The unit of this paper may know how to reach whoever suggested it. Kept as an event: the person is told, and what was told
 * stays.
 */
export function* passContact(tx: Tx, { id, seq, unit }: HandoverRow, at: string, by: string): Query<void> {
  yield* say(tx, { seq, at, act: 'contact', text: `为便于联系您，已把您的联系方式告诉${unit}。`, by, ref: id });
  yield* append(tx, { type: 'contact_passed', at, data: { handover: id, seq, unit, by } });
}

/** Of one unit, or of all, and of these `which`: each with its suggestion, the place, and whoever suggested it. */
export function* handoversOf({ q, t }: Tx, year: number, unit: string | undefined, which: SQL | undefined) {
  const e = t.suggestionEvent;
  return yield* all(
    q
      .select({
        row: t.handover,
        suggestion: {
          category: t.suggestion.category,
          title: t.suggestion.title,
          placeNote: t.suggestion.placeNote,
          content: t.suggestion.content,
          reason: t.suggestion.reason,
          advice: t.suggestion.advice,
        },
        place: t.place.name,
        townCode: t.place.townCode,
        suggester: { name: t.suggester.name, phone: t.suggester.phone, email: t.suggester.email },
        passed: e.id,
      })
      .from(t.handover)
      .innerJoin(t.suggestion, eq(t.suggestion.seq, t.handover.seq))
      .leftJoin(t.place, eq(t.place.code, t.suggestion.placeCode))
      .leftJoin(t.suggester, eq(t.suggester.seq, t.handover.seq))
      .leftJoin(e, and(eq(e.seq, t.handover.seq), eq(e.act, 'contact'), eq(e.ref, t.handover.id)))
      .where(and(ofUnit({ t }, year, unit), which))
      .orderBy(desc(t.handover.number)),
  );
}

const ofUnit = ({ t }: Pick<Tx, 't'>, year: number, unit: string | undefined) =>
  and(eq(t.handover.year, year), unit === undefined ? undefined : eq(t.handover.unit, unit));

/** Photos of the suggestions that these papers are about, by the number of the suggestion. */
export function* photosHandedOver(
  { q, t }: Tx,
  year: number,
  unit: string | undefined,
): Query<Map<string, { id: string }[]>> {
  const seq = sql`cast(${t.handover.seq} as text)`;
  const papers = q
    .select({ seq })
    .from(t.handover)
    .where(and(ofUnit({ t }, year, unit), unit === undefined ? undefined : ne(t.handover.state, 'recalled')));
  const photos = yield* all(
    q
      .select({ id: t.attachment.id, seq: t.attachment.ownerId })
      .from(t.attachment)
      .where(and(eq(t.attachment.ownerKind, 'suggestion'), inArray(t.attachment.ownerId, papers)))
      .orderBy(t.attachment.at, t.attachment.id),
  );
  const bySeq = new Map<string, { id: string }[]>();
  for (const { id, seq: of } of photos) bySeq.set(of, [...(bySeq.get(of) ?? []), { id }]);
  return bySeq;
}
