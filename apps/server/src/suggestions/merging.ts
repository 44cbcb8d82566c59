import { eq, inArray } from 'drizzle-orm';
import { all, type Rows } from '@piaojue/db';
import type { BodyOf, mergeSuggestions, splitSuggestion, unmergeSuggestion } from '@piaojue/contract';
import { nextSuggestionState } from '@piaojue/rules';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import type { Deps } from '../deps.js';
import { refuse, type Refusal } from '../result.js';
import { registerShowing } from '../years/showings.js';
import { actOn, type Acted } from './acting.js';
import { openHandover } from './handover-store.js';
import { writeAnswerOf } from './letters.js';
import { inReview, isAnnounced } from './rounds.js';
import { addSuggestions, newCode, sameAs, say, suggestionBySeq, updateSuggestion } from './store.js';
import { ownSupports, supportsOf, supportsTogether, type Support } from './supports.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/**
 * 并案: the sources point to the leading one, keep their codes and get its answers. What was merged into a source goes with
 * it, so that every source points to the leading one itself.
 */
export async function mergeSuggestionsAct(
  deps: Deps,
  me: SignedIn,
  seq: number,
  { version, sources }: BodyOf<typeof mergeSuggestions>,
): Promise<Acted<'merge_impossible' | 'reply_unchecked' | 'answer_in_review'>> {
  const wanted = [...new Set(sources)];
  return actOn(deps, me, seq, version, undefined, function* (tx, { row }, at): Query<
    Refusal<'merge_impossible' | 'reply_unchecked' | 'answer_in_review'> | undefined
  > {
    const { q, t } = tx;
    if (row.state === 'merged' || row.state === 'split')
      return refuse('merge_impossible', '它自己已经并入或者拆分，不能再作主件。');
    if (wanted.includes(seq)) return refuse('merge_impossible', '不能并入自己。');
    // Nobody is answered without a round: the decision that is public, or under review, was made for others.
    if (yield* inReview(tx, row)) return refuse('answer_in_review');
    if (yield* isAnnounced(tx, row))
      return refuse(
        'merge_impossible',
        `第 ${seq} 条的处理结果已经公布，后来的建议不能再并入。请按同样的理由单独处理，随下一批公布。`,
      );
    const found = yield* all(q.select().from(t.suggestion).where(inArray(t.suggestion.seq, wanted)));
    const group: Support[] = yield* supportsOf(tx, row);
    for (const source of wanted) {
      const each = found.find((one) => one.seq === source);
      if (!each || each.year !== row.year) return refuse('merge_impossible', `第 ${source} 条不在这个年度的台账里。`);
      const to = nextSuggestionState(each.state, 'merge');
      if (to === undefined) return refuse('merge_impossible', `第 ${source} 条现在的办理状态不能并案。`);
      if ((yield* openHandover(tx, source))?.state === 'replied') return refuse('reply_unchecked');
      yield* writeAnswerOf(tx, seq, source, at, deps.random);
      const [itself, ...moved] = yield* supportsOf(tx, each);
      group.push(itself, ...moved);
      yield* all(
        q
          .update(t.suggestion)
          .set({ mergedInto: seq })
          .where(eq(t.suggestion.mergedInto, source))
          .returning({ seq: t.suggestion.seq }),
      );
      // What came with those is shown by whoever leads them, which is no longer this one.
      yield* updateSuggestion(tx, each, { state: to, mergedInto: seq, supports: ownSupports(itself) });
      yield* say(tx, {
        seq: source,
        at,
        act: 'merge',
        // Without its title: whoever made this one may not know what was not let through.
        text: `与内容相近的第 ${seq} 条建议一并办理，办理结果同样答复您。`,
        by: me.accountId,
        ref: String(seq),
      });
      yield* append(tx, { type: 'suggestion_merged', at, data: { seq: source, into: seq, by: me.accountId } });
    }
    // The support of the sources is the support of the idea.
    yield* updateSuggestion(tx, row, { supports: supportsTogether(group) });
    return undefined;
  });
}

/** The act that led to the merging is taken back, and with it the supports that it brought. */
export function unmergeSuggestionAct(
  deps: Deps,
  me: SignedIn,
  seq: number,
  { version, reason }: BodyOf<typeof unmergeSuggestion>,
): Promise<Acted> {
  return actOn(deps, me, seq, version, 'unmerge', function* (tx, { row, to }, at): Query<undefined> {
    const leading = row.mergedInto === null ? undefined : yield* suggestionBySeq(tx, row.mergedInto);
    const group = leading ? yield* supportsOf(tx, leading) : [];
    yield* updateSuggestion(tx, row, { state: to, mergedInto: null });
    if (leading)
      yield* updateSuggestion(tx, leading, { supports: supportsTogether(group.filter((each) => each.seq !== seq)) });
    yield* say(tx, { seq, at, act: 'unmerge', text: `不再一并办理，单独办理：${reason}`, by: me.accountId });
    yield* append(tx, { type: 'suggestion_unmerged', at, data: { seq, from: row.mergedInto, by: me.accountId } });
    return undefined;
  });
}

/** 拆分: the parts are new rows with the same origin; the person's code leads to all of them. */
export function splitSuggestionAct(
  deps: Deps,
  me: SignedIn,
  seq: number,
  { version, parts }: BodyOf<typeof splitSuggestion>,
): Promise<Acted> {
  const codes = parts.map(() => newCode(deps.random));
  return actOn(deps, me, seq, version, 'split', function* (tx, { row, to }, at): Query<undefined> {
    const { q, t } = tx;
    const same = yield* sameAs(tx, row);
    const { year, receivedBy, receivedAt } = row;
    const made = yield* addSuggestions(
      tx,
      parts.map((part, i) => ({ ...same, ...part, year, receivedBy, receivedAt, code: codes[i] ?? '' })),
    );
    yield* all(
      q
        .update(t.suggestion)
        .set({ splitFrom: seq })
        .where(inArray(t.suggestion.seq, made))
        .returning({ seq: t.suggestion.seq }),
    );
    for (const part of made)
      yield* say(tx, {
        seq: part,
        at,
        act: 'received',
        text: `由第 ${seq} 条拆分而来，单独办理。`,
        by: me.accountId,
        ref: String(seq),
      });
    yield* updateSuggestion(tx, row, { state: to, shown: false });
    const hidden = { year, kind: 'suggestion' as const, shown: false, refs: [seq], by: me.accountId, at };
    if (row.shown) yield* registerShowing(tx, hidden, deps.random);
    yield* say(tx, {
      seq,
      at,
      act: 'split',
      text: `一件建议里有 ${parts.length} 件事，拆成 ${parts.length} 条分别办理。`,
      by: me.accountId,
      ref: made.join(),
    });
    yield* append(tx, { type: 'suggestion_split', at, data: { seq, into: made, by: me.accountId } });
    return undefined;
  });
}
