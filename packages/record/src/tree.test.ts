import { bytesToHex } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MerkleTree } from './merkle-tree.js';
import { emptyRoot, leafHash, rootOf } from './tree-hash.js';
import { verifyConsistency, verifyInclusion } from './tree-proofs.js';
import { entriesOf, flipped, leavesOf, logOf, referenceEntries } from './testing/logs.js';

const size = 300;
const leaves = leavesOf(size);
const tree = MerkleTree.of(leaves);
const roots = Array.from({ length: size + 1 }, (_, n) => tree.root(n));
const rootAt = (n: number) => roots[n] ?? emptyRoot();
const leafAt = (i: number) => leaves[i] ?? emptyRoot();

test('R-65: the reference roots of sizes 0 to 8 come out', () => {
  const reference = MerkleTree.of(referenceEntries.map(leafHash));
  expect(Array.from({ length: 9 }, (_, n) => bytesToHex(reference.root(n)))).toEqual([
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ]);
});

test('R-65: the root at every size up to 300 is the one of the plain recursion', () => {
  for (let n = 0; n <= size; n += 1) expect(rootAt(n)).toEqual(rootOf(leaves.slice(0, n)));
});

test('R-65: every leaf of every tree up to 300 is proved, and stands in no neighbouring place', () => {
  for (let n = 1; n <= size; n += 1) {
    for (let index = 0; index < n; index += 1) {
      const proof = tree.inclusionProof(index, n);
      const claim = { leaf: leafAt(index), index, size: n, proof, root: rootAt(n) };
      if (!verifyInclusion(claim)) throw new Error(`leaf ${index} of ${n}`);
      if (index + 1 < n && verifyInclusion({ ...claim, index: index + 1 }))
        throw new Error(`${index} as ${index + 1} of ${n}`);
    }
  }
});

test('R-65: every pair of sizes up to 300 is proved consistent, and no wrong pair of roots is', () => {
  for (let to = 0; to <= size; to += 1) {
    for (let from = 0; from <= to; from += 1) {
      const claim = { from, to, oldRoot: rootAt(from), newRoot: rootAt(to), proof: tree.consistencyProof(from, to) };
      if (!verifyConsistency(claim)) throw new Error(`${from} to ${to}`);
      const other = rootAt(from === 0 ? 1 : from - 1);
      if (verifyConsistency({ ...claim, oldRoot: other })) throw new Error(`${from} to ${to} from another root`);
    }
  }
});

const arbInclusion = fc
  .integer({ min: 1, max: size })
  .chain((n) => fc.tuple(fc.nat(n - 1), fc.constant(n)))
  .map(([index, n]) => ({
    leaf: leafAt(index),
    index,
    size: n,
    proof: tree.inclusionProof(index, n),
    root: rootAt(n),
  }));

const arbConsistency = fc
  .integer({ min: 2, max: size })
  .chain((to) => fc.tuple(fc.integer({ min: 1, max: to - 1 }), fc.constant(to)))
  .map(([from, to]) => ({
    from,
    to,
    oldRoot: rootAt(from),
    newRoot: rootAt(to),
    proof: tree.consistencyProof(from, to),
  }));

test('R-65: an inclusion proof that is spoilt anywhere fails', () =>
  fc.assert(
    fc.property(arbInclusion, fc.nat(31), fc.nat(7), (claim, at, bit) => {
      const spoilt = (hash: Uint8Array) => flipped(hash, at, bit);
      for (const step of claim.proof.keys()) {
        expect(
          verifyInclusion({ ...claim, proof: claim.proof.with(step, spoilt(claim.proof[step] ?? emptyRoot())) }),
        ).toBe(false);
      }
      expect(verifyInclusion({ ...claim, leaf: spoilt(claim.leaf) })).toBe(false);
      expect(verifyInclusion({ ...claim, root: spoilt(claim.root) })).toBe(false);
      expect(verifyInclusion({ ...claim, proof: [...claim.proof, claim.root] })).toBe(false);
      expect(verifyInclusion({ ...claim, proof: [claim.leaf, ...claim.proof] })).toBe(false);
      if (claim.proof.length > 0) expect(verifyInclusion({ ...claim, proof: claim.proof.slice(1) })).toBe(false);
      if (claim.proof.length > 0) expect(verifyInclusion({ ...claim, proof: claim.proof.slice(0, -1) })).toBe(false);
      expect(verifyInclusion({ ...claim, size: claim.size * 2 })).toBe(false); // the path would be one step short
      for (const index of [-1, 0.5, claim.size, NaN]) expect(verifyInclusion({ ...claim, index })).toBe(false);
    }),
  ));

