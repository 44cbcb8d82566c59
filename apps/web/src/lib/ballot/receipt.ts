import type { Receipt } from '@piaojue/contract';
import { encodeUtf8, leafHash, openNote, parseCheckpoint, parseNoteKey, verifyInclusion } from '@piaojue/record';
import type { SealedBallot } from './casting.js';

export type ReceiptProblem =
  /** The server answered with another ballot's code: this one may not be in the box. */
  'other_ballot' | 'incomplete' | 'entry_differs' | 'checkpoint_unsigned' | 'proof_fails';

export type ReceiptVerdict =
  | { readonly ok: true; readonly position: number; readonly logSize: number }
  | { readonly ok: false; readonly problem: ReceiptProblem };

const fail = (problem: ReceiptProblem): ReceiptVerdict => ({ ok: false, problem });

/**
 * Whether a receipt proves that exactly this ballot stands in the audit log: its code is the one computed here before
 * sending, the log entry names its hash, the entry is proven under a head that the log's key has signed.
 * @param verifierKey from `/public/log`. Not checked: that everybody is shown the same key and log (the hall screen).
 */
export function checkReceipt(
  receipt: Receipt,
  sealed: Pick<SealedBallot, 'voteId' | 'tracker'>,
  verifierKey: string,
): ReceiptVerdict {
  if (receipt.tracker !== sealed.tracker) return fail('other_ballot');
  const { position, entry, proof, checkpoint } = receipt;
  if (receipt.state !== 'boxed' || position === null || entry === null || proof === null || checkpoint === null) {
    return fail('incomplete');
  }
  if (!isEntryOf(entry, position, sealed)) return fail('entry_differs');
  const key = parseNoteKey(verifierKey);
  const note = key && openNote(checkpoint, [key]);
  const head = note?.ok === true ? parseCheckpoint(note.text) : undefined;
  if (head === undefined || head.origin !== key?.name) return fail('checkpoint_unsigned');
  const hashes = proof.map(bytesOfHex);
  if (!hashes.every((hash) => hash !== undefined)) return fail('proof_fails');
  const claim = { leaf: leafHash(encodeUtf8(entry)), index: position, size: head.size, proof: hashes, root: head.root };
  return verifyInclusion(claim) ? { ok: true, position, logSize: head.size } : fail('proof_fails');
}

function isEntryOf(entry: string, position: number, sealed: Pick<SealedBallot, 'voteId' | 'tracker'>): boolean {
  let read: { seq?: unknown; type?: unknown; data?: { vote?: unknown; ballot?: unknown } } | null;
  try {
    read = JSON.parse(entry) as typeof read;
  } catch {
    return false;
  }
  return (
    read?.seq === position &&
    read.type === 'ballot_cast' &&
    read.data?.vote === sealed.voteId &&
    read.data.ballot === hashOfTracker(sealed.tracker)
  );
}

/** A tracking code is the ballot's SHA-256 in unpadded base64; the log names it in hex. */
export function hashOfTracker(tracker: string): string {
  const bytes = Uint8Array.from(atob(`${tracker}=`), (c) => c.charCodeAt(0));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function bytesOfHex(hex: string): Uint8Array | undefined {
  if (!/^([0-9a-f]{2})*$/.test(hex)) return undefined;
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}
