import { and, eq, inArray, isNull } from 'drizzle-orm';
import { all, type Rows, type Tx } from '@piaojue/db';
import type {
  BodyOf,
  Suggestion,
  flagGolden,
  forwardSuggestion,
  mergeSuggestions,
  settleSuggestion,
  splitSuggestion,
  unmergeSuggestion,
} from '@piaojue/contract';
import { nextSuggestionState, suggestionDecisions, type SuggestionAct, type SuggestionState } from '@piaojue/rules';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { refuse, type Refusal, type Result } from '../result.js';
import { sameInAllYears } from './carried.js';
import { newHandover, openHandover, updateHandover } from './handover-store.js';
import { eraseAddresses, writeLetters } from './letters.js';
import { dayInWords, suggestionView, todayOf } from './service.js';
import {
  addSuggestions,
  newCode,
  sameAs,
  say,
  suggestionBySeq,
  updateSuggestion,
  type SuggestionRow,
} from './store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
type Acted<C extends string = never> = Result<Suggestion, 'not_found' | 'conflict' | 'wrong_step' | C>;

/** What an act finds: the row as the person read it, and the state that the act leads to. */
interface Found {
  readonly row: SuggestionRow;
  readonly to: SuggestionState;
}

/**
 * One act on one suggestion. The row must be the one that the person read, and `rules` must list the act in its state.
 * @param step  writes the change and what is told; its refusal rolls everything back.
 */
async function actOn<C extends string>(
  deps: Deps,
  me: SignedIn,
  seq: number,
  version: number,
  act: SuggestionAct | undefined,
  step: (tx: Tx, found: Found, at: string) => Query<Refusal<C> | undefined>,
): Promise<Acted<C>> {
  const at = timeOf(deps);
  const done = await deps.store.write(function* (tx): Query<Acted<C>> {
    const row = yield* suggestionBySeq(tx, seq);
    if (!row) return refuse('not_found');
    if (row.version !== version) return refuse('conflict', yield* suggestionView(tx, me, seq));
    const to = act === undefined ? row.state : nextSuggestionState(row.state, act);
    if (to === undefined) return refuse('wrong_step', { state: row.state });
    const refused = yield* step(tx, { row, to }, at);
    if (refused) return refused;
    return (yield* suggestionView(tx, me, seq)) as Suggestion;
  });
  deps.live.touch();
  return done;
}

export const flagGoldenAct = (
  deps: Deps,
  me: SignedIn,
  seq: number,
  { version, golden }: BodyOf<typeof flagGolden>,
): Promise<Acted> =>
  actOn(deps, me, seq, version, undefined, function* (tx, { row }, at): Query<undefined> {
    yield* updateSuggestion(tx, row, { golden });
    yield* append(tx, {
      type: golden ? 'suggestion_golden' : 'suggestion_golden_withdrawn',
      at,
      data: { seq, by: me.accountId },
    });
    return undefined;
  });

/**
 * 并案: the sources point to the leading one, keep their codes and get its answers. What was merged into a source goes with
 * it, so that every source points to the leading one itself.
 */
