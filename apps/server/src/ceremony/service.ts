import { createHash } from 'node:crypto';
import {
  assemblePedersen,
  checkCertificates,
  checkPolynomial,
  checkSingles,
  checkVoutput,
  groupByName,
  hexDigest,
  credentialsRecord,
  needsEveryone,
  vinputFor,
  type Group,
  type MemberSet,
} from '@piaojue/ballot-crypto';
import { first, type Rows, type Tx } from '@piaojue/db';
import { eq } from 'drizzle-orm';
import type {
  AccountRole,
  BodyOf,
  Sitting,
  TrusteeTask,
  openCeremony,
  registerSlips,
  voidSlips,
} from '@piaojue/contract';
import { accountById } from '../accounts/store.js';
import { append } from '../audit/append.js';
import { ownersDelivered } from '../board/store.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { hashOfToken, type TrusteeCaller } from '../plugins/callers.js';
import { refuse, isRefused, type Result } from '../result.js';
import { sittingView } from '../sittings/view.js';
import { attendanceOf, sittingById, slipsOf } from '../sittings/store.js';
import { votesOfSitting } from '../votes/store.js';
import {
  ceremonyOf,
  countBoxed,
  insertCredentials,
  insertKeyMessage,
  keyMessagesOf,
  trusteesOf,
  updateCeremony,
  voidCredential,
  type KeyMessageStep,
} from './store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
type StepRefusal = 'message_invalid' | 'already_delivered' | 'wrong_step';

export async function openCeremonyAct(
  deps: Deps,
  by: string,
  sittingId: string,
  { accountIds, threshold, group }: BodyOf<typeof openCeremony>,
): Promise<
  Result<Sitting, 'not_found' | 'ceremony_started' | 'threshold_out_of_range' | 'not_a_scrutineer' | 'no_vote_yet'>
> {
  if (threshold < 1 || threshold > accountIds.length) return refuse('threshold_out_of_range');
  const at = timeOf(deps);
  const ids = accountIds.map(() => newId(deps.random));
  return deps.store.write(function* (tx) {
    if (!(yield* sittingById(tx, sittingId))) return refuse('not_found');
    if (yield* ceremonyOf(tx, sittingId)) return refuse('ceremony_started');
    if ((yield* votesOfSitting(tx, sittingId)).length === 0) return refuse('no_vote_yet');
    for (const accountId of accountIds) {
      const account = yield* accountById(tx, accountId);
      if (!account || !(account.roles as AccountRole[]).includes('scrutineer')) return refuse('not_a_scrutineer');
    }
    if (new Set(accountIds).size !== accountIds.length) return refuse('not_a_scrutineer');
    const { q, t } = tx;
    const size = accountIds.length;
    yield* first(q.insert(t.ceremony).values({ sittingId, group, size, threshold, state: 'certificates' }).returning());
    for (const [i, accountId] of accountIds.entries())
      yield* first(
        q
          .insert(t.trustee)
          .values({ id: ids[i] ?? '', sittingId, accountId, index: i + 1 })
          .returning(),
      );
    yield* append(tx, {
      type: 'ceremony_opened',
      at,
      data: { sitting: sittingId, size, threshold, group, trustees: [...accountIds], by },
    });
    return yield* sittingView(tx, sittingId);
  });
}

export async function makeLinkAct(
  deps: Deps,
  accountId: string,
  sittingId: string,
): Promise<Result<{ token: string }, 'not_a_trustee'>> {
  const token = Buffer.from(deps.random(24)).toString('base64url');
  const at = timeOf(deps);
  return deps.store.write(function* (tx) {
    const mine = (yield* trusteesOf(tx, sittingId)).find(({ trustee }) => trustee.accountId === accountId);
    if (!mine) return refuse('not_a_trustee');
    const { q, t } = tx;
    yield* first(
      q
        .update(t.trustee)
        .set({ tokenHash: hashOfToken(token) })
        .where(eq(t.trustee.id, mine.trustee.id))
        .returning(),
    );
    yield* append(tx, { type: 'trustee_link_made', at, data: { sitting: sittingId, trustee: mine.trustee.index } });
    return { token };
  });
}

/** Public keys of all slips in one digest: each list sorted as in its record, lists in the order of their uuids. */
const listHashOf = (lists: readonly { uuid: string; publicKeys: readonly string[] }[]): string => {
  const digest = createHash('sha256');
  for (const { uuid, publicKeys } of lists.toSorted((a, b) => (a.uuid < b.uuid ? -1 : 1)))
    digest.update(`${uuid} ${hexDigest(credentialsRecord(publicKeys))}\n`);
  return digest.digest('hex');
};

function* messagesOf(tx: Tx, sittingId: string, step: KeyMessageStep): Query<string[]> {
  return (yield* keyMessagesOf(tx, sittingId)).filter((m) => m.step === step).map(({ body }) => body);
}

function membersFrom(group: Group, certificates: readonly string[], threshold: number): MemberSet {
  const members = checkCertificates(group, certificates, threshold);
  if (!members.ok) throw new Error(`kept certificates fail: ${members.failed} ${members.subject ?? ''}`);
  return members;
}

