import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** SHA-256 of the UTF-8 bytes, 64 lower-case hex digits: how records are named inside an archive. */
export const hexDigest = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

/** b64(x) of belenios.md 3.1: SHA-256 of the UTF-8 bytes in base64 without padding, 43 characters. */
export function compactDigest(text: string): string {
  const bytes = sha256(utf8ToBytes(text));
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const triple = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let k = 0; k < 4; k++) out += alphabet[(triple >> (18 - 6 * k)) & 63];
  }
  return out.slice(0, 43);
}

/** H of belenios.md 3.1: SHA-256 as a big-endian integer, mod q, everywhere. */
export const hashToScalar = (text: string, order: bigint): bigint => BigInt(`0x${hexDigest(text)}`) % order;
