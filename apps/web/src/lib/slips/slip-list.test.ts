import { newCredential } from '@piaojue/ballot-crypto';
import { expect, test } from 'vitest';
import { webRandom } from '../ballot/seal-acts.js';
import { slipActs } from './slip-acts.js';
import { below, inRanges, listHashOf, readCodes, shuffled } from './slip-list.js';

test('only public halves are sent, one list for every election, in an order that says nothing', () => {
  const acts = slipActs(webRandom);
  const uuids = ['AAAAAAAAAAAAAA', 'BBBBBBBBBBBBBB', 'CCCCCCCCCCCCCC'];
  const made = acts.make({ group: 'Ed25519', uuids, count: 6 });
  expect(new Set(made.credentials).size).toBe(6);
  expect(made.lists.map(({ uuid }) => uuid)).toEqual(uuids);
  const sent = JSON.stringify(made.lists);
  for (const credential of made.credentials) {
    expect(sent).not.toContain(credential);
    expect(sent).not.toContain(credential.replaceAll('-', ''));
  }
  for (const { publicKeys } of made.lists) expect(publicKeys).toEqual([...publicKeys].sort());
  const rows = acts.derive({ group: 'Ed25519', uuids, credentials: made.credentials });
  made.lists.forEach(({ publicKeys }, k) => expect(rows.map((row) => row[k]!.publicKey).sort()).toEqual(publicKeys));
  expect(listHashOf([...made.lists].reverse())).toBe(made.listHash);
  expect(
    listHashOf([{ ...made.lists[0]!, publicKeys: made.lists[0]!.publicKeys.slice(1) }, ...made.lists.slice(1)]),
  ).not.toBe(made.listHash);
});

test('scanned slips are read as codes or as whole addresses; what cannot be read is named by its line', () => {
  const [a, b] = [newCredential(webRandom), newCredential(webRandom)];
  const read = readCodes(`${a}\nhttps://x.test/vote#${b}\r\n\n${a.replaceAll('-', '')}\nabc\n`);
  expect(read.codes).toEqual([a, b]);
  expect(read.lines).toEqual([1, 2]);
  expect(read.repeated).toEqual([4]);
  expect(read.problems.map(({ line }) => line)).toEqual([5]);
});

test('line numbers are named in ranges', () => {
  expect(inRanges([1, 2, 3, 7, 9, 10])).toBe('1–3、7、9–10');
  expect(inRanges([])).toBe('');
});

test('every order of a small pile comes out of the shuffle', () => {
  const seen = new Set(Array.from({ length: 300 }, () => shuffled([1, 2, 3], webRandom).join('')));
  expect(seen.size).toBe(6);
  expect(Math.max(...Array.from({ length: 200 }, () => below(3, webRandom)))).toBe(2);
});
