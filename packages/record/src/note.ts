import { ed25519 } from '@noble/curves/ed25519.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { decodeBase64, encodeBase64 } from './base64.js';
import { parseCheckpoint } from './checkpoint.js';
import { isKeyName, keyIdOf, noteKeyOf, type NoteKey } from './note-key.js';
import { sameBytes } from './same-bytes.js';
import { encodeUtf8 } from './utf8.js';

export interface NoteSigner {
  readonly name: string;
  /** 32-byte Ed25519 seed. */
  readonly seed: Uint8Array;
}

export interface NoteSignature {
  readonly key: NoteKey;
  /** Seconds since 1970, cosignatures only. */
  readonly time?: number;
}

export type NoteRefusal = 'malformed' | 'bad_signature' | 'no_known_signature';
export type OpenedNote =
  | { readonly ok: true; readonly text: string; readonly signatures: readonly NoteSignature[] }
  | { readonly ok: false; readonly refusal: NoteRefusal };

/** More than any assembly has scrutineers; C2SP asks for a bound of at least 16. */
const mostSignatures = 64;

/** The signature line (with its newline) of an Ed25519 key over a text that ends in a newline. */
export function signNote(text: string, { name, seed }: NoteSigner): string {
  if (!isNoteText(text)) throw new RangeError('not the text of a note');
  return lineOf(noteKeyOf(name, 'ed25519', seed), ed25519.sign(encodeUtf8(text), seed));
}

/**
 * The signature line of a witness over a checkpoint body (cosignature/v1).
 * @param time  seconds since 1970, a whole number.
 * @throws RangeError where the text is no checkpoint. Not checked: that the checkpoint extends the last one.
 */
export function cosignCheckpoint(text: string, { name, seed }: NoteSigner, time: number): string {
  if (parseCheckpoint(text) === undefined) throw new RangeError('not a checkpoint');
  if (!Number.isSafeInteger(time) || time < 0) throw new RangeError(`time ${time}`);
  const signature = ed25519.sign(cosigned(text, time), seed);
  return lineOf(noteKeyOf(name, 'cosignature', seed), concatBytes(bytesOfTime(time), signature));
}

/** A note: the text, an empty line, the signature lines. */
export const formatNote = (text: string, lines: readonly string[]): string => `${text}\n${lines.join('')}`;

/**
 * Opens a note with the keys one trusts. Signatures of unknown keys are ignored; a bad one of a known key refuses the
 * whole note. Each known key is listed once, however often it signed.
 */
export function openNote(note: string, known: readonly NoteKey[]): OpenedNote {
  const split = note.lastIndexOf('\n\n');
  const text = note.slice(0, split + 1);
  const tail = note.slice(split + 2);
  const lines = tail.split('\n').slice(0, -1);
  const wellFormed = split > 0 && tail.endsWith('\n') && lines.length <= mostSignatures && isNoteText(text);
  if (!wellFormed) return { ok: false, refusal: 'malformed' };
  const signatures = new Map<NoteKey, NoteSignature>();
  for (const line of lines) {
    const parsed = parseLine(line);
    if (parsed === undefined) return { ok: false, refusal: 'malformed' };
    const key = known.find((one) => one.name === parsed.name && sameBytes(keyIdOf(one), parsed.keyId));
    if (key === undefined) continue;
    const signature = checkSignature(text, key, parsed.signature);
    if (signature === undefined) return { ok: false, refusal: 'bad_signature' };
    if (!signatures.has(key)) signatures.set(key, signature);
  }
  if (signatures.size === 0) return { ok: false, refusal: 'no_known_signature' };
  return { ok: true, text, signatures: [...signatures.values()] };
}

function checkSignature(text: string, key: NoteKey, bytes: Uint8Array): NoteSignature | undefined {
  if (key.type === 'ed25519') return verifies(bytes, encodeUtf8(text), key) ? { key } : undefined;
  if (bytes.length !== 72 || parseCheckpoint(text) === undefined) return undefined;
  const time = bytes.slice(0, 8).reduce((sum, byte) => sum * 256 + byte, 0);
  if (!Number.isSafeInteger(time)) return undefined;
  return verifies(bytes.slice(8), cosigned(text, time), key) ? { key, time } : undefined;
}

const verifies = (signature: Uint8Array, message: Uint8Array, { publicKey }: NoteKey): boolean =>
  signature.length === 64 && ed25519.verify(signature, message, publicKey, { zip215: false });

const cosigned = (text: string, time: number): Uint8Array => encodeUtf8(`cosignature/v1\ntime ${time}\n${text}`);

const bytesOfTime = (time: number): Uint8Array =>
  Uint8Array.from({ length: 8 }, (_, i) => Math.floor(time / 256 ** (7 - i)) % 256);

const lineOf = (key: NoteKey, signature: Uint8Array): string =>
  `— ${key.name} ${encodeBase64(concatBytes(keyIdOf(key), signature))}\n`;

function parseLine(line: string): { name: string; keyId: Uint8Array; signature: Uint8Array } | undefined {
  const [dash, name, code, more] = line.split(' ');
  const bytes = decodeBase64(code ?? '');
  if (dash !== '—' || name === undefined || more !== undefined || !isKeyName(name)) return undefined;
  if (bytes === undefined || bytes.length < 5) return undefined;
  return { name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) };
}

/** Ends in a newline and holds no control character but newlines (C2SP signed-note). */
const isNoteText = (text: string): boolean =>
  text.length > 1 && text.endsWith('\n') && !/[^\P{Cc}\n]|\p{Cs}/u.test(text);
