import { hexToBytes } from '@noble/hashes/utils.js';
import { leafHash } from '../tree-hash.js';
import { MerkleTree } from '../merkle-tree.js';
import { encodeUtf8 } from '../utf8.js';

/** Leaf inputs of the Certificate Transparency reference tests. */
export const referenceEntries = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => hexToBytes(hex));

export const entriesOf = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => encodeUtf8(`entry ${i}`));
export const leavesOf = (count: number): Uint8Array[] => entriesOf(count).map(leafHash);
export const logOf = (count: number): MerkleTree => MerkleTree.of(leavesOf(count));

/** The same bytes with one bit turned over. */
export const flipped = (bytes: Uint8Array, at: number, bit = 0): Uint8Array => {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ (1 << bit);
  return copy;
};

export const seedOf = (number: number): Uint8Array => new Uint8Array(32).fill(number);
