import { decodeBase64, encodeBase64 } from './base64.js';
import { sameBytes } from './same-bytes.js';
import { verifyConsistency } from './tree-proofs.js';

/** The head of a log: which log, how many leaves, which root (32 bytes). */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

export type ExtendsRefusal = 'other_origin' | 'shrunk' | 'forked' | 'proof_invalid';
export type ExtendsVerdict = { readonly ok: true } | { readonly ok: false; readonly refusal: ExtendsRefusal };

/** The body that is signed: origin, size, root, one line each (C2SP tlog-checkpoint, no extension lines). */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  const text = `${origin}\n${size}\n${encodeBase64(root)}\n`;
  if (parseCheckpoint(text) === undefined) throw new RangeError(`not a checkpoint: ${JSON.stringify(text)}`);
  return text;
}

/** Strict: exactly three lines, size without leading zero, a root of 32 bytes. Anything else is undefined. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin, digits, code, end, more] = text.split('\n');
  if (origin === undefined || digits === undefined || code === undefined || end !== '' || more !== undefined) {
    return undefined;
  }
  const size = Number(digits);
  const root = decodeBase64(code);
  if (origin === '' || /[\p{Cc}\p{Cs}]/u.test(origin) || String(size) !== digits) return undefined;
  if (!Number.isSafeInteger(size) || size < 0 || root?.length !== 32) return undefined;
  return { origin, size, root };
}

/**
 * Whether `next` only adds to `kept`: the question of a witness, of a log that is about to sign, and of a browser that
 * remembers the last head.
 */
export function checkExtends(kept: Checkpoint, next: Checkpoint, proof: readonly Uint8Array[]): ExtendsVerdict {
  if (kept.origin !== next.origin) return { ok: false, refusal: 'other_origin' };
  if (next.size < kept.size) return { ok: false, refusal: 'shrunk' };
  if (next.size === kept.size && !sameBytes(next.root, kept.root)) return { ok: false, refusal: 'forked' };
  const claim = { from: kept.size, to: next.size, oldRoot: kept.root, newRoot: next.root, proof };
  return verifyConsistency(claim) ? { ok: true } : { ok: false, refusal: 'proof_invalid' };
}
