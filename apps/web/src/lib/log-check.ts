import type { Receipt } from '@piaojue/contract';

/**
 * What this browser checks for itself. `@piaojue/record` is loaded only when something is checked, so that the pages
 * stay light.
 */
export interface Kept {
  readonly verifierKey: string;
  readonly checkpoint: string;
  readonly at: string;
}

const keptUnder = 'piaojue.log';

export function readKept(storage: Pick<Storage, 'getItem'>): Kept | null {
  try {
    const kept = JSON.parse(storage.getItem(keptUnder) ?? 'null') as Partial<Kept> | null;
    if (typeof kept?.verifierKey !== 'string' || typeof kept.checkpoint !== 'string') return null;
    return { verifierKey: kept.verifierKey, checkpoint: kept.checkpoint, at: String(kept.at ?? '') };
  } catch {
    return null;
  }
}

export function keep(storage: Pick<Storage, 'setItem'>, kept: Kept): void {
  try {
    storage.setItem(keptUnder, JSON.stringify(kept));
  } catch {
    // storage is switched off: the next visit starts fresh
  }
}

export const forget = (storage: Pick<Storage, 'removeItem'>): void => storage.removeItem(keptUnder);

export type HeadVerdict =
  | { readonly kind: 'first'; readonly size: number }
  | { readonly kind: 'extends'; readonly size: number; readonly from: number; readonly since: string }
  | { readonly kind: 'key_changed' | 'signature_invalid' | 'shrunk' | 'forked' | 'not_consistent' | 'unreachable' };

/** Asks for the consistency proof between two sizes; undefined where there was no answer. */
export type AskConsistency = (from: number, to: number) => Promise<readonly string[] | undefined>;

/**
 * Checks the newest head of the log against the one that this browser kept ("自上次以来只增未改"), and pins the key.
 * @returns the verdict; the caller keeps the new head only after `first` or `extends`.
 */
export async function checkHead(
  head: { verifierKey: string; checkpoint: string },
  kept: Kept | null,
  ask: AskConsistency,
): Promise<HeadVerdict> {
  const record = await import('@piaojue/record');
  if (kept !== null && kept.verifierKey !== head.verifierKey) return { kind: 'key_changed' };
  const next = open(record, head.checkpoint, head.verifierKey);
  if (next === undefined) return { kind: 'signature_invalid' };
  if (kept === null) return { kind: 'first', size: next.size };
  const before = open(record, kept.checkpoint, kept.verifierKey);
  if (before === undefined) return { kind: 'first', size: next.size };
  if (next.size < before.size) return { kind: 'shrunk' };

  const proof = before.size === next.size || before.size === 0 ? [] : await ask(before.size, next.size);
  if (proof === undefined) return { kind: 'unreachable' };
  const verdict = record.checkExtends(
    before,
    next,
    proof.map((hash) => bytesOf(record, hash)),
  );
  if (verdict.ok) return { kind: 'extends', size: next.size, from: before.size, since: kept.at };
  return { kind: verdict.refusal === 'forked' ? 'forked' : verdict.refusal === 'shrunk' ? 'shrunk' : 'not_consistent' };
}

export type ReceiptVerdict =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'rejected'; readonly reason: string | null }
  | { readonly kind: 'included'; readonly position: number; readonly size: number }
  | { readonly kind: 'incomplete' | 'other_ballot' | 'signature_invalid' | 'not_included' };

/** Whether the receipt shows that this very ballot stands in the log: entry, place, proof and signature, all checked here. */
export async function checkReceipt(receipt: Receipt, tracker: string, verifierKey: string): Promise<ReceiptVerdict> {
  if (receipt.state === 'received') return { kind: 'waiting' };
  if (receipt.state === 'rejected') return { kind: 'rejected', reason: receipt.reason };
  const { entry, position, proof, checkpoint } = receipt;
  if (entry === null || position === null || proof === null || checkpoint === null) return { kind: 'incomplete' };

  const record = await import('@piaojue/record');
  const bytes = record.encodeUtf8(entry);
  const parsed = record.parseEntry(bytes);
  const ballot = parsed.ok && parsed.entry.type === 'ballot_cast' ? parsed.entry.data?.['ballot'] : undefined;
  const wanted = trackerForms(record, tracker);
  if (!parsed.ok || typeof ballot !== 'string' || !wanted.includes(ballot) || parsed.entry.seq !== position) {
    return { kind: 'other_ballot' };
  }
  const head = open(record, checkpoint, verifierKey);
  if (head === undefined) return { kind: 'signature_invalid' };
  const isIn = record.verifyInclusion({
    leaf: record.leafHash(bytes),
    index: position,
    size: head.size,
    proof: proof.map((hash) => bytesOf(record, hash)),
    root: head.root,
  });
  return isIn ? { kind: 'included', position, size: head.size } : { kind: 'not_included' };
}

type Record_ = typeof import('@piaojue/record');

function open(record: Record_, checkpoint: string, verifierKey: string) {
  const key = record.parseNoteKey(verifierKey);
  if (key === undefined) return undefined;
  const note = record.openNote(checkpoint, [key]);
  return note.ok ? record.parseCheckpoint(note.text) : undefined;
}

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Hashes travel as lowercase hex; base64 is read too. What is neither becomes an empty hash, which no check accepts. */
function bytesOf(record: Record_, text: string): Uint8Array {
  if (/^[0-9a-f]{64}$/.test(text)) return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return record.decodeBase64(text) ?? new Uint8Array();
}

/** A tracking code is the unpadded base64 of a hash; a log entry may hold it so or in hex. */
function trackerForms(record: Record_, tracker: string): string[] {
  const bytes = record.decodeBase64(`${tracker}=`);
  return bytes === undefined ? [] : [tracker, hex(bytes)];
}

/** A tracking code as people type it: spaces and line breaks out; 43 characters of base64, or undefined. */
export function trackerTyped(text: string): string | undefined {
  const plain = text.normalize('NFKC').replace(/\s+/g, '');
  return /^[A-Za-z0-9+/]{43}$/.test(plain) ? plain : undefined;
}
