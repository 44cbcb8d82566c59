import { eq, inArray, or } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';
import { suggestionActNames, type SuggestionAct } from '@piaojue/rules';
import { newId, type Deps } from '../deps.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
export type EventRow = Tx['t']['suggestionEvent']['$inferSelect'];

/**
 * A letter to everybody whom an event concerns: whoever suggested it, and those whose suggestion was merged into it.
 * Kept in any case; sent where an address was given and SMTP is set (mail.ts).
 */
export function* writeLetters(
  { q, t }: Tx,
  events: readonly EventRow[],
  at: string,
  random: Deps['random'],
): Query<void> {
  for (const event of events) {
    const concerned = yield* all(
      q
        .select({ seq: t.suggestion.seq, title: t.suggestion.title, code: t.suggestion.code, email: t.suggester.email })
        .from(t.suggestion)
        .leftJoin(t.suggester, eq(t.suggester.seq, t.suggestion.seq))
        .where(or(eq(t.suggestion.seq, event.seq), eq(t.suggestion.mergedInto, event.seq))),
    );
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
