import { createHash } from 'node:crypto';
import { and, count, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';
import type { BodyOf, SuggestionInput, sendSuggestion, supportSuggestion } from '@piaojue/contract';
import { append } from '../audit/append.js';
import { timeOf, type Deps } from '../deps.js';
import { isRefused, refuse, type Result } from '../result.js';
import { channelOf, openStation } from '../stations/service.js';
import { todayOf } from '../suggestions/days.js';
import { newSuggestion, placeIsKnown } from '../suggestions/service.js';
import { addSuggestions, newCode, say, suggestionBySeq } from '../suggestions/store.js';
import { yearRow } from '../years/store.js';
import type { Gate } from './gate.js';
import { openYear, windowOf } from './notice.js';
import { clientIdOfOther, saysTheSame } from './other-text.js';
import type { ProofRefusal } from './proof.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** What is kept of a device: it tells one from another and leads back to none. */
export const deviceHash = (device: string): string => createHash('sha256').update(`device:${device}`).digest('hex');

/**
 * Who suggests stands behind it: kept as its first 附议, at the moment it came in, and not counted as one. On the web or
 * by the code of a station: what nobody else wrote down for them.
 */
function* sentByDevice({ q, t }: Tx, year: number, device: string): Query<number> {
  const row = yield* first(
    q
      .select({ n: count() })
      .from(t.support)
      .innerJoin(t.suggestion, and(eq(t.suggestion.seq, t.support.seq), eq(t.suggestion.receivedAt, t.support.at)))
      .where(and(eq(t.support.device, device), eq(t.suggestion.year, year), isNull(t.suggestion.receivedBy))),
  );
  return Number(row?.n ?? 0);
}

/**
 * What was sent under this number before: the same text is answered as it was then. Another text under it (two pages with
 * one draft, the form gone back to) is another suggestion, with a number of its own.
 */
function* sentBefore(
  { q, t }: Tx,
  sent: string,
  input: SuggestionInput,
): Query<{ code: string; again: true } | { clientId: string }> {
  const under = (clientId: string) => first(q.select().from(t.suggestion).where(eq(t.suggestion.clientId, clientId)));
  const row = yield* under(sent);
  if (!row) return { clientId: sent };
  if (saysTheSame(row, input)) return { code: row.code, again: true };
  const clientId = clientIdOfOther(sent, input);
  const other = yield* under(clientId);
  return other ? { code: other.code, again: true } : { clientId };
}

type SendRefusal =
  | 'not_found'
  | 'window_closed'
  | 'filled_by_machine'
  | 'place_unknown'
  | 'per_person_reached'
  | 'no_script_limit'
  | 'too_many_requests'
  | ProofRefusal;

export async function sendSuggestionAct(
  deps: Deps,
  { limits, challenges }: Gate,
  from: string,
  year: number,
  { clientId: sent, suggestion: input, stationId, device: typedDevice, proof, website }: BodyOf<typeof sendSuggestion>,
): Promise<Result<{ code: string; again: boolean }, SendRefusal>> {
  const now = deps.now().getTime();
  if (!limits.send.take(from, now)) return refuse('too_many_requests');
  // First of all: an answer that got lost on the way is given again, whatever has happened since.
  const before = await deps.store.read((tx) => sentBefore(tx, sent, input));
  if ('code' in before) return before;
  // Said, not swallowed: a browser that fills in forms by itself may have done it, and its owner must not lose a suggestion.
  if (website !== '') return refuse('filled_by_machine');

  const device = typedDevice === null ? null : deviceHash(typedDevice);
  if (proof !== null && device !== null) {
    const refused = await challenges.spend(proof, before.clientId);
    if (refused) return refused;
    if (!limits.sendByDevice.take(device, now)) return refuse('too_many_requests');
  } else if (!limits.sendWithoutScript.take(from, now) || !limits.sendWithoutScriptInAll.take('', now))
    return refuse('no_script_limit');

  const at = timeOf(deps);
  const code = newCode(deps.random);
  return deps.store.write(function* (tx) {
    const { q, t } = tx;
    const meanwhile = yield* sentBefore(tx, sent, input);
    if ('code' in meanwhile) return meanwhile;
    const { clientId } = meanwhile;
    const row = yield* openYear(tx, year);
    if (isRefused(row)) return row;
    if (!(yield* placeIsKnown(tx, input.placeCode))) return refuse('place_unknown');
    if (device !== null && (yield* sentByDevice(tx, year, device)) >= row.perPerson)
      return refuse('per_person_reached', `每人最多提交 ${row.perPerson} 条。`);
    // Whoever speaks is heard, whatever has become of the station since its code was printed.
    const station = stationId === undefined ? undefined : yield* openStation(tx, stationId, todayOf(deps));
    const channel = station ? channelOf(station) : 'web';
    const [seq = 0] = yield* addSuggestions(tx, [
      newSuggestion(input, {
        year,
        code,
        channel,
        sourceRef: null,
        clientId,
        stationId: station?.id ?? null,
        receivedBy: null,
        receivedAt: at,
        shown: false,
      }),
    ]);
    const photos = yield* all(
      q
        .update(t.attachment)
        .set({ ownerId: String(seq) })
        .where(and(eq(t.attachment.ownerKind, 'suggestion'), eq(t.attachment.ownerId, sent)))
        .returning({ id: t.attachment.id }),
    );
    if (device !== null)
      yield* first(q.insert(t.support).values({ seq, device, at }).returning({ seq: t.support.seq }));
    yield* say(tx, {
      seq,
      at,
      act: 'received',
      text: `已收到您在${station?.name ?? '网上'}提交的建议，等待办理。`,
      by: null,
    });
    yield* append(tx, { type: 'suggestion_sent', at, data: { year, seq, channel, photos: photos.length } });
    return { code, again: false };
  });
}

export async function supportSuggestionAct(
  deps: Deps,
  { limits, challenges }: Gate,
  from: string,
  seq: number,
  { device: typedDevice, proof }: BodyOf<typeof supportSuggestion>,
): Promise<
  Result<{ supports: number; again: boolean }, 'not_found' | 'window_closed' | 'too_many_requests' | ProofRefusal>
> {
  if (!limits.support.take(from, deps.now().getTime())) return refuse('too_many_requests');
  const device = deviceHash(typedDevice);
  const refused = await challenges.spend(proof, `support ${seq} ${device}`);
  if (refused) return refused;
  const at = timeOf(deps);
  return deps.store.write(function* (tx) {
    const { q, t } = tx;
    const row = yield* suggestionBySeq(tx, seq);
    if (!row?.shown) return refuse('not_found');
    const year = yield* yearRow(tx, row.year);
    if (!year || windowOf(year) !== 'open') return refuse('window_closed');
    const before = yield* first(
      q
        .select({ seq: t.support.seq })
        .from(t.support)
        .innerJoin(t.suggestion, eq(t.suggestion.seq, t.support.seq))
        .where(
          and(
            eq(t.support.device, device),
            // Of what was merged, the support of one is the support of all.
            or(eq(t.suggestion.seq, row.mergedInto ?? seq), eq(t.suggestion.mergedInto, row.mergedInto ?? seq)),
          ),
        ),
    );
    if (before) return { supports: row.supports, again: true };
    yield* first(q.insert(t.support).values({ seq, device, at }).returning({ seq: t.support.seq }));
    // Not a change of what it says: whoever edits it at this moment is not in conflict.
    // The one that leads it counts it as well, until the merging is taken back.
    yield* all(
      q
        .update(t.suggestion)
        .set({ supports: sql`${t.suggestion.supports} + 1` })
        .where(inArray(t.suggestion.seq, row.mergedInto === null ? [seq] : [seq, row.mergedInto]))
        .returning({ seq: t.suggestion.seq }),
    );
    yield* append(tx, { type: 'suggestion_supported', at, data: { seq } });
    return { supports: row.supports + 1, again: false };
  });
}