/** Everything a key page needs. Nothing secret is in it: shares travel encrypted to their receiver. */
export function* taskOf(tx: Tx, { sittingId, index }: TrusteeCaller): Query<Result<TrusteeTask, 'not_found'>> {
  const sitting = yield* sittingById(tx, sittingId);
  const ceremony = yield* ceremonyOf(tx, sittingId);
  if (!sitting || !ceremony) return refuse('not_found');
  const trustees = yield* trusteesOf(tx, sittingId);
  const messages = yield* keyMessagesOf(tx, sittingId);
  const of = (step: KeyMessageStep, i: number): string | null =>
    messages.find((m) => m.index === i && m.step === step)?.body ?? null;
  const indices = trustees.map(({ trustee }) => trustee.index);
  const group = groupByName(ceremony.group);
  const routing = !needsEveryone(ceremony) && (ceremony.state === 'shares' || ceremony.state === 'ready');
  const slips = yield* slipsOf(tx, sittingId);
  const votes = (yield* votesOfSitting(tx, sittingId)).filter(({ state }) => state !== 'void');
  const boxed = yield* countBoxed(
    tx,
    votes.map(({ id }) => id),
  );
  const delivered = new Map<string, boolean>();
  for (const vote of votes) delivered.set(vote.id, (yield* ownersDelivered(tx, vote.id)).includes(index + 1));
  return {
    sittingId,
    sittingTitle: sitting.title,
    index,
    displayName: trustees.find(({ trustee }) => trustee.index === index)?.displayName ?? '',
    names: trustees.map(({ displayName }) => displayName),
    group: group.name,
    size: ceremony.size,
    threshold: ceremony.threshold,
    state: ceremony.state as TrusteeTask['state'],
    certificates: indices.map((i) => of('certificate', i)),
    commitments: indices.map(
      (i) => messages.find((m) => m.index === i && m.step === 'certificate')?.commitment ?? null,
    ),
    ownPolynomial: of('polynomial', index),
    incoming: routing ? vinputFor(polynomialsFrom(group, ceremony.threshold, messages), index) : null,
    ownShare: of('share', index),
    sharesDelivered: indices.map((i) => of('share', i) !== null),
    pedersen: ceremony.pedersen,
    present: (yield* attendanceOf(tx, sittingId)).present,
    slips: slips
      ? { printed: slips.printed, void: slips.void, issued: slips.printed - slips.void, listHash: slips.listHash }
      : null,
    elections: votes
      .filter(({ round }) => round === 1)
      .flatMap(({ uuid, revoteUuids, title }) =>
        [uuid, ...revoteUuids].map((each, i) => ({ uuid: each, title: i === 0 ? title : `${title}(第${i + 1}轮)` })),
      ),
    votes: votes.map(({ id, uuid, title, round, state }) => ({
      id,
      uuid,
      title,
      round,
      state,
      ballots: boxed.get(id) ?? 0,
      delivered: delivered.get(id) ?? false,
    })),
  };
}

function polynomialsFrom(
  group: Group,
  threshold: number,
  messages: readonly { step: string; body: string; index: number }[],
) {
  const bodies = (step: KeyMessageStep) => messages.filter((m) => m.step === step).map(({ body }) => body);
  const members = membersFrom(group, bodies('certificate'), threshold);
  return bodies('polynomial').map((raw, i) => {
    const checked = checkPolynomial(group, members, i + 1, raw);
    if (!checked.ok) throw new Error(`kept polynomial fails: ${checked.failed}`);
    return checked.polynomial;
  });
}

/** One message of the ceremony, checked before it is kept; the last of a step opens the next. */
export async function deliverAct(
  deps: Deps,
  trustee: TrusteeCaller,
  step: KeyMessageStep,
  body: string,
  commitment: string | null = null,
): Promise<Result<TrusteeTask, 'not_found' | StepRefusal>> {
  const at = timeOf(deps);
  const { sittingId, index } = trustee;
  return deps.store.write(function* (tx) {
    const ceremony = yield* ceremonyOf(tx, sittingId);
    if (!ceremony) return refuse('not_found');
    const wanted = { certificate: 'certificates', polynomial: 'polynomials', share: 'shares' }[step];
    const messages = yield* keyMessagesOf(tx, sittingId);
    const mine = messages.find((m) => m.index === index && m.step === step);
    if (mine)
      return mine.body === body && mine.commitment === commitment
        ? yield* taskOf(tx, trustee)
        : refuse('already_delivered');
    if (ceremony.state !== wanted) return refuse('wrong_step');

    const group = groupByName(ceremony.group, deps.elections.arithmetic);
    const isGroup = !needsEveryone(ceremony);
    if (step === 'certificate' && isGroup !== (commitment !== null))
      return refuse('message_invalid', 'commitment_missing');
    const failed = !isGroup
      ? singleFailure(group, messages, body)
      : yield* checkMessage(tx, group, ceremony.threshold, trustee, step, body);
    if (failed) return refuse('message_invalid', failed);
    yield* insertKeyMessage(tx, { sittingId, index, step, body, commitment });
    yield* append(tx, {
      type: `key_${step}_delivered`,
      at,
      data: {
        sitting: sittingId,
        trustee: index,
        message: hexDigest(body),
        ...(commitment === null ? {} : { commitment }),
      },
    });

    const sent = yield* messagesOf(tx, sittingId, step);
    if (sent.length === ceremony.size) {
      if (needsEveryone(ceremony)) yield* keysReady(tx, sittingId, sent.join(','), at);
      else {
        const problem = yield* nextStep(tx, group, ceremony, step, at);
        if (problem) return refuse('message_invalid', problem);
      }
    }
    return yield* taskOf(tx, trustee);
  });
}

