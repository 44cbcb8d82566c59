import { and, desc, eq, inArray, isNotNull } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';
import { suggestionActNames, suggestionDecisions, type SuggestionAct } from '@piaojue/rules';
import { newId, type Deps } from '../deps.js';
import { originsOf } from './carried.js';
import { suggestionBySeq } from './store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
/** What answers a suggestion; all but 已经解决 wait for their publication. */
export const answers: readonly SuggestionAct[] = [...suggestionDecisions, 'solve'];
export type EventRow = Tx['t']['suggestionEvent']['$inferSelect'];

/**
 * A letter to everybody whom an event concerns: whoever suggested it, and those whose suggestion was merged into it, in
 * this year or before it was taken up again or split.
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
  for (const { seq, title, code, email, isPartly } of concerned) {
    const result = isPartly ? '和相近的建议合在一起，又分成几件办理；其中一件有了办理结果' : '有了办理结果';
    const row = {
      id: newId(random),
      seq,
      at,
      subject: `您的建议“${title}”：${name}`,
      body: `您好！\n\n您提出的建议“${title}”（查询码 ${code}）${result}：${name}。\n\n${event.text}\n\n凭查询码可以随时查看办理过程。感谢您关心本地的民生实事。`,
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
  /** The code that the person holds: of a part, or of one that was taken up again, the first it ever had. */
  readonly code: string;
  readonly email: string | null;
  /** Theirs was merged into something that was split: this is the answer of one part of it. */
  readonly isPartly: boolean;
}

/** Itself, and whoever was told that it answers them: what was merged into it, or into what it came from. */
function* concernedBy(tx: Tx, seq: number): Query<Concerned[]> {
  const { q, t } = tx;
  const row = yield* suggestionBySeq(tx, seq);
  const concerned = new Map<number, Omit<Concerned, 'email'>>();
  for (let fresh = row ? [{ row, isPartly: false }] : []; fresh.length > 0;) {
    const leads = new Map<number, boolean>();
    for (const { row: each, isPartly } of fresh) {
      const origins = yield* originsOf(tx, each);
      const { code } = origins.at(-1) ?? each;
      concerned.set(each.seq, { seq: each.seq, title: each.title, code, isPartly });
      for (const lead of [each, ...origins]) leads.set(lead.seq, isPartly || lead.state === 'split');
    }
    const merged = yield* all(
      q
        .select()
        .from(t.suggestion)
        .where(inArray(t.suggestion.mergedInto, [...leads.keys()])),
    );
    fresh = merged
      .filter((each) => !concerned.has(each.seq))
      .map((each) => ({ row: each, isPartly: leads.get(each.mergedInto ?? 0) ?? false }));
  }
  const seqs = [...concerned.keys()];
  const emails = yield* all(
    q
      .select({ seq: t.suggester.seq, email: t.suggester.email })
      .from(t.suggester)
      .where(inArray(t.suggester.seq, seqs)),
  );
  const emailOf = new Map(emails.map((each) => [each.seq, each.email]));
  return [...concerned.values()].map((each) => ({ ...each, email: emailOf.get(each.seq) ?? null }));
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
