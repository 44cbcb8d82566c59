import { createHash, createHmac, randomBytes } from 'node:crypto';
import { and, count, eq, inArray, like, lt } from 'drizzle-orm';
import sharp from 'sharp';
import { all, first, type Rows, type Tx } from '@piaojue/db';
import type { BodyOf, removePhoto, sendPhoto } from '@piaojue/contract';
import { newId, timeOf, type Deps } from '../deps.js';
import { isRefused, refuse, type Refusal, type Result } from '../result.js';
import type { Gate } from './gate.js';
import { openYear } from './notice.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

export const mostPhotos = 5;
const mostBytes = 10_000_000;
/** Pixels of the largest picture that is decoded at all: a 64-megapixel camera. */
const mostPixels = 64_000_000;
const longestEdge = 1600;
/** Photos whose suggestion has not come, at any one time, and how long they wait for it. */
const mostWaiting = 1000;
/** Of those, from one address: several families at one router, and far from all there is room for. */
export const mostOfAddress = 100;
const waitFor = 48 * 3_600_000;
const mostInLine = 20;

type Kind = 'jpeg' | 'png' | 'webp' | 'heif';

/** By the first bytes; a name and a declared type say nothing. */
export function kindOf(bytes: Buffer): Kind | undefined {
  const ascii = (from: number, to: number) => bytes.subarray(from, to).toString('latin1');
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (ascii(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'webp';
  if (ascii(4, 8) === 'ftyp' && /^(heic|heix|hevc|mif1|msf1|avif)$/.test(ascii(8, 12))) return 'heif';
  return undefined;
}

/**
 * The picture drawn anew as JPEG of at most 1600 pixels a side: nothing of the file survives but what is seen (no EXIF, no
 * place, nothing behind the picture).
 */
export async function redrawn(bytes: Buffer): Promise<Buffer | Refusal<'photo_unreadable' | 'photo_too_large'>> {
  if (bytes.length > mostBytes) return refuse('photo_too_large');
  const kind = kindOf(bytes);
  if (!kind) return refuse('photo_unreadable', '只收 JPEG、PNG、WebP 和 HEIC 照片。');
  try {
    const picture = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true });
    const { format, width, height } = await picture.metadata();
    if (format !== kind) return refuse('photo_unreadable');
    if (width * height > mostPixels) return refuse('photo_too_large');
    return await picture
      .timeout({ seconds: 20 })
      .autoOrient()
      .resize(longestEdge, longestEdge, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#fff' })
      .jpeg({ quality: 80 })
      .toBuffer();
  } catch (error) {
    if (/pixel limit/i.test(String(error))) return refuse('photo_too_large');
    return kind === 'heif'
      ? refuse('photo_unreadable', '这台手机的 HEIC 照片读不了。请在手机的相机设置里改为“兼容性最佳”，或者上传截图。')
      : refuse('photo_unreadable');
  }
}

/** One picture at a time: decoding takes much memory, and the ballots of a sitting live in the same process. */
export class Darkroom {
  #last: Promise<unknown> = Promise.resolve();
  #inLine = 0;

  async redraw(bytes: Buffer) {
    if (this.#inLine >= mostInLine) return refuse('photos_waiting');
    this.#inLine += 1;
    const done = this.#last.then(() => redrawn(bytes));
    this.#last = done.catch(() => undefined);
    try {
      return await done;
    } finally {
      this.#inLine -= 1;
    }
  }
}

/**
 * Which photos came from one address and may still wait for their suggestion. In memory, under a hash whose key nobody
 * else has; a restart forgives everybody.
 */
export class WaitingPhotos {
  readonly #key = randomBytes(32);
  readonly #of = new Map<string, Map<string, string>>();

  keyOf = (address: string): string => createHmac('sha256', this.#key).update(address).digest('base64');

  /** Those of this address that came after `since`. */
  of(key: string, since: string): string[] {
    for (const [each, photos] of this.#of) {
      for (const [id, at] of photos) if (at < since) photos.delete(id);
      if (photos.size === 0) this.#of.delete(each);
    }
    return [...(this.#of.get(key)?.keys() ?? [])];
  }

  add(key: string, id: string, at: string): void {
    const photos = this.#of.get(key) ?? new Map<string, string>();
    this.#of.set(key, photos.set(id, at));
  }

  /** Of the photos of this address only these wait still. */
  keep(key: string, ids: readonly string[]): void {
    const still = new Set(ids);
    const photos = this.#of.get(key);
    for (const id of photos?.keys() ?? []) if (!still.has(id)) photos?.delete(id);
  }
}

interface NewPhoto {
  readonly id: string;
  readonly ownerId: string;
  readonly number: number;
  readonly drawn: Buffer;
  readonly by: string | null;
  readonly at: string;
}

/** Keeps a photo that was drawn anew; `ownerId` is the number of a suggestion, or the `clientId` that one will have. */
export function* addPhoto({ q, t }: Tx, { id, ownerId, number, drawn, by, at }: NewPhoto): Query<void> {
  yield* first(
    q
      .insert(t.attachment)
      .values({
        id,
        ownerKind: 'suggestion',
        ownerId,
        name: `照片${number}.jpg`,
        type: 'image/jpeg',
        size: drawn.length,
        hash: createHash('sha256').update(drawn).digest('hex'),
        bytes: drawn,
        by,
        at,
      })
      .returning({ id: t.attachment.id }),
  );
}

type PhotoRefusal =
  'not_found' | 'window_closed' | 'photo_unreadable' | 'photo_too_large' | 'too_many_photos' | 'photos_waiting';

/** Until its suggestion comes, a photo belongs to the `clientId` that this will have; a number of the ledger has no dash. */
export async function sendPhotoAct(
  deps: Deps,
  { darkroom, waitingPhotos }: Pick<Gate, 'darkroom' | 'waitingPhotos'>,
  from: string,
  year: number,
  { clientId, content }: BodyOf<typeof sendPhoto>,
): Promise<Result<{ id: string; size: number; photos: number }, PhotoRefusal>> {
  const open = await deps.store.read((tx) => openYear(tx, year));
  if (isRefused(open)) return open;
  const drawn = await darkroom.redraw(Buffer.from(content, 'base64'));
  if (isRefused(drawn)) return drawn;
  const at = timeOf(deps);
  const id = newId(deps.random);
  const address = waitingPhotos.keyOf(from);
  const longAgo = new Date(deps.now().getTime() - waitFor).toISOString();
  return deps.store.write(function* (tx) {
    const { q, t } = tx;
    const still = yield* openYear(tx, year);
    if (isRefused(still)) return still;
    const sent = yield* first(
      q.select({ seq: t.suggestion.seq }).from(t.suggestion).where(eq(t.suggestion.clientId, clientId)),
    );
    if (sent) return refuse('not_found');
    const waiting = and(eq(t.attachment.ownerKind, 'suggestion'), like(t.attachment.ownerId, '%-%'));
    yield* all(
      q
        .delete(t.attachment)
        .where(and(waiting, lt(t.attachment.at, longAgo)))
        .returning({ id: t.attachment.id }),
    );
    const inAll = yield* first(q.select({ n: count() }).from(t.attachment).where(waiting));
    if (Number(inAll?.n) >= mostWaiting) return refuse('photos_waiting');
    let ofAddress = waitingPhotos.of(address, longAgo);
    if (ofAddress.length >= mostOfAddress) {
      // What was sent or taken back since does not wait any more.
      const still = yield* all(
        q
          .select({ id: t.attachment.id })
          .from(t.attachment)
          .where(and(waiting, inArray(t.attachment.id, ofAddress))),
      );
      ofAddress = still.map((each) => each.id);
      waitingPhotos.keep(address, ofAddress);
      if (ofAddress.length >= mostOfAddress) return refuse('photos_waiting');
    }
    const own = and(eq(t.attachment.ownerKind, 'suggestion'), eq(t.attachment.ownerId, clientId));
    const photos = Number((yield* first(q.select({ n: count() }).from(t.attachment).where(own)))?.n);
    if (photos >= mostPhotos) return refuse('too_many_photos');
    // Not yet a fact of the ledger: the entry of the log is written with the suggestion (sending.ts).
    yield* addPhoto(tx, { id, ownerId: clientId, number: photos + 1, drawn, by: null, at });
    waitingPhotos.add(address, id, at);
    return { id, size: drawn.length, photos: photos + 1 };
  });
}

export const removePhotoAct = (deps: Deps, { clientId, photoId }: BodyOf<typeof removePhoto>) =>
  deps.store.write(function* ({ q, t }) {
    const own = and(eq(t.attachment.ownerKind, 'suggestion'), eq(t.attachment.ownerId, clientId));
    yield* all(
      q
        .delete(t.attachment)
        .where(and(own, eq(t.attachment.id, photoId)))
        .returning({ id: t.attachment.id }),
    );
    return { photos: Number((yield* first(q.select({ n: count() }).from(t.attachment).where(own)))?.n) };
  });
