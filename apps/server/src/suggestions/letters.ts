import { eq, inArray, or } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';
import { suggestionActNames, type SuggestionAct } from '@piaojue/rules';
import { newId, type Deps } from '../deps.js';
import { earlierYears, mergedEarlier } from './carried.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
export type EventRow = Tx['t']['suggestionEvent']['$inferSelect'];

/**
 * A letter to everybody whom an event concerns: whoever suggested it, and those whose suggestion was merged into it, in
 * this year or before it was taken up again.
 * Kept in any case; sent where an address was given and SMTP is set (mail.ts).
 */
export function* writeLetters(tx: Tx, events: readonly EventRow[], at: string, random: Deps['random']): Query<void> {
  const { q, t } = tx;
  for (const event of events) {
    const concerned = yield* concernedBy(tx, event.seq);
    const name = suggestionActNames[event.act as SuggestionAct] ?? '办理情况';
    const rows = concerned.map(({ seq, title, code, email }) => ({
      id: newId(random),
      seq,
      at,
      subject: `您的建议“${title}”：${name}`,
      body: `您好！\n\n您提出的建议“${title}”（查询码 ${code}）有了办理结果：${name}。\n\n${event.text}\n\n凭查询码可以随时查看办理过程。感谢您关心本地的民生实事。`,
      address: email ? email : null,
      sentAt: null,
      attempts: 0,
      failure: null,
    }));
    for (const row of rows) yield* first(q.insert(t.letter).values(row).returning({ id: t.letter.id }));
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
