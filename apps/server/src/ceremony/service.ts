import {
  assemblePedersen,
  checkCertificate,
  checkCertificates,
  checkPolynomial,
  checkSingles,
  checkVoutput,
  groupByName,
  hexDigest,
  needsEveryone,
  type Group,
} from '@piaojue/ballot-crypto';
import { first, type Rows, type Tx } from '@piaojue/db';
import { eq } from 'drizzle-orm';
import type { AccountRole, BodyOf, Sitting, TrusteeTask, openCeremony, restartCeremony } from '@piaojue/contract';
import { isFresh, type SignedIn } from '../accounts/sessions.js';
import { accountById } from '../accounts/store.js';
import { append } from '../audit/append.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { hashOfToken, type TrusteeCaller } from '../plugins/callers.js';
import { refuse, type Result } from '../result.js';
import { sittingView } from '../sittings/view.js';
import { sittingById } from '../sittings/store.js';
import { isAnySealed, votesOfSitting } from '../votes/store.js';
import { mayStandTogether } from '../votes/two-people.js';
import {
  ceremonyOf,
  insertKeyMessage,
  keyMessagesOf,
  removeCeremony,
  trusteesOf,
  updateCeremony,
  type CeremonyRow,
  type KeyMessageStep,
} from './store.js';
import { membersFrom, messagesOf, taskOf } from './task.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
type StepRefusal = 'message_invalid' | 'already_delivered' | 'wrong_step';

export async function openCeremonyAct(
  deps: Deps,
  by: string,
  sittingId: string,
  { accountIds, threshold, group }: BodyOf<typeof openCeremony>,
): Promise<
  Result<
    Sitting,
    'not_found' | 'ceremony_started' | 'threshold_out_of_range' | 'not_a_scrutineer' | 'no_vote_yet' | 'group_differs'
  >
> {
  if (threshold < 1 || threshold > accountIds.length) return refuse('threshold_out_of_range');
  const at = timeOf(deps);
  const ids = accountIds.map(() => newId(deps.random));
  return deps.store.write(function* (tx) {
    if (!(yield* sittingById(tx, sittingId))) return refuse('not_found');
    if (yield* ceremonyOf(tx, sittingId)) return refuse('ceremony_started');
    const votes = (yield* votesOfSitting(tx, sittingId)).filter(({ state }) => state !== 'void');
    if (votes.length === 0) return refuse('no_vote_yet');
    if (votes.some((vote) => vote.group !== group)) return refuse('group_differs');
    for (const accountId of accountIds) {
      const account = yield* accountById(tx, accountId);
      if (!account || account.disabled || !(account.roles as AccountRole[]).includes('scrutineer'))
        return refuse('not_a_scrutineer');
    }
    if (new Set(accountIds).size !== accountIds.length) return refuse('not_a_scrutineer');
    const { q, t } = tx;
    const size = accountIds.length;
    const opened = { sittingId, group, size, threshold, state: 'certificates', openedAt: at };
    yield* first(q.insert(t.ceremony).values(opened).returning());
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

/** 重新制作: a clerk and a scrutineer throw away what was made so far, however far it came. */
export async function restartCeremonyAct(
  deps: Deps,
  caller: SignedIn,
  sittingId: string,
  { reason }: BodyOf<typeof restartCeremony>,
): Promise<Result<Sitting, 'not_found' | 'stale_sign_in' | 'wrong_person' | 'keys_in_use'>> {
  if (!isFresh(deps, caller)) return refuse('stale_sign_in');
  const at = timeOf(deps);
  const by = caller.accountId;
  return deps.store.write(function* (tx) {
    const ceremony = yield* ceremonyOf(tx, sittingId);
    if (!ceremony) return refuse('not_found');
    if (yield* isAnySealed(tx, sittingId)) return refuse('keys_in_use');
    const asked = ceremony.restart;
    const asker = asked && (yield* accountById(tx, asked.by));
    if (!asked || !asker || asker.disabled) {
      yield* updateCeremony(tx, sittingId, { restart: { by, reason, at } });
      yield* append(tx, { type: 'ceremony_restart_requested', at, data: { sitting: sittingId, reason, by } });
      return yield* sittingView(tx, sittingId);
    }
    if (asked.by === by) return refuse('wrong_person', '须由另一人确认');
    // The same two offices that open a vote.
    if (!mayStandTogether('open', asker.roles, caller.roles)) return refuse('wrong_person', '须由另一职务的人员确认');
    yield* removeCeremony(tx, sittingId);
    yield* append(tx, {
      type: 'ceremony_restarted',
      at,
      data: { sitting: sittingId, reason: asked.reason, by: [asked.by, by] },
    });
    return yield* sittingView(tx, sittingId);
  });
}

export async function withdrawRestartAct(
  deps: Deps,
  by: string,
  sittingId: string,
): Promise<Result<Sitting, 'not_found' | 'wrong_person'>> {
  const at = timeOf(deps);
  return deps.store.write(function* (tx) {
    const ceremony = yield* ceremonyOf(tx, sittingId);
    if (!ceremony) return refuse('not_found');
    if (ceremony.restart && ceremony.restart.by !== by) return refuse('wrong_person', '须由提出的人撤回');
    if (ceremony.restart) {
      yield* updateCeremony(tx, sittingId, { restart: null });
      yield* append(tx, { type: 'ceremony_restart_withdrawn', at, data: { sitting: sittingId, by } });
    }
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
      : yield* checkMessage(tx, group, ceremony, index, step, body);
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
  { sittingId, size, threshold }: CeremonyRow,
  index: number,
  step: KeyMessageStep,
  body: string,
): Query<string | undefined> {
  const certificates = yield* messagesOf(tx, sittingId, 'certificate');
  switch (step) {
    case 'certificate': {
      if (body.length > 20_000) return 'certificate_malformed';
      const checked = checkCertificate(group, body, { size, threshold, index }, certificates);
      return checked.ok ? undefined : checked.failed;
    }
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
