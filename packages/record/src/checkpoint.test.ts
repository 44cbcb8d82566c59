import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkExtends } from './checkpoint.js';
import { MerkleTree } from './merkle-tree.js';
import { leavesOf, logOf } from './testing/logs.js';

const origin = 'piaojue.example/yanshi';
const log = logOf(60);
const at = (size: number, tree: MerkleTree = log) => ({ origin, size, root: tree.root(size) });
const fork = MerkleTree.of(leavesOf(60).with(3, leavesOf(61)[60] ?? new Uint8Array(32)));

test('R-66: for every two sizes, the later checkpoint of an honest log extends the earlier', () => {
  for (let to = 0; to <= 60; to += 1) {
    for (let from = 0; from <= to; from += 1) {
      expect(checkExtends(at(from), at(to), log.consistencyProof(from, to))).toEqual({ ok: true });
    }
  }
});

test('R-66: a log that shrank, forked, was rewritten or is another one is refused by name', () => {
  expect(checkExtends(at(20), at(19), [])).toEqual({ ok: false, refusal: 'shrunk' });
  expect(checkExtends(at(20), at(20, fork), [])).toEqual({ ok: false, refusal: 'forked' });
  expect(checkExtends(at(20), at(30, fork), fork.consistencyProof(20, 30))).toEqual({
    ok: false,
    refusal: 'proof_invalid',
  });
  expect(checkExtends(at(20), { ...at(30), origin: 'else' }, [])).toEqual({ ok: false, refusal: 'other_origin' });
  expect(checkExtends(at(20), at(30), [])).toEqual({ ok: false, refusal: 'proof_invalid' });
});

test('R-66: for every rewritten leaf below the kept size, no proof of the new log satisfies the old checkpoint', () =>
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 59 }), fc.nat(), (kept, which) => {
      const rewritten = MerkleTree.of(leavesOf(60).with(which % kept, new Uint8Array(32).fill(7)));
      expect(checkExtends(at(kept), at(60, rewritten), rewritten.consistencyProof(kept)).ok).toBe(false);
      expect(checkExtends(at(kept), at(60, rewritten), log.consistencyProof(kept)).ok).toBe(false);
    }),
    { numRuns: 60 },
  ));
