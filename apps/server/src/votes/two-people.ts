import type { AccountRole } from '@piaojue/contract';
import type { Rows, Tx } from '@piaojue/db';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { refuse, type Refusal } from '../result.js';
import { insertPending, pendingOf, removePending } from './store.js';

export type TwoPersonAct = 'open' | 'close' | 'publish' | 'void';

/** Which two offices stand behind an act that cannot be undone (R-STATE-03). */
const offices: Record<TwoPersonAct, readonly [AccountRole, AccountRole]> = {
  open: ['clerk', 'scrutineer'],
  close: ['clerk', 'scrutineer'],
  publish: ['clerk', 'presidium'],
  void: ['clerk', 'presidium'],
};

/** One person for each of two offices; a person with both offices counts once. */
export const areTwoOffices = (
  [one, other]: readonly [AccountRole, AccountRole],
  a: readonly string[],
  b: readonly string[],
): boolean => (a.includes(one) && b.includes(other)) || (a.includes(other) && b.includes(one));

export type Confirmation =
  | { readonly kind: 'waiting' }
  /** `detail` is what the first person gave with the request. */
  | { readonly kind: 'confirmed'; readonly first: string; readonly detail: Readonly<Record<string, unknown>> };

/**
 * First call: records who asks. Second call, by the person of the other office: confirms. Runs in the act's own
 * transaction, so two who confirm at once make exactly one transition.
 */
export function* confirmByTwo(
  tx: Tx,
  voteId: string,
  act: TwoPersonAct,
  caller: SignedIn,
  detail: Readonly<Record<string, unknown>>,
  at: string,
): Generator<Rows<unknown>, Confirmation | Refusal<'wrong_person'>, unknown> {
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
  if (!areTwoOffices(offices[act], waiting.roles, caller.roles))
    return refuse('wrong_person', '须由另一职务的人员确认');
  yield* removePending(tx, voteId);
  return { kind: 'confirmed', first: waiting.pending.accountId, detail: waiting.pending.detail };
}
