import { and, desc, eq, inArray, isNotNull, or } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';
import { suggestionActNames, suggestionDecisions, type SuggestionAct } from '@piaojue/rules';
import { newId, type Deps } from '../deps.js';
import { earlierYears, mergedEarlier } from './carried.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
/** What answers a suggestion; all but 已经解决 wait for their publication. */
export const answers: readonly SuggestionAct[] = [...suggestionDecisions, 'solve'];
export type EventRow = Tx['t']['suggestionEvent']['$inferSelect'];

/**
 * A letter to everybody whom an event concerns: whoever suggested it, and those whose suggestion was merged into it, in
 * this year or before it was taken up again.
 * Kept in any case; sent where an address was given and SMTP is set (mail.ts).
 */
export function* writeLetters(tx: Tx, events: readonly EventRow[], at: string, random: Deps['random']): Query<void> {
  for (const event of events) yield* writeTo(tx, event, yield* concernedBy(tx, event.seq), at, random);
}

/** The last that was said outside of how it ends: an answer, or that it was taken up again. */
export function* lastTold({ q, t }: Tx, seq: number): Query<EventRow | undefined> {
  const e = t.suggestionEvent;
  return yield* first(
    q
      .select()
      .from(e)
      .where(and(eq(e.seq, seq), inArray(e.act, [...answers, 'reopen']), isNotNull(e.announcedAt)))
      .orderBy(desc(e.at), desc(e.id))
      .limit(1),
  );
}

/** What the leading one was answered already, to whoever comes to it by a merging; called before the source points to it. */
export function* writeAnswerOf(
  tx: Tx,
  leading: number,
  source: number,
  at: string,
  random: Deps['random'],
): Query<void> {
  const told = yield* lastTold(tx, leading);
  if (told && told.act !== 'reopen') yield* writeTo(tx, told, yield* concernedBy(tx, source), at, random);
}

function* writeTo(
  { q, t }: Tx,
  event: EventRow,
  concerned: readonly Concerned[],
  at: string,
  random: Deps['random'],
): Query<void> {
  const name = suggestionActNames[event.act as SuggestionAct] ?? '办理情况';
  for (const { seq, title, code, email } of concerned) {
    const row = {
      id: newId(random),
      seq,
      at,
      subject: `您的建议“${title}”：${name}`,
      body: `您好！\n\n您提出的建议“${title}”（查询码 ${code}）有了办理结果：${name}。\n\n${event.text}\n\n凭查询码可以随时查看办理过程。感谢您关心本地的民生实事。`,
      address: email ? email : null,
      sentAt: null,
      attempts: 0,
      failure: null,
    };
    yield* first(q.insert(t.letter).values(row).returning({ id: t.letter.id }));
  }
}

interface Concerned {
  readonly seq: number;
  readonly title: string;
  /** The code that the person holds: of one that was taken up again, the first it ever had. */
  readonly code: string;
  readonly email: string | null;
}

function* concernedBy(tx: Tx, seq: number): Query<Concerned[]> {
  const { q, t } = tx;
  const now = yield* all(
    q
      .select()
      .from(t.suggestion)
      .where(or(eq(t.suggestion.seq, seq), eq(t.suggestion.mergedInto, seq))),
  );
  const codes = new Map<number, string>();
  const rows = now.slice();
  for (const row of now) {
    const earlier = yield* earlierYears(tx, row);
    codes.set(row.seq, (earlier.at(-1) ?? row).code);
    rows.push(...(yield* mergedEarlier(tx, earlier)));
  }
  const emails = yield* all(
    q
      .select({ seq: t.suggester.seq, email: t.suggester.email })
      .from(t.suggester)
      .where(
        inArray(
          t.suggester.seq,
          rows.map((row) => row.seq),
        ),
      ),
  );
  const emailOf = new Map(emails.map((each) => [each.seq, each.email]));
  return rows.map((row) => ({
    seq: row.seq,
    title: row.title,
    code: codes.get(row.seq) ?? row.code,
    email: emailOf.get(row.seq) ?? null,
  }));
}

/** Erases where letters went, together with the person. */
export function* eraseAddresses({ q, t }: Tx, seqs: readonly number[]): Query<void> {
  yield* all(
    q
      .update(t.letter)
      .set({ address: null })
      .where(inArray(t.letter.seq, [...seqs]))
      .returning({ id: t.letter.id }),
  );
}
