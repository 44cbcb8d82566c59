import type { Entry, KeptPhoto } from './queue.js';

type Answer<V> =
  { readonly ok: true; readonly value: V } | { readonly ok: false; readonly refusal: string; readonly detail: unknown };

interface Held {
  entries(): Promise<readonly Entry[]>;
  put(entry: Entry): Promise<void>;
}
interface Send {
  readonly entry: (entry: Entry, body: NonNullable<Entry['body']>) => Promise<Answer<{ readonly code: string | null }>>;
  readonly photo: (entry: Entry, photo: KeptPhoto) => Promise<Answer<unknown>>;
}

/** What says nothing about the entry: it stays as it is, and so do those behind it. */
const holdsAll = new Set([
  'unreachable',
  'not_signed_in',
  'role_forbidden',
  'origin_forbidden',
  'busy',
  'internal',
  'storage_full',
  'too_many_requests',
  'photos_waiting',
  'another_person',
]);

/**
 * Waiting for the person who wrote it down, while another is signed in on the same phone; written down by nobody known, it
 * waits for whoever says that it is theirs.
 */
export const isOfAnother = ({ state, by }: Entry, me: string | undefined): boolean =>
  state === 'waiting' && me !== undefined && by?.id !== me;

/**
 * Sends what waits in the name of who is signed in, one after another, an entry before its photos; what another wrote down
 * waits for them. What the server refuses stays here with the reason; whatever got no answer is sent again next time, and
 * the server knows it by its number.
 * @returns why the rest had to wait, or undefined.
 */
export async function sync(queue: Held, send: Send, me: string): Promise<string | undefined> {
  for (const entry of await queue.entries()) {
    if (entry.state !== 'waiting' || isOfAnother(entry, me)) continue;
    let now = entry;
    if (entry.body !== null) {
      const sent = await send.entry(entry, entry.body);
      if (!sent.ok && holdsAll.has(sent.refusal)) return sent.refusal;
      if (!sent.ok) {
        await queue.put({ ...entry, state: 'refused', refusal: sent.refusal, detail: sent.detail });
        continue;
      }
      const photos = entry.photos ?? [];
      now = {
        ...entry,
        state: photos.length > 0 ? 'waiting' : 'sent',
        body: null,
        code: sent.value.code,
        refusal: null,
      };
      await queue.put(now);
    }
    const held = await sendPhotos(queue, now, send.photo);
    if (held !== undefined) return held;
  }
  return undefined;
}

/** Each photo leaves the phone once it has an answer; one that cannot be read is counted and gone. */
async function sendPhotos(queue: Held, entry: Entry, send: Send['photo']): Promise<string | undefined> {
  let { photos = [], photosRefused = 0 } = entry;
  for (const photo of photos) {
    const sent = await send(entry, photo);
    if (!sent.ok && holdsAll.has(sent.refusal)) return sent.refusal;
    if (!sent.ok) photosRefused += 1;
    photos = photos.filter(({ id }) => id !== photo.id);
    await queue.put({ ...entry, photos, photosRefused, state: photos.length > 0 ? 'waiting' : 'sent' });
  }
  return undefined;
}
