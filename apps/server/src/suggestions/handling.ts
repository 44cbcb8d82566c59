import { eq } from 'drizzle-orm';
import { all, type Rows, type Tx } from '@piaojue/db';
import type { BodyOf, flagGolden, forwardSuggestion, settleSuggestion } from '@piaojue/contract';
import { suggestionDecisions } from '@piaojue/rules';
import type { SignedIn } from '../accounts/sessions.js';
import { unitNames } from '../accounts/store.js';
import { append } from '../audit/append.js';
import { newId, type Deps } from '../deps.js';
import { refuse, type Refusal } from '../result.js';
import { actOn, type Acted, type Found } from './acting.js';
import { sameInAllYears } from './carried.js';
import { dayInWords, todayOf } from './days.js';
import { newHandover, openHandover, passContact, updateHandover } from './handover-store.js';
import { eraseAddresses, writeLetters } from './letters.js';
import { inReview } from './rounds.js';
import { say, updateSuggestion } from './store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

export const flagGoldenAct = (
  deps: Deps,
  me: SignedIn,
  seq: number,
  { version, golden }: BodyOf<typeof flagGolden>,
): Promise<Acted> =>
  actOn(deps, me, seq, version, undefined, function* (tx, { row }, at): Query<undefined> {
    yield* updateSuggestion(tx, row, { golden });
    const text = golden ? '列为“金点子”，重点督办。' : '不再列为“金点子”，照常办理。';
    yield* say(tx, { seq, at, act: golden ? 'golden' : 'golden_withdrawn', text, by: me.accountId });
    yield* append(tx, {
      type: golden ? 'suggestion_golden' : 'suggestion_golden_withdrawn',
      at,
      data: { seq, by: me.accountId },
    });
    return undefined;
  });

export interface Paper {
  readonly unit: string;
  readonly demand: string;
  /** YYYY-MM-DD */
  readonly deadline: string;
}

/** A paper goes to a unit that can open it, with a day that is still to come. */
export function* paperFault(
  tx: Tx,
  { unit, deadline }: Paper,
  today: string,
): Query<Refusal<'deadline_past' | 'unit_unknown'> | undefined> {
  if (deadline < today) return refuse('deadline_past');
  return (yield* unitNames(tx)).includes(unit) ? undefined : refuse('unit_unknown', `没有“${unit}”的账号。`);
}

/** 交办单: made on the spot; its number is the next of the year. */
export function* forward(
  tx: Tx,
  me: SignedIn,
  { row, to }: Found,
  { id, at, shareContact, ...paper }: Paper & { id: string; at: string; shareContact: boolean },
): Query<void> {
  const { year, seq } = row;
  const made = yield* newHandover(tx, { id, year, seq, ...paper, by: me.accountId, at });
  yield* updateSuggestion(tx, row, { state: to });
  yield* say(tx, {
    seq,
    at,
    act: 'forward',
    text: `已交${paper.unit}办理，要求${dayInWords(paper.deadline)}前答复。`,
    by: me.accountId,
    ref: id,
  });
  yield* append(tx, {
    type: 'handover_issued',
    at,
    data: { handover: id, number: made.number, seq, unit: paper.unit, deadline: paper.deadline, by: me.accountId },
  });
  if (shareContact) yield* passContact(tx, made, at, me.accountId);
}

export function forwardSuggestionAct(
  deps: Deps,
  me: SignedIn,
  seq: number,
  { version, ...paper }: BodyOf<typeof forwardSuggestion>,
): Promise<Acted<'deadline_past' | 'unit_unknown'>> {
  const id = newId(deps.random);
  const today = todayOf(deps);
  return actOn(deps, me, seq, version, 'forward', function* (tx, found, at): Query<
    Refusal<'deadline_past' | 'unit_unknown'> | undefined
  > {
    const fault = yield* paperFault(tx, paper, today);
    if (fault) return fault;
    yield* forward(tx, me, found, { ...paper, id, at });
    return undefined;
  });
}

type Settling = Pick<BodyOf<typeof settleSuggestion>, 'act' | 'reason'>;
type SettleFault = Refusal<'answer_in_review' | 'reply_unchecked'>;

const told: Readonly<Record<Settling['act'], string>> = {
  solve: '已经解决',
  adopt: '转为项目建议',
  pool: '列入民生实事项目储备库',
  decline: '这次没有采纳',
  reopen: '重新办理',
  recall: '收回交办，另行办理',
};

export function* settle(
  tx: Tx,
  me: SignedIn,
  { row, to }: Found,
  { act, reason, at, random }: Settling & { at: string; random: Deps['random'] },
): Query<SettleFault | undefined> {
  const { seq } = row;
  const decision = (suggestionDecisions as readonly string[]).includes(act);
  if (yield* inReview(tx, row)) return refuse('answer_in_review');
  const open = yield* openHandover(tx, seq);
  if (open?.state === 'replied') return refuse('reply_unchecked');
  yield* updateSuggestion(tx, row, { state: to });
  if (open) {
    yield* updateHandover(tx, open, { state: 'recalled', checkText: reason, checkedBy: me.accountId, checkedAt: at });
  }
  const event = yield* say(tx, { seq, at, act, text: `${told[act]}：${reason}`, by: me.accountId, decision });
  if (act === 'solve') yield* writeLetters(tx, [event], at, random);
  // Which way it went is nobody's outside before its round is published (disclosures.ts tells it then).
  yield* append(
    tx,
    decision
      ? {
          type: 'suggestion_decided',
          at,
          data: { seq, by: me.accountId },
          withheld: { salt: random(32), clear: { act, text: event.text } },
        }
      : { type: `suggestion_${suffix[act]}`, at, data: { seq, by: me.accountId } },
  );
  return undefined;
}

export const settleSuggestionAct = (
  deps: Deps,
  me: SignedIn,
  seq: number,
  { version, act, reason }: BodyOf<typeof settleSuggestion>,
): Promise<Acted<'answer_in_review' | 'reply_unchecked'>> =>
  actOn(deps, me, seq, version, act, (tx, found, at) =>
    settle(tx, me, found, { act, reason, at, random: deps.random }),
  );

const suffix = {
  solve: 'solved',
  adopt: 'adopted',
  pool: 'pooled',
  decline: 'declined',
  reopen: 'reopened',
  recall: 'recalled',
} as const;

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
