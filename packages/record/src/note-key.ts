import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js';
import { decodeBase64, encodeBase64 } from './base64.js';
import { encodeUtf8 } from './utf8.js';

/** C2SP signed-note signature types: a log signs with 0x01, a witness cosigns with 0x04. */
export const noteTypes = { ed25519: 0x01, cosignature: 0x04 } as const;
export type NoteType = keyof typeof noteTypes;

/** A public key by which notes are checked. */
export interface NoteKey {
  readonly name: string;
  readonly type: NoteType;
  /** 32 bytes, RFC 8032. */
  readonly publicKey: Uint8Array;
}

/** Names hold no space, plus or control character (C2SP signed-note). */
export const isKeyName = (name: string): boolean => /^[^\s+\p{Cc}\p{Cs}]+$/u.test(name);

/** The public key of a 32-byte Ed25519 seed. @throws RangeError on a name that a note cannot carry. */
export function noteKeyOf(name: string, type: NoteType, seed: Uint8Array): NoteKey {
  if (!isKeyName(name)) throw new RangeError(`not a key name: ${JSON.stringify(name)}`);
  return { name, type, publicKey: ed25519.getPublicKey(seed) };
}

/** SHA-256(name || 0x0A || type || key), first 4 bytes. */
export function keyIdOf({ name, type, publicKey }: NoteKey): Uint8Array {
  const head = concatBytes(encodeUtf8(name), Uint8Array.of(0x0a, noteTypes[type]), publicKey);
  return sha256(head).slice(0, 4);
}

/** `name+keyid+base64(type || key)`, the form in which keys are printed and configured. */
export const encodeNoteKey = (key: NoteKey): string =>
  `${key.name}+${bytesToHex(keyIdOf(key))}+${encodeBase64(concatBytes(Uint8Array.of(noteTypes[key.type]), key.publicKey))}`;

/** The key of such a text, or undefined where it is malformed or its key id is not its own. */
export function parseNoteKey(text: string): NoteKey | undefined {
  const [name, id, ...rest] = text.split('+');
  const bytes = decodeBase64(rest.join('+')); // base64 may hold a plus itself
  if (name === undefined || id === undefined || bytes?.length !== 33 || !isKeyName(name)) return undefined;
  const type = (Object.keys(noteTypes) as NoteType[]).find((known) => noteTypes[known] === bytes[0]);
  if (type === undefined) return undefined;
  const key: NoteKey = { name, type, publicKey: bytes.slice(1) };
  return encodeNoteKey(key) === text ? key : undefined;
}
