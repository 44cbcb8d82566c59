import type { Entry } from './queue.js';

type Sent =
  | { readonly ok: true; readonly value: { readonly code: string | null } }
  | { readonly ok: false; readonly refusal: string; readonly detail: unknown };

interface Held {
  entries(): Promise<readonly Entry[]>;
  put(entry: Entry): Promise<void>;
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
]);

/**
 * Sends what waits, one after another. What the server refuses stays here with the reason; whatever got no answer is sent
 * again next time, and the server knows it by its number.
 * @returns why the rest had to wait, or undefined.
 */
export async function sync(queue: Held, send: (entry: Entry) => Promise<Sent>): Promise<string | undefined> {
  for (const entry of await queue.entries()) {
    if (entry.state !== 'waiting') continue;
    const sent = await send(entry);
    if (sent.ok) await queue.put({ ...entry, state: 'sent', body: null, code: sent.value.code, refusal: null });
    else if (holdsAll.has(sent.refusal)) return sent.refusal;
    else await queue.put({ ...entry, state: 'refused', refusal: sent.refusal, detail: sent.detail });
  }
  return undefined;
}