/** Where all must come, the only message is a key: alone a whole entry of the trustees record, and nobody else's. */
function singleFailure(group: Group, messages: readonly { body: string }[], body: string): string | undefined {
  if (body.length > 20_000) return 'certificate_malformed';
  const checked = checkSingles(group, [...messages.map((m) => m.body), body]);
  return checked.ok ? undefined : checked.failed;
}

/** @param keys what follows the server's entry in the trustees record of every vote of the sitting */
function* keysReady(tx: Tx, sittingId: string, keys: string, at: string): Query<void> {
  yield* updateCeremony(tx, sittingId, { state: 'ready', pedersen: keys });
  yield* append(tx, { type: 'keys_ready', at, data: { sitting: sittingId, key: hexDigest(keys) } });
}

function* checkMessage(
  tx: Tx,
  group: Group,
  threshold: number,
  { sittingId, index }: TrusteeCaller,
  step: KeyMessageStep,
  body: string,
): Query<string | undefined> {
  const certificates = yield* messagesOf(tx, sittingId, 'certificate');
  switch (step) {
    case 'certificate':
      // Certificates are checked together when the last one is here; alone, only form and size of one can be.
      return body.length > 20_000 || !body.startsWith('{"message":') ? 'certificate_malformed' : undefined;
    case 'polynomial': {
      const own = (yield* keyMessagesOf(tx, sittingId)).find((m) => m.index === index && m.step === 'certificate');
      const members = membersFrom(group, certificates, threshold);
      const checked = checkPolynomial(group, members, index, body, own?.commitment ?? undefined);
      return checked.ok ? undefined : checked.failed;
    }
    case 'share': {
      const members = membersFrom(group, certificates, threshold);
      const coefficients = (yield* messagesOf(tx, sittingId, 'polynomial')).map((raw, i) => {
        const checked = checkPolynomial(group, members, i + 1, raw);
        if (!checked.ok) throw new Error(`kept polynomial fails: ${checked.failed}`);
        return checked.coefficients;
      });
      const checked = checkVoutput(group, members, coefficients, index, body);
      return checked.ok ? undefined : checked.failed;
    }
  }
}

function* nextStep(
  tx: Tx,
  group: Group,
  { sittingId, threshold }: { sittingId: string; threshold: number },
  step: KeyMessageStep,
  at: string,
): Query<string | undefined> {
  const certificates = yield* messagesOf(tx, sittingId, 'certificate');
  const members = checkCertificates(group, certificates, threshold);
  if (!members.ok) return `${members.failed} ${members.subject ?? ''}`.trim();
  switch (step) {
    case 'certificate':
      yield* updateCeremony(tx, sittingId, { state: 'polynomials' });
      return undefined;
    case 'polynomial':
      yield* updateCeremony(tx, sittingId, { state: 'shares' });
      return undefined;
    case 'share': {
      const made = assemblePedersen(
        group,
        members,
        yield* messagesOf(tx, sittingId, 'polynomial'),
        yield* messagesOf(tx, sittingId, 'share'),
      );
      if (!made.ok) return `${made.failed} ${made.subject ?? ''}`.trim();
      yield* keysReady(tx, sittingId, made.entry, at);
      return undefined;
    }
  }
}

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
  if (!lists.every(({ publicKeys }) => publicKeys.every(isKey))) return refuse('list_invalid', '票据公钥无效');

  return deps.store.write(function* (tx) {
    if (yield* slipsOf(tx, sittingId)) return refuse('slips_registered');
    const task = yield* taskOf(tx, trustee);
    if (isRefused(task)) return task;
    const wanted = task.elections.map(({ uuid }) => uuid).toSorted();
    if (
      wanted.join() !==
      lists
        .map(({ uuid }) => uuid)
        .toSorted()
        .join()
    )
      return refuse('list_invalid', '表决编号不符');
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

/** Leftover and spoiled slips: struck from every list before the box is sealed, so that nobody can cast them. */
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
    const votes = yield* votesOfSitting(tx, sittingId);
    if (votes.some(({ state }) => !['draft', 'frozen', 'void'].includes(state))) return refuse('slips_in_use');
    const task = yield* taskOf(tx, trustee);
    if (isRefused(task)) return task;
    const wanted = task.elections
      .map(({ uuid }) => uuid)
      .toSorted()
      .join();
    for (const [i, keys] of slips.entries()) {
      if (
        keys
          .map(({ uuid }) => uuid)
          .toSorted()
          .join() !== wanted
      )
        return refuse('slip_unknown', { slip: i + 1 });
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
