import { and, desc, eq, inArray } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';

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

/** Of one unit, or of all. */
export function* handoversOf({ q, t }: Tx, year: number, unit: string | undefined) {
  return yield* all(
    q
      .select({ row: t.handover, title: t.suggestion.title, content: t.suggestion.content })
      .from(t.handover)
      .innerJoin(t.suggestion, eq(t.suggestion.seq, t.handover.seq))
      .where(and(eq(t.handover.year, year), unit === undefined ? undefined : eq(t.handover.unit, unit)))
      .orderBy(desc(t.handover.number)),
  );
}
