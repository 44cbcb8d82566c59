import { checkCertificates, readPolynomial, vinputFor, type Group, type MemberSet } from '@piaojue/ballot-crypto';
import type { Rows, Tx } from '@piaojue/db';
import type { TrusteeTask } from '@piaojue/contract';
import { accountById } from '../accounts/store.js';
import { ownersDelivered } from '../board/store.js';
import type { TrusteeCaller } from '../plugins/callers.js';
import { refuse, type Result } from '../result.js';
import { attendanceOf, sittingById, slipsOf } from '../sittings/store.js';
import { slipVotesOf, votesOfSitting } from '../votes/store.js';
import { ceremonyOf, countBoxed, keyMessagesOf, trusteesOf, type KeyMessageStep } from './store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** The messages of one step, in the order of the members. */
export function* messagesOf(tx: Tx, sittingId: string, step: KeyMessageStep): Query<string[]> {
  return (yield* keyMessagesOf(tx, sittingId)).filter((m) => m.step === step).map(({ body }) => body);
}

/** Members from certificates that were checked when they came. */
export function membersFrom(group: Group, certificates: readonly string[], threshold: number): MemberSet {
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
  const asker = ceremony.restart && (yield* accountById(tx, ceremony.restart.by));
  const messages = yield* keyMessagesOf(tx, sittingId);
  const of = (step: KeyMessageStep, i: number): string | null =>
    messages.find((m) => m.index === i && m.step === step)?.body ?? null;
  const indices = trustees.map(({ trustee }) => trustee.index);
  const slips = yield* slipsOf(tx, sittingId);
  const everyVote = yield* votesOfSitting(tx, sittingId);
  const votes = everyVote.filter(({ state }) => state !== 'void');
  // A void vote may be held again, so its spare lists are kept up like all others; a list that a box was sealed with is fixed.
  const sealed = new Set(everyVote.flatMap(({ uuid, election }) => (election === null ? [] : [uuid])));
  const boxed = yield* countBoxed(
    tx,
    votes.map(({ id }) => id),
  );
  const delivered = new Map<string, boolean>();
  for (const vote of votes) delivered.set(vote.id, (yield* ownersDelivered(tx, vote.id)).includes(index + 1));
  return {
    sittingId,
    sittingTitle: sitting.title,
    openedAt: ceremony.openedAt ?? '',
    index,
    displayName: trustees.find(({ trustee }) => trustee.index === index)?.displayName ?? '',
    names: trustees.map(({ displayName }) => displayName),
    group: ceremony.group as TrusteeTask['group'],
    size: ceremony.size,
    threshold: ceremony.threshold,
    state: ceremony.state as TrusteeTask['state'],
    certificates: indices.map((i) => of('certificate', i)),
    commitments: indices.map(
      (i) => messages.find((m) => m.index === i && m.step === 'certificate')?.commitment ?? null,
    ),
    ownPolynomial: of('polynomial', index),
    // Checked when they came: here they are only routed.
    incoming:
      ceremony.state === 'shares'
        ? vinputFor(
            messages.filter(({ step }) => step === 'polynomial').map(({ body }) => readPolynomial(JSON.parse(body))),
            index,
          )
        : null,
    ownShare: of('share', index),
    polynomialsDelivered: indices.map((i) => of('polynomial', i) !== null),
    sharesDelivered: indices.map((i) => of('share', i) !== null),
    restart: ceremony.restart && asker ? { displayName: asker.displayName, reason: ceremony.restart.reason } : null,
    pedersen: ceremony.pedersen,
    present: (yield* attendanceOf(tx, sittingId)).present,
    slips: slips
      ? { printed: slips.printed, void: slips.void, issued: slips.printed - slips.void, listHash: slips.listHash }
      : null,
    elections: (yield* slipVotesOf(tx, sittingId))
      .flatMap(({ uuid, revoteUuids, title }) =>
        [uuid, ...revoteUuids].map((each, i) => ({ uuid: each, title: i === 0 ? title : `${title}（备用${i}）` })),
      )
      .filter(({ uuid }) => !sealed.has(uuid)),
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