export async function mergeSuggestionsAct(
  deps: Deps,
  me: SignedIn,
  seq: number,
  { version, sources }: BodyOf<typeof mergeSuggestions>,
): Promise<Acted<'merge_impossible'>> {
  const wanted = [...new Set(sources)];
  return actOn(deps, me, seq, version, undefined, function* (tx, { row }, at): Query<
    Refusal<'merge_impossible'> | undefined
  > {
    const { q, t } = tx;
    if (row.state === 'merged' || row.state === 'split')
      return refuse('merge_impossible', '它自己已经并入或者拆分，不能再作主件。');
    if (wanted.includes(seq)) return refuse('merge_impossible', '不能并入自己。');
    const found = yield* all(q.select().from(t.suggestion).where(inArray(t.suggestion.seq, wanted)));
    for (const source of wanted) {
      const each = found.find((one) => one.seq === source);
      if (!each || each.year !== row.year) return refuse('merge_impossible', `第 ${source} 条不在这个年度的台账里。`);
      const to = nextSuggestionState(each.state, 'merge');
      if (to === undefined) return refuse('merge_impossible', `第 ${source} 条现在的办理状态不能并案。`);
      yield* updateSuggestion(tx, each, { state: to, mergedInto: seq });
      yield* all(
        q
          .update(t.suggestion)
          .set({ mergedInto: seq })
          .where(eq(t.suggestion.mergedInto, source))
          .returning({ seq: t.suggestion.seq }),
      );
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
    yield* updateSuggestion(tx, row, { supports: row.supports + found.reduce((sum, each) => sum + each.supports, 0) });
    return undefined;
  });
}

/** The act that led to the merging is taken back; the supports it brought stay with the leading one's history. */
export function unmergeSuggestionAct(
  deps: Deps,
  me: SignedIn,
  seq: number,
  { version, reason }: BodyOf<typeof unmergeSuggestion>,
): Promise<Acted> {
  return actOn(deps, me, seq, version, 'unmerge', function* (tx, { row, to }, at): Query<undefined> {
    const leading = row.mergedInto === null ? undefined : yield* suggestionBySeq(tx, row.mergedInto);
    yield* updateSuggestion(tx, row, { state: to, mergedInto: null });
    if (leading) yield* updateSuggestion(tx, leading, { supports: Math.max(0, leading.supports - row.supports) });
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

/** 交办单: made on the spot; its number is the next of the year. */
export function forwardSuggestionAct(
  deps: Deps,
  me: SignedIn,
  seq: number,
  { version, unit, demand, deadline }: BodyOf<typeof forwardSuggestion>,
): Promise<Acted<'deadline_past'>> {
  const id = newId(deps.random);
  const today = todayOf(deps);
  return actOn(deps, me, seq, version, 'forward', function* (tx, { row, to }, at): Query<
    Refusal<'deadline_past'> | undefined
  > {
    if (deadline < today) return refuse('deadline_past');
    const made = yield* newHandover(tx, { id, year: row.year, seq, unit, demand, deadline, by: me.accountId, at });
    yield* updateSuggestion(tx, row, { state: to });
    yield* say(tx, {
      seq,
      at,
      act: 'forward',
      text: `已交${unit}办理，要求${dayInWords(deadline)}前答复。`,
      by: me.accountId,
      ref: id,
    });
    yield* append(tx, {
      type: 'handover_issued',
      at,
      data: { handover: id, number: made.number, seq, unit, deadline, by: me.accountId },
    });
    return undefined;
  });
}

const told: Readonly<Record<BodyOf<typeof settleSuggestion>['act'], string>> = {
  solve: '已经解决',
  adopt: '转为项目建议',
  pool: '列入民生实事项目储备库',
  decline: '这次没有采纳',
  reopen: '重新办理',
  recall: '收回交办，另行办理',
};

export function settleSuggestionAct(
  deps: Deps,
  me: SignedIn,
  seq: number,
  { version, act, reason }: BodyOf<typeof settleSuggestion>,
): Promise<Acted<'answer_in_review' | 'reply_unchecked'>> {
  const decision = (suggestionDecisions as readonly string[]).includes(act);
  return actOn(deps, me, seq, version, act, function* (tx, { row, to }, at): Query<
    Refusal<'answer_in_review' | 'reply_unchecked'> | undefined
  > {
    if (yield* inReview(tx, row)) return refuse('answer_in_review');
    const open = yield* openHandover(tx, seq);
    if (open?.state === 'replied') return refuse('reply_unchecked');
    yield* updateSuggestion(tx, row, { state: to });
    if (open) {
      yield* updateHandover(tx, open, { state: 'recalled', checkText: reason, checkedBy: me.accountId, checkedAt: at });
    }
    const event = yield* say(tx, { seq, at, act, text: `${told[act]}：${reason}`, by: me.accountId, decision });
    if (act === 'solve') yield* writeLetters(tx, [event], at, deps.random);
    yield* append(tx, { type: `suggestion_${suffix[act]}`, at, data: { seq, by: me.accountId } });
    return undefined;
  });
}

const suffix = {
  solve: 'solved',
  adopt: 'adopted',
  pool: 'pooled',
  decline: 'declined',
  reopen: 'reopened',
  recall: 'recalled',
} as const;

/** A decision that waits for its review as part of a round is not changed under the reviewer's eyes. */
function* inReview({ q, t }: Tx, row: SuggestionRow): Query<boolean> {
  const waiting = yield* all(
    q
      .select({ content: t.disclosure.content })
      .from(t.disclosure)
      .where(
        and(
          eq(t.disclosure.year, row.year),
          eq(t.disclosure.kind, 'answers'),
          isNull(t.disclosure.publishedAt),
          isNull(t.disclosure.withdrawnAt),
        ),
      ),
  );
  const ids = waiting.flatMap(({ content }) => (content as { events: string[] }).events);
  if (ids.length === 0) return false;
  const mine = yield* all(
    q.select({ id: t.suggestionEvent.id }).from(t.suggestionEvent).where(eq(t.suggestionEvent.seq, row.seq)),
  );
  return mine.some(({ id }) => ids.includes(id));
}

/** Also from what it was taken up from and what took it up: the same person stands behind them. */
export function eraseSuggesterAct(deps: Deps, me: SignedIn, seq: number, version: number): Promise<Acted> {
  return actOn(deps, me, seq, version, undefined, function* (tx, { row }, at): Query<undefined> {
    const { q, t } = tx;
    for (const each of yield* sameInAllYears(tx, row)) {
      const gone = yield* all(
        q.delete(t.suggester).where(eq(t.suggester.seq, each.seq)).returning({ seq: t.suggester.seq }),
      );
      yield* eraseAddresses(tx, [each.seq]);
      if (each.seq !== seq && gone.length === 0) continue;
      yield* updateSuggestion(tx, each, {});
      yield* append(tx, { type: 'suggester_erased', at, data: { seq: each.seq, by: me.accountId } });
    }
    return undefined;
  });
}
