import {
  encodeBase64,
  encodeNoteKey,
  formatCheckpoint,
  formatNote,
  leafHash,
  makeEntry,
  MerkleTree,
  noteKeyOf,
  signNote,
} from '@piaojue/record';
import type { Receipt } from '@piaojue/contract';
import { describe, expect, test } from 'vitest';
import { checkHead, checkReceipt, readKept, trackerTyped, type Kept } from './log-check.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const seed = new Uint8Array(32).fill(7);
const verifierKey = encodeNoteKey(noteKeyOf('test-log', 'ed25519', seed));
const ballot = new Uint8Array(32).fill(9);
const tracker = encodeBase64(ballot).replace(/=+$/, '');

const entryAt = (seq: number): Uint8Array =>
  seq === 3
    ? makeEntry({ seq, type: 'ballot_cast', data: { vote: 'v', ballot: hex(ballot) } })
    : makeEntry({ seq, type: 'vote_opened', at: '2024-12-27T00:00:00.000Z', data: { n: seq } });

function logOf(size: number) {
  const tree = new MerkleTree();
  for (let seq = 0; seq < size; seq += 1) tree.append(leafHash(entryAt(seq)));
  return tree;
}
function headOf(size: number, key = seed): string {
  const text = formatCheckpoint({ origin: 'test-log', size, root: logOf(size).root(size) });
  return formatNote(text, [signNote(text, { name: 'test-log', seed: key })]);
}
const receiptIn = (size: number, change: Partial<Receipt> = {}): Receipt => ({
  tracker,
  state: 'boxed',
  reason: null,
  position: 3,
  entry: new TextDecoder().decode(entryAt(3)),
  proof: logOf(size).inclusionProof(3, size).map(hex),
  checkpoint: headOf(size),
  ...change,
});

describe('a receipt is checked in the browser', () => {
  test('a ballot that is in the log is found there', async () => {
    expect(await checkReceipt(receiptIn(6), tracker, verifierKey)).toEqual({ kind: 'included', position: 3, size: 6 });
  });
  test('another ballot, place, proof or signature is named', async () => {
    const other = new TextDecoder().decode(entryAt(2));
    expect(await checkReceipt(receiptIn(6, { entry: other }), tracker, verifierKey)).toEqual({ kind: 'other_ballot' });
    expect(await checkReceipt(receiptIn(6, { position: 2 }), tracker, verifierKey)).toEqual({ kind: 'other_ballot' });
    expect(await checkReceipt(receiptIn(6), 'B'.repeat(42) + 'A', verifierKey)).toEqual({ kind: 'other_ballot' });
    const proof = receiptIn(6).proof?.map((hash, i) => (i === 0 ? '00'.repeat(32) : hash)) ?? null;
    expect(await checkReceipt(receiptIn(6, { proof }), tracker, verifierKey)).toEqual({ kind: 'not_included' });
    expect(
      await checkReceipt(receiptIn(6, { checkpoint: headOf(6, new Uint8Array(32).fill(8)) }), tracker, verifierKey),
    ).toEqual({ kind: 'signature_invalid' });
    expect(await checkReceipt(receiptIn(6, { proof: null }), tracker, verifierKey)).toEqual({ kind: 'incomplete' });
  });
  test('a ballot that waits or was rejected is not claimed to be in the box', async () => {
    expect(await checkReceipt(receiptIn(6, { state: 'received' }), tracker, verifierKey)).toEqual({ kind: 'waiting' });
    expect(await checkReceipt(receiptIn(6, { state: 'rejected', reason: 'x' }), tracker, verifierKey)).toEqual({
      kind: 'rejected',
      reason: 'x',
    });
  });
});

describe('自上次以来只增未改', () => {
  const kept = (size: number): Kept => ({ verifierKey, checkpoint: headOf(size), at: '' });
  const ask = async (from: number, to: number) => logOf(to).consistencyProof(from, to).map(hex);

  test('the first visit pins the key, later ones check that the log only grew', async () => {
    expect(await checkHead({ verifierKey, checkpoint: headOf(4) }, null, ask)).toEqual({ kind: 'first', size: 4 });
    expect(await checkHead({ verifierKey, checkpoint: headOf(7) }, kept(4), ask)).toMatchObject({
      kind: 'extends',
      from: 4,
      size: 7,
    });
    expect(await checkHead({ verifierKey, checkpoint: headOf(4) }, kept(4), ask)).toMatchObject({ kind: 'extends' });
  });
  test('a shorter log, another key and a false proof are told', async () => {
    expect(await checkHead({ verifierKey, checkpoint: headOf(4) }, kept(7), ask)).toEqual({ kind: 'shrunk' });
    const otherKey = encodeNoteKey(noteKeyOf('test-log', 'ed25519', new Uint8Array(32).fill(8)));
    expect(await checkHead({ verifierKey: otherKey, checkpoint: headOf(7) }, kept(4), ask)).toEqual({
      kind: 'key_changed',
    });
    expect(await checkHead({ verifierKey, checkpoint: headOf(7) }, kept(4), async () => ['00'.repeat(32)])).toEqual({
      kind: 'not_consistent',
    });
    expect(await checkHead({ verifierKey, checkpoint: headOf(7) }, kept(4), async () => undefined)).toEqual({
      kind: 'unreachable',
    });
    expect(await checkHead({ verifierKey, checkpoint: headOf(7, new Uint8Array(32).fill(8)) }, kept(4), ask)).toEqual({
      kind: 'signature_invalid',
    });
  });
});

test('what storage holds is believed only when it has the right shape', () => {
  expect(readKept({ getItem: () => 'nonsense' })).toBeNull();
  expect(readKept({ getItem: () => '{"verifierKey":1}' })).toBeNull();
  expect(readKept({ getItem: () => null })).toBeNull();
});

test('a tracking code may be typed with spaces, and nothing else is taken for one', () => {
  expect(trackerTyped(` ${tracker.slice(0, 10)} ${tracker.slice(10)}\n`)).toBe(tracker);
  expect(trackerTyped(tracker.slice(1))).toBeUndefined();
  expect(trackerTyped('票'.repeat(43))).toBeUndefined();
});
