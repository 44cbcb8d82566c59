import { createHash } from 'node:crypto';
import { credentialsRecord, groupByName, hexDigest } from '@piaojue/ballot-crypto';
import { first } from '@piaojue/db';
import { eq } from 'drizzle-orm';
import type { BodyOf, TrusteeTask, discardSlips, registerSlips, voidSlips } from '@piaojue/contract';
import { append } from '../audit/append.js';
import { timeOf, type Deps } from '../deps.js';
import type { TrusteeCaller } from '../plugins/callers.js';
import { refuse, isRefused, type Result } from '../result.js';
import { slipsOf } from '../sittings/store.js';
import { isAnyHeld, isAnySealed } from '../votes/store.js';
import { ceremonyOf, insertCredentials, voidAllCredentials, voidCredential } from './store.js';
import { taskOf } from './task.js';

/** Public keys of all slips in one digest: each list sorted as in its record, lists in the order of their uuids. */
const listHashOf = (lists: readonly { uuid: string; publicKeys: readonly string[] }[]): string => {
  const digest = createHash('sha256');
  for (const { uuid, publicKeys } of lists.toSorted((a, b) => (a.uuid < b.uuid ? -1 : 1)))
    digest.update(`${uuid} ${hexDigest(credentialsRecord(publicKeys))}\n`);
  return digest.digest('hex');
};

/** Which elections are meant, in whatever order they come. */
const uuidsOf = (of: readonly { readonly uuid: string }[]): string =>
  of
    .map(({ uuid }) => uuid)
    .toSorted()
    .join();

const keysAtOnce = 8;

/** Takes the public halves of all slips, one list for each election of the sitting. Once. */
export async function registerSlipsAct(
  deps: Deps,
  trustee: TrusteeCaller,
  { lists }: BodyOf<typeof registerSlips>,
): Promise<
  Result<TrusteeTask, 'not_found' | 'slips_registered' | 'list_invalid' | 'credential_repeated' | 'wrong_step'>
> {
  const { sittingId, index } = trustee;
  const at = timeOf(deps);
  const printed = lists[0]?.publicKeys.length ?? 0;
  if (lists.some(({ publicKeys }) => publicKeys.length !== printed))
    return refuse('list_invalid', '各次表决的票数不同');
  if (lists.some(({ publicKeys }) => new Set(publicKeys).size !== printed)) return refuse('credential_repeated');
  const opened = await deps.store.read((tx) => ceremonyOf(tx, sittingId));
  if (opened?.state !== 'ready') return refuse('wrong_step');
  const group = groupByName(opened.group, deps.elections.arithmetic);
  const isKey = (text: string): boolean => {
    const key = group.decode(text);
    return key !== undefined && !group.equal(key, group.neutral);
  };
  // 3 ms each in the large group, thousands of them: everybody else is served in between.
  for (const { publicKeys } of lists)
    for (let at = 0; at < publicKeys.length; at += keysAtOnce) {
      if (!publicKeys.slice(at, at + keysAtOnce).every(isKey)) return refuse('list_invalid', '票据公钥无效');
      await new Promise((next) => setImmediate(next));
    }

  return deps.store.write(function* (tx) {
    if (yield* slipsOf(tx, sittingId)) return refuse('slips_registered');
    const task = yield* taskOf(tx, trustee);
    if (isRefused(task)) return task;
    if (uuidsOf(lists) !== uuidsOf(task.elections)) return refuse('list_invalid', '表决编号不符');
    for (const { uuid, publicKeys } of lists) {
      const inserted = yield* insertCredentials(tx, uuid, publicKeys);
      if (inserted !== printed) return refuse('credential_repeated');
    }
    const listHash = listHashOf(lists);
    yield* first(
      tx.q.insert(tx.t.slipBatch).values({ sittingId, printed, void: 0, listHash, registeredAt: at }).returning(),
    );
    yield* append(tx, {
      type: 'slips_registered',
      at,
      data: { sitting: sittingId, trustee: index, printed, lists: listHash },
    });
    return yield* taskOf(tx, trustee);
  });
}

/**
 * Leftover and spoiled slips: struck from every list that no box is sealed with yet, so that nobody can cast them;
 * between two rounds also those of delegates who have left.
 */
export async function voidSlipsAct(
  deps: Deps,
  trustee: TrusteeCaller,
  { slips, reason }: BodyOf<typeof voidSlips>,
): Promise<Result<TrusteeTask, 'not_found' | 'slip_unknown' | 'slips_in_use'>> {
  const { sittingId, index } = trustee;
  const at = timeOf(deps);
  return deps.store.write(function* (tx) {
    const batch = yield* slipsOf(tx, sittingId);
    if (!batch) return refuse('slip_unknown');
    if (yield* isAnyHeld(tx, sittingId)) return refuse('slips_in_use');
    const task = yield* taskOf(tx, trustee);
    if (isRefused(task)) return task;
    const wanted = uuidsOf(task.elections);
    for (const [i, keys] of slips.entries()) {
      if (uuidsOf(keys) !== wanted) return refuse('slip_unknown', { slip: i + 1 });
      for (const { uuid, publicKey } of keys)
        if (!(yield* voidCredential(tx, uuid, publicKey))) return refuse('slip_unknown', { slip: i + 1 });
    }
    yield* first(
      tx.q
        .update(tx.t.slipBatch)
        .set({ void: batch.void + slips.length })
        .where(eq(tx.t.slipBatch.sittingId, sittingId))
        .returning(),
    );
    yield* append(tx, {
      type: 'slips_voided',
      at,
      data: { sitting: sittingId, trustee: index, slips: slips.length, reason },
    });
    return yield* taskOf(tx, trustee);
  });
}

/** 全部重制: wrong number printed, sheets lost or seen by somebody. What was printed so far is void for good. */
export async function discardSlipsAct(
  deps: Deps,
  trustee: TrusteeCaller,
  { reason }: BodyOf<typeof discardSlips>,
): Promise<Result<TrusteeTask, 'not_found' | 'slip_unknown' | 'slips_in_use'>> {
  const { sittingId, index } = trustee;
  const at = timeOf(deps);
  return deps.store.write(function* (tx) {
    const batch = yield* slipsOf(tx, sittingId);
    if (!batch) return refuse('slip_unknown');
    if (yield* isAnySealed(tx, sittingId)) return refuse('slips_in_use');
    const task = yield* taskOf(tx, trustee);
    if (isRefused(task)) return task;
    yield* voidAllCredentials(
      tx,
      task.elections.map(({ uuid }) => uuid),
    );
    yield* first(tx.q.delete(tx.t.slipBatch).where(eq(tx.t.slipBatch.sittingId, sittingId)).returning());
    yield* append(tx, {
      type: 'slips_discarded',
      at,
      data: { sitting: sittingId, trustee: index, printed: batch.printed, lists: batch.listHash, reason },
    });
    return yield* taskOf(tx, trustee);
  });
}
