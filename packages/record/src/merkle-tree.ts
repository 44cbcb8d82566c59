import { emptyRoot, nodeHash, splitOf } from './tree-hash.js';

/** Which level holds the subtrees of `width` leaves, a power of two. */
function levelOf(width: number): number {
  let level = 0;
  for (let leaves = 1; leaves < width; leaves *= 2) level += 1;
  return level;
}

/**
 * An append-only RFC 6962 tree. It keeps the hash of every complete subtree, so that an append costs one hash on
 * average, and a root or proof at any size, past or present, O(log n).
 */
export class MerkleTree {
  /** levels[k][i]: hash over the leaves i·2^k … (i+1)·2^k − 1. */
  readonly #levels: Uint8Array[][] = [[]];

  static of(leaves: Iterable<Uint8Array>): MerkleTree {
    const tree = new MerkleTree();
    for (const leaf of leaves) tree.append(leaf);
    return tree;
  }

  get size(): number {
    return this.#level(0).length;
  }

  /** Adds a leaf hash (`leafHash(entry)`, 32 bytes) and returns its index. The bytes are copied. */
  append(leaf: Uint8Array): number {
    if (leaf.length !== 32) throw new RangeError(`leaf hash of ${leaf.length} bytes`);
    const index = this.size;
    let hash = Uint8Array.from(leaf);
    for (let k = 0; ; k += 1) {
      const level = (this.#levels[k] ??= []);
      level.push(hash);
      const left = level.at(-2);
      if (level.length % 2 === 1 || left === undefined) return index;
      hash = Uint8Array.from(nodeHash(left, hash));
    }
  }

  /** The root over the first `size` leaves. @throws RangeError outside 0..size. */
  root(size = this.size): Uint8Array {
    this.#mustHold(size);
    return size === 0 ? emptyRoot() : this.#hash(0, size);
  }

  /** The audit path of leaf `index` in the tree of `size` leaves, from the leaf's sibling up. */
  inclusionProof(index: number, size = this.size): Uint8Array[] {
    this.#mustHold(size);
    if (!Number.isSafeInteger(index) || index < 0 || index >= size) throw new RangeError(`leaf ${index} of ${size}`);
    const path: Uint8Array[] = [];
    let [start, end] = [0, size];
    while (end - start > 1) {
      const middle = start + splitOf(end - start);
      path.push(index < middle ? this.#hash(middle, end) : this.#hash(start, middle));
      if (index < middle) end = middle;
      else start = middle;
    }
    return path.toReversed();
  }

  /** Shows that the first `from` leaves of the tree of `to` leaves are the tree of `from`. Empty for 0 and for equal sizes. */
  consistencyProof(from: number, to = this.size): Uint8Array[] {
    this.#mustHold(to);
    if (!Number.isSafeInteger(from) || from < 0 || from > to) throw new RangeError(`from ${from} to ${to}`);
    if (from === 0 || from === to) return [];
    const path: Uint8Array[] = [];
    let [start, end] = [0, to];
    while (end !== from) {
      const middle = start + splitOf(end - start);
      path.push(from <= middle ? this.#hash(middle, end) : this.#hash(start, middle));
      if (from <= middle) end = middle;
      else start = middle;
    }
    // RFC 6962, 2.1.2: the verifier knows the old root, so its own subtree is left out when it is the whole old tree
    if (start > 0) path.push(this.#hash(start, end));
    return path.toReversed();
  }

  /** Hash over the leaves start … end − 1 of one subtree: stored where it is complete, else joined along the right edge. */
  #hash(start: number, end: number): Uint8Array {
    const width = end - start;
    const split = splitOf(width);
    if (width === 1 || split * 2 === width) return this.#stored(levelOf(width), start / width);
    return nodeHash(this.#hash(start, start + split), this.#hash(start + split, end));
  }

  #stored(k: number, i: number): Uint8Array {
    const hash = this.#level(k)[i];
    if (hash === undefined) throw new RangeError(`no subtree ${i} on level ${k}`);
    return Uint8Array.from(hash);
  }

  #level(k: number): readonly Uint8Array[] {
    return this.#levels[k] ?? [];
  }

  #mustHold(size: number): void {
    if (!Number.isSafeInteger(size) || size < 0 || size > this.size)
      throw new RangeError(`size ${size} of ${this.size}`);
  }
}
