import { decodeBase64, encodeBase64 } from './base64.js';
import { parseCheckpoint, type Checkpoint } from './checkpoint.js';
import { openNote, type NoteRefusal, type NoteSignature } from './note.js';
import type { NoteKey } from './note-key.js';
import { verifyInclusion } from './tree-proofs.js';

/** A receipt: where an entry stands in a signed tree (c2sp.org/tlog-proof@v1). `extra` is not authenticated. */
export interface TlogProof {
  readonly index: number;
  readonly proof: readonly Uint8Array[];
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string;
  readonly extra?: Uint8Array;
}

export type ReceiptRefusal = NoteRefusal | 'not_signed_by_log' | 'not_a_checkpoint' | 'not_included';
export type ReceiptVerdict =
  | {
      readonly ok: true;
      readonly index: number;
      readonly checkpoint: Checkpoint;
      readonly cosignatures: readonly NoteSignature[];
    }
  | { readonly ok: false; readonly refusal: ReceiptRefusal };

const firstLine = 'c2sp.org/tlog-proof@v1';
/** A path in a tree of 2^53 leaves. */
const longestPath = 53;

export function formatTlogProof({ index, proof, checkpoint, extra }: TlogProof): string {
  const lines = [firstLine, ...(extra ? [`extra ${encodeBase64(extra)}`] : []), `index ${index}`];
  return [...lines, ...proof.map(encodeBase64), '', checkpoint].join('\n');
}

/** Strict; undefined where the text is not exactly what `formatTlogProof` writes. The checkpoint is not checked here. */
export function parseTlogProof(text: string): TlogProof | undefined {
  const gap = text.indexOf('\n\n');
  if (gap < 0) return undefined;
  const [first, ...lines] = text.slice(0, gap).split('\n');
  if (first !== firstLine) return undefined;
  const extra = lines[0]?.startsWith('extra ') ? decodeBase64(lines.shift()?.slice(6) ?? '') : undefined;
  const digits = /^index (0|[1-9]\d*)$/.exec(lines.shift() ?? '')?.[1];
  if (digits === undefined || lines.length > longestPath) return undefined;
  const proof = lines.map(decodeBase64).filter((hash) => hash?.length === 32) as Uint8Array[];
  const parsed = { index: Number(digits), proof, checkpoint: text.slice(gap + 2), ...(extra && { extra }) };
  return Number.isSafeInteger(parsed.index) && formatTlogProof(parsed) === text ? parsed : undefined;
}

/**
 * Whether a receipt shows that the leaf is in the log of `log`.
 * @param witnesses  keys whose cosignatures the caller counts; how many are enough is the caller's policy.
 */
export function checkTlogProof(
  text: string,
  leaf: Uint8Array,
  log: NoteKey,
  witnesses: readonly NoteKey[],
): ReceiptVerdict {
  const receipt = parseTlogProof(text);
  if (receipt === undefined) return { ok: false, refusal: 'malformed' };
  const note = openNote(receipt.checkpoint, [log, ...witnesses]);
  if (!note.ok) return note;
  if (!note.signatures.some(({ key }) => key === log)) return { ok: false, refusal: 'not_signed_by_log' };
  const checkpoint = parseCheckpoint(note.text);
  if (checkpoint === undefined) return { ok: false, refusal: 'not_a_checkpoint' };
  const { index, proof } = receipt;
  const claim = { leaf, index, proof, size: checkpoint.size, root: checkpoint.root };
  if (!verifyInclusion(claim)) return { ok: false, refusal: 'not_included' };
  return { ok: true, index, checkpoint, cosignatures: note.signatures.filter(({ key }) => key !== log) };
}
