import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js';
import { canonicalJson, type JsonValue } from './canonical-json.js';

/** 128 bits and more: a name could otherwise be found by trying them all. */
const shortestSalt = 16;

/**
 * A salted commitment to personal data: SHA-256(salt || canonical(value)), lowercase hex. Salt and value stand in a
 * side table that can be erased; the tree keeps only this.
 * @param salt  16 bytes or more from a random source, a new one for every commitment and always of one length.
 */
export function commitTo(salt: Uint8Array, value: JsonValue): string {
  if (salt.length < shortestSalt) throw new RangeError(`salt of ${salt.length} bytes`);
  return bytesToHex(sha256(concatBytes(salt, canonicalJson(value))));
}

/** Whether a commitment was made to this value with this salt. */
export const verifyCommitment = (commitment: string, salt: Uint8Array, value: JsonValue): boolean =>
  commitTo(salt, value) === commitment;
