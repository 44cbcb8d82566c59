import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';

/** q = 2^252 + 27742317777372353535851937790883648493 */
export const edwardsOrder = (1n << 252n) + 27742317777372353535851937790883648493n;

/** Belenios writes the 32 bytes of RFC 8032 in reverse, in lower-case hex (belenios.md 3.1). */
export const textOfPoint = (bytes: Uint8Array): string => bytesToHex(bytes.slice().reverse());

export function bytesOfText(text: string): Uint8Array | undefined {
  return /^[0-9a-f]{64}$/.test(text) ? hexToBytes(text).reverse() : undefined;
}

/** 32 bytes, little end first. */
export const scalarBytes = (x: bigint): Uint8Array => hexToBytes(x.toString(16).padStart(64, '0')).reverse();

export function edwardsExponent(x: bigint): bigint {
  if (x < 0n || x >= edwardsOrder) throw new RangeError('exponent outside 0..q-1');
  return x;
}
