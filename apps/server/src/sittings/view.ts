import { hexDigest } from '@piaojue/ballot-crypto';
import type { Sitting, SittingSummary } from '@piaojue/contract';
import type { Rows, Tx } from '@piaojue/db';
import { accountById } from '../accounts/store.js';
import { ceremonyOf, keyMessagesOf, trusteesOf } from '../ceremony/store.js';
import { refuse, type Result } from '../result.js';
import { candidateCounts, isDiscarded, votesOfSitting } from '../votes/store.js';
import { summaryOf } from '../votes/summary.js';
import { attendanceOf, sittingById, slipsOf, type SittingRow } from './store.js';

export const sittingSummary = ({ id, title, year, createdAt }: SittingRow): SittingSummary => ({
  id,
  title,
  year,
  createdAt,
});

export function* sittingView(
  tx: Tx,
  sittingId: string,
): Generator<Rows<unknown>, Result<Sitting, 'not_found'>, unknown> {
  const row = yield* sittingById(tx, sittingId);
  if (!row) return refuse('not_found');
  const counts = yield* candidateCounts(tx, sittingId);
  const votes = (yield* votesOfSitting(tx, sittingId))
    .filter((vote) => !isDiscarded(vote))
    .map((vote) => summaryOf(vote, counts.get(vote.id) ?? 0));
  const ceremony = yield* ceremonyOf(tx, sittingId);
  const messages = yield* keyMessagesOf(tx, sittingId);
  const sent = (index: number, step: string): boolean => messages.some((m) => m.index === index && m.step === step);
  const slips = yield* slipsOf(tx, sittingId);
  const trustees = yield* trusteesOf(tx, sittingId);
  const asker = ceremony?.restart && (yield* accountById(tx, ceremony.restart.by));
  return {
    ...sittingSummary(row),
    attendance: yield* attendanceOf(tx, sittingId),
    votes,
    ceremony: ceremony
      ? {
          group: ceremony.group,
          size: ceremony.size,
          threshold: ceremony.threshold,
          state: ceremony.state as NonNullable<Sitting['ceremony']>['state'],
          publicKeyFingerprint: ceremony.pedersen === null ? null : hexDigest(ceremony.pedersen),
          restart:
            ceremony.restart && asker && !asker.disabled
              ? {
                  accountId: asker.id,
                  displayName: asker.displayName,
                  reason: ceremony.restart.reason,
                  at: ceremony.restart.at,
                }
              : null,
          trustees: trustees.map(({ trustee, displayName }) => ({
            index: trustee.index,
            accountId: trustee.accountId,
            displayName,
            linked: trustee.tokenHash !== null,
            hasCertificate: sent(trustee.index, 'certificate'),
            hasPolynomial: sent(trustee.index, 'polynomial'),
            hasShare: sent(trustee.index, 'share'),
          })),
        }
      : null,
    slips: slips
      ? {
          printed: slips.printed,
          void: slips.void,
          issued: slips.printed - slips.void,
          listHash: slips.listHash,
          registeredAt: slips.registeredAt,
        }
      : null,
  };
}