test('R-65: a consistency proof that is spoilt anywhere fails', () =>
  fc.assert(
    fc.property(arbConsistency, fc.nat(31), fc.nat(7), (claim, at, bit) => {
      const spoilt = (hash: Uint8Array) => flipped(hash, at, bit);
      for (const step of claim.proof.keys()) {
        expect(
          verifyConsistency({ ...claim, proof: claim.proof.with(step, spoilt(claim.proof[step] ?? emptyRoot())) }),
        ).toBe(false);
      }
      expect(verifyConsistency({ ...claim, oldRoot: spoilt(claim.oldRoot) })).toBe(false);
      expect(verifyConsistency({ ...claim, newRoot: spoilt(claim.newRoot) })).toBe(false);
      expect(verifyConsistency({ ...claim, proof: [...claim.proof, claim.newRoot] })).toBe(false);
      expect(verifyConsistency({ ...claim, proof: claim.proof.slice(0, -1) })).toBe(false);
      expect(verifyConsistency({ ...claim, proof: claim.proof.slice(1) })).toBe(false);
      expect(verifyConsistency({ ...claim, to: claim.to * 2 })).toBe(false); // the path would be one step short
      expect(verifyConsistency({ ...claim, from: claim.to, to: claim.from })).toBe(false);
    }),
  ));

test('R-64: turning over any bit of any byte of an entry changes the root', () => {
  const entries = entriesOf(40);
  const honest = bytesToHex(MerkleTree.of(entries.map(leafHash)).root());
  for (const [index, entry] of entries.entries()) {
    for (const at of entry.keys()) {
      const edited = entries.with(index, flipped(entry, at, (index + at) % 8));
      expect(bytesToHex(MerkleTree.of(edited.map(leafHash)).root())).not.toBe(honest);
    }
  }
});

test('R-64: deleting, inserting or swapping entries changes the root', () =>
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 60 }), fc.nat(), fc.nat(), (count, a, b) => {
      const some = leaves.slice(0, count);
      const [i, j] = [a % count, b % count];
      const swapped = some.with(i, leafAt(j)).with(j, leafAt(i));
      const others = [
        some.toSpliced(i, 1),
        some.toSpliced(i, 0, leafAt(j)),
        some.slice(0, -1),
        ...(i === j ? [] : [swapped]),
      ];
      for (const other of others) expect(MerkleTree.of(other).root()).not.toEqual(rootAt(count));
    }),
  ));

test('a root of the past stays what it was, and a caller cannot reach into the tree', () => {
  const growing = logOf(7);
  const then = growing.root();
  growing.inclusionProof(0)[0]?.fill(0);
  for (const leaf of leavesOf(50)) growing.append(leaf);
  expect(growing.root(7)).toEqual(then);
  for (const bad of [-1, 58, 1.5]) expect(() => growing.root(bad)).toThrow(RangeError);
  expect(() => growing.inclusionProof(7, 7)).toThrow(RangeError);
  expect(() => growing.consistencyProof(8, 7)).toThrow(RangeError);
  expect(() => growing.append(new Uint8Array(31))).toThrow(RangeError);
});

test('a log of 20,000 leaves proves its first, middle and last leaf', () => {
  const big = MerkleTree.of(Array.from({ length: 20_000 }, (_, i) => leafAt(i % size)));
  const root = big.root();
  for (const index of [0, 9_999, 16_383, 16_384, 19_999]) {
    const proof = big.inclusionProof(index);
    expect(proof.length).toBeLessThanOrEqual(15);
    expect(verifyInclusion({ leaf: leafAt(index % size), index, size: 20_000, proof, root })).toBe(true);
  }
});
