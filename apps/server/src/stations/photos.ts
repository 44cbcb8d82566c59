import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { all, type Rows, type Tx } from '@piaojue/db';
import type { BodyOf, ParamsOf, QueryOf, ReplyOf, sendReceptionPhoto } from '@piaojue/contract';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { addPhoto, type Darkroom } from '../collecting/photos.js';
import { timeOf, type Deps } from '../deps.js';
import { isRefused, refuse, type Result } from '../result.js';
import { receptionByClient } from './store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
type Reply = ReplyOf<typeof sendReceptionPhoto>;
type Refusals =
  'another_person' | 'not_found' | 'photo_unreadable' | 'photo_too_large' | 'too_many_photos' | 'photos_waiting';

const mostOfReception = 3;
/** Made of the numbers that the phone gave, so that the same photo has the same id whenever it comes. */
const idOf = (clientId: string, photoId: string): string =>
  createHash('sha256').update(`photo ${clientId} ${photoId}`).digest('hex').slice(0, 24);

function* photosOfSuggestion({ q, t }: Tx, seq: number): Query<{ id: string }[]> {
  return yield* all(
    q
      .select({ id: t.attachment.id })
      .from(t.attachment)
      .where(and(eq(t.attachment.ownerKind, 'suggestion'), eq(t.attachment.ownerId, String(seq)))),
  );
}

/** Whose photo this would be, and whether it is there already. */
function* look(
  tx: Tx,
  { stationId, clientId }: ParamsOf<typeof sendReceptionPhoto>,
  id: string,
): Query<Result<{ seq: number; photos: number; kept: boolean }, Refusals>> {
  const reception = yield* receptionByClient(tx, clientId);
  const seq = reception?.stationId === stationId ? reception.seq : null;
  if (seq === null) return refuse('not_found');
  const photos = yield* photosOfSuggestion(tx, seq);
  const kept = photos.some((each) => each.id === id);
  if (!kept && photos.length >= mostOfReception) return refuse('too_many_photos');
  return { seq, photos: photos.length, kept };
}

/**
 * A photo for the suggestion made of a reception. The phone sends it once the reception is stored, and perhaps again:
 * what is kept under its number is not kept twice. Whoever knows the number of the reception has it from that phone.
 */
export async function sendReceptionPhotoAct(
  deps: Deps,
  darkroom: Darkroom,
  me: SignedIn,
  which: ParamsOf<typeof sendReceptionPhoto>,
  { as }: QueryOf<typeof sendReceptionPhoto>,
  { photoId, content }: BodyOf<typeof sendReceptionPhoto>,
): Promise<Result<Reply, Refusals>> {
  if (as !== undefined && as !== me.accountId) return refuse('another_person');
  const id = idOf(which.clientId, photoId);
  const before = await deps.store.read((tx) => look(tx, which, id));
  if (isRefused(before)) return before;
  if (before.kept) return { photos: before.photos };
  const drawn = await darkroom.redraw(Buffer.from(content, 'base64'));
  if (isRefused(drawn)) return drawn;
  const at = timeOf(deps);
  return deps.store.write(function* (tx): Query<Result<Reply, Refusals>> {
    const now = yield* look(tx, which, id);
    if (isRefused(now)) return now;
    if (now.kept) return { photos: now.photos };
    const { seq, photos } = now;
    yield* addPhoto(tx, { id, ownerId: String(seq), number: photos + 1, drawn, by: me.accountId, at });
    yield* append(tx, { type: 'suggestion_photo_added', at, data: { seq, by: me.accountId } });
    return { photos: photos + 1 };
  });
}
