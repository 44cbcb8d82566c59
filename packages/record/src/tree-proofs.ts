import { sameBytes } from './same-bytes.js';
import { emptyRoot, nodeHash } from './tree-hash.js';

export interface InclusionClaim {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

export interface ConsistencyClaim {
  readonly from: number;
  readonly to: number;
  readonly oldRoot: Uint8Array;
  readonly newRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

const isCount = (number: number): boolean => Number.isSafeInteger(number) && number >= 0;
const half = (number: number): number => Math.floor(number / 2);
const are32 = (hashes: readonly Uint8Array[]): boolean => hashes.every((hash) => hash.length === 32);

/**
 * Whether the leaf hash stands at `index` in the tree of `size` leaves with this root (RFC 9162, 2.1.3.2).
 * Division instead of shifts: a shift would lose sizes over 2^32.
 */
export function verifyInclusion({ leaf, index, size, proof, root }: InclusionClaim): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || !are32([leaf, root, ...proof])) return false;
  let [node, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false; // longer than the path
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && sameBytes(hash, root);
}

/** Whether the tree of `to` leaves only adds leaves to the tree of `from` (RFC 9162, 2.1.4.2; size 0 extends to anything). */
export function verifyConsistency({ from, to, oldRoot, newRoot, proof }: ConsistencyClaim): boolean {
  if (!isCount(from) || !isCount(to) || from > to || !are32([oldRoot, newRoot, ...proof])) return false;
  if (from === to) return proof.length === 0 && sameBytes(oldRoot, newRoot);
  if (from === 0) return proof.length === 0 && sameBytes(oldRoot, emptyRoot());
  let [node, last] = [from - 1, to - 1];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  // a complete old tree is a node of the new one, and its root is not repeated in the proof
  const path = node === 0 ? [oldRoot, ...proof] : proof;
  const [first, ...rest] = path;
  if (first === undefined) return false;
  let [oldHash, newHash] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      [oldHash, newHash] = [nodeHash(sibling, oldHash), nodeHash(sibling, newHash)];
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      newHash = nodeHash(newHash, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && sameBytes(oldHash, oldRoot) && sameBytes(newHash, newRoot);
}
