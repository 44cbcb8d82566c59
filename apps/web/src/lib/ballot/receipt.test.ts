import type { Receipt } from '@piaojue/contract';
import {
  encodeNoteKey,
  formatCheckpoint,
  formatNote,
  leafHash,
  makeEntry,
  MerkleTree,
  noteKeyOf,
  signNote,
} from '@piaojue/record';
import { expect, test } from 'vitest';
import { checkReceipt, hashOfTracker } from './receipt.js';

const signer = { name: 'piaojue.test', seed: new Uint8Array(32).fill(7) };
const verifierKey = encodeNoteKey(noteKeyOf(signer.name, 'ed25519', signer.seed));
const trackerNo = (n: number): string => btoa(String.fromCharCode(...new Uint8Array(32).fill(n))).replace(/=+$/, '');
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** A log of `size` ballots, and the receipt for number `at`. */
function receiptFromLog(
  size: number,
  at: number,
  by = signer,
): { receipt: Receipt; sealed: { voteId: string; tracker: string } } {
  const tree = new MerkleTree();
  const entries = Array.from({ length: size }, (_, seq) =>
    makeEntry({ seq, type: 'ballot_cast', data: { vote: 'vote12345', ballot: hashOfTracker(trackerNo(seq)) } }),
  );
  entries.forEach((entry) => tree.append(leafHash(entry)));
  const text = formatCheckpoint({ origin: by.name, size, root: tree.root() });
  const tracker = trackerNo(at);
  const receipt: Receipt = {
    tracker,
    state: 'boxed',
    reason: null,
    position: at,
    entry: Buffer.from(entries[at]!).toString('utf8'),
    proof: tree.inclusionProof(at, size).map(hex),
    checkpoint: formatNote(text, [signNote(text, by)]),
  };
  return { receipt, sealed: { voteId: 'vote12345', tracker } };
}

test('R-33: a receipt of this ballot, proven in the log, is accepted', () => {
  const { receipt, sealed } = receiptFromLog(9, 4);
  expect(checkReceipt(receipt, sealed, verifierKey)).toEqual({ ok: true, position: 4, logSize: 9 });
});

test("a receipt of somebody else's ballot raises the alarm", () => {
  const { receipt } = receiptFromLog(9, 4);
  const mine = { voteId: 'vote12345', tracker: trackerNo(5) };
  expect(checkReceipt(receipt, mine, verifierKey)).toEqual({ ok: false, problem: 'other_ballot' });
  // the code swapped, the proof still of the other
  expect(checkReceipt({ ...receipt, tracker: mine.tracker }, mine, verifierKey)).toEqual({
    ok: false,
    problem: 'entry_differs',
  });
  expect(checkReceipt(receipt, { ...mine, voteId: 'vote67890', tracker: receipt.tracker }, verifierKey)).toEqual({
    ok: false,
    problem: 'entry_differs',
  });
});

test('a receipt without its proof, or with a spoilt one, is refused', () => {
  const { receipt, sealed } = receiptFromLog(9, 4);
  expect(checkReceipt({ ...receipt, proof: null }, sealed, verifierKey)).toEqual({ ok: false, problem: 'incomplete' });
  expect(checkReceipt({ ...receipt, state: 'received' }, sealed, verifierKey)).toEqual({
    ok: false,
    problem: 'incomplete',
  });
  const [first = '', ...rest] = receipt.proof ?? [];
  const spoilt = [(first.startsWith('0') ? '1' : '0') + first.slice(1), ...rest];
  for (const proof of [spoilt, rest, ['zz', ...rest], []]) {
    expect(checkReceipt({ ...receipt, proof }, sealed, verifierKey)).toEqual({ ok: false, problem: 'proof_fails' });
  }
});

test('a head that the log did not sign is refused', () => {
  const { receipt, sealed } = receiptFromLog(9, 4, { ...signer, seed: new Uint8Array(32).fill(8) });
  expect(checkReceipt(receipt, sealed, verifierKey)).toEqual({ ok: false, problem: 'checkpoint_unsigned' });
  expect(checkReceipt(receipt, sealed, 'nonsense')).toEqual({ ok: false, problem: 'checkpoint_unsigned' });
});
