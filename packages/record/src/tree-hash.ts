import { sha256 } from '@noble/hashes/sha2.js';

/** RFC 6962, section 2.1: SHA-256(0x00 || entry). */
export const leafHash = (entry: Uint8Array): Uint8Array =>
  sha256.create().update(Uint8Array.of(0)).update(entry).digest();

/** RFC 6962, section 2.1: SHA-256(0x01 || left || right). */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  sha256.create().update(Uint8Array.of(1)).update(left).update(right).digest();

/** The root of a tree without leaves: SHA-256 of nothing. */
export const emptyRoot = (): Uint8Array => sha256(new Uint8Array());

/** The largest power of two smaller than `size` (size ≥ 2): where RFC 6962 splits a tree. */
export function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/**
 * The root over leaf hashes by the recursion of RFC 6962, word for word. Slow (it hashes everything); it is the
 * second opinion for `MerkleTree` and for a verifier that holds all leaves.
 */
export function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return emptyRoot();
  if (leaves.length === 1) return only;
  const split = splitOf(leaves.length);
  return nodeHash(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}
