import { sidesIn, sidesOf, type AccountRole, type GivenDetail, type PaperTotals } from '@piaojue/contract';
import type { Rows, Tx } from '@piaojue/db';
import { digestOf, type JsonValue } from '@piaojue/record';
import type { TwoPersonAct } from '@piaojue/rules';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { refuse, type Refusal } from '../result.js';
import { insertPending, pendingOf, removePending } from './store.js';

/** Two different people, one for each side; a person on both sides counts once (R-08). */
export const mayStandTogether = (act: TwoPersonAct, a: readonly string[], b: readonly string[]): boolean =>
  awaitedBy(act, a).some((role) => b.includes(role));

export type Confirmation =
  { readonly kind: 'waiting' } | { readonly kind: 'confirmed'; /** Account of who asked. */ readonly first: string };

/**
 * First call: records who asks, and for what. Second call, by the person of the other side and for the same: confirms.
 * Runs in the act's own transaction, so two who confirm at once make exactly one transition.
 */
export function* confirmByTwo(
  tx: Tx,
  voteId: string,
  act: TwoPersonAct,
  caller: SignedIn,
  detail: GivenDetail,
  at: string,
): Generator<Rows<unknown>, Confirmation | Refusal<'wrong_person' | 'differs_from_request'>, unknown> {
  const found = (yield* pendingOf(tx, voteId)).find(({ pending }) => pending.act === act);
  // Whoever has lost the account since does not count any more.
  if (found?.disabled) yield* removePending(tx, voteId, act);
  const waiting = found?.disabled ? undefined : found;
  if (!waiting) {
    yield* insertPending(tx, { voteId, act, accountId: caller.accountId, detail: { ...detail }, at });
    yield* append(tx, { type: 'act_requested', at, data: { vote: voteId, act, by: caller.accountId } });
    return { kind: 'waiting' };
  }
  if (waiting.pending.accountId === caller.accountId) return refuse('wrong_person', '须由另一人确认');
  if (!mayStandTogether(act, waiting.roles, caller.roles)) return refuse('wrong_person', '须由另一职务的人员确认');
  if (digestOf(detail as JsonValue) !== digestOf(waiting.pending.detail as JsonValue))
    return refuse(
      'differs_from_request',
      `${waiting.displayName}提出的是：${noteOf(waiting.pending.detail) ?? '没有填写'}`,
    );
  yield* removePending(tx, voteId, act);
  // What others asked for in the phase that ends here is over; only the wish to void the vote still stands.
  for (const { pending } of yield* pendingOf(tx, voteId)) {
    if (pending.act === 'void' && act !== 'publish') continue;
    yield* removePending(tx, voteId, pending.act);
    yield* append(tx, { type: 'act_withdrawn', at, data: { vote: voteId, act: pending.act, by: 'phase_over' } });
  }
  return { kind: 'confirmed', first: waiting.pending.accountId };
}

/** Whether somebody has asked for this act and the second person has not answered yet. */
export function* isRequested(tx: Tx, voteId: string, act: TwoPersonAct): Generator<Rows<unknown>, boolean, unknown> {
  return (yield* pendingOf(tx, voteId)).some(({ pending, disabled }) => pending.act === act && !disabled);
}

/** The offices that may confirm what somebody with these offices asked for. */
export const awaitedBy = (act: TwoPersonAct, asked: readonly string[]): AccountRole[] => {
  const [one, other] = sidesOf[act];
  const stands = sidesIn(act, asked);
  return [...(stands.includes(one) ? other : []), ...(stands.includes(other) ? one : [])];
};

/** Either side may end a request, one by taking it back, the other by not agreeing; that of a lost account anybody. */
export const mayWithdraw = (
  act: TwoPersonAct,
  asked: { readonly accountId: string; readonly disabled: boolean },
  caller: SignedIn,
): boolean => asked.disabled || asked.accountId === caller.accountId || sidesIn(act, caller.roles).length > 0;

/** What the first of two people gave with the request, in words for the second. */
export function noteOf(given: GivenDetail): string | null {
  const { announcementNumber, reason, countdownMinutes, totals } = given;
  if (totals) return `${paperInWords(totals)}${reason === undefined ? '' : `；原因：${reason}`}`;
  if (announcementNumber !== undefined) return `公告编号：${announcementNumber}`;
  if (reason !== undefined) return `原因：${reason}`;
  return typeof countdownMinutes === 'number' ? `倒计时${countdownMinutes}分钟` : null;
}

const paperInWords = ({ issued, returned, invalidOverPick, invalidIllegible }: PaperTotals): string =>
  issued + returned === 0
    ? '没有纸质票'
    : `纸质票另外发出${issued}张，收回${returned}张，无效${invalidOverPick + invalidIllegible}张`;
