import { expect, test } from 'vitest';
import { formatCheckpoint } from './checkpoint.js';
import { noteKeyOf } from './note-key.js';
import { cosignCheckpoint, formatNote, signNote } from './note.js';
import { checkTlogProof, formatTlogProof, parseTlogProof } from './tlog-proof.js';
import { leavesOf, logOf, seedOf } from './testing/logs.js';
import { encodeUtf8 } from './utf8.js';

const log = { name: 'piaojue.example/yanshi', seed: seedOf(1) };
const witness = { name: 'jianpiao.example/1', seed: seedOf(2) };
const logKey = noteKeyOf(log.name, 'ed25519', log.seed);
const witnessKey = noteKeyOf(witness.name, 'cosignature', witness.seed);
const body = formatCheckpoint({ origin: log.name, size: 11, root: logOf(11).root() });
const checkpoint = formatNote(body, [signNote(body, log), cosignCheckpoint(body, witness, 5)]);
const leaf = (index: number) => leavesOf(11)[index] ?? new Uint8Array(32);
const receiptOf = (index: number) => formatTlogProof({ index, proof: logOf(11).inclusionProof(index), checkpoint });

test('for every leaf: the receipt holds for it and for no other', () => {
  for (let index = 0; index < 11; index += 1) {
    const verdict = checkTlogProof(receiptOf(index), leaf(index), logKey, [witnessKey]);
    expect(verdict).toMatchObject({ ok: true, index, checkpoint: { size: 11 }, cosignatures: [{ time: 5 }] });
    const other = checkTlogProof(receiptOf(index), leaf((index + 1) % 11), logKey, [witnessKey]);
    expect(other).toEqual({ ok: false, refusal: 'not_included' });
  }
});

test('the text is the one of c2sp.org/tlog-proof@v1 and is read back', () => {
  const proof = { index: 3, proof: logOf(11).inclusionProof(3), checkpoint, extra: encodeUtf8('查票码') };
  const text = formatTlogProof(proof);
  expect(text.split('\n').slice(0, 3)).toEqual(['c2sp.org/tlog-proof@v1', 'extra 5p+l56Wo56CB', 'index 3']);
  expect(parseTlogProof(text)).toEqual(proof);
});

test('a receipt that is not exactly so is malformed', () => {
  const text = receiptOf(3);
  const bad = [
    text.replace('@v1', '@v2'),
    text.replace('index 3', 'index 03'),
    text.replace('index 3', 'index -3'),
    text.replace('=\n', '\n'),
  ];
  for (const other of [...bad, text.replace('index 3\n', ''), text.replace('\n\n', '\n'), `\n${text}`, '']) {
    expect(checkTlogProof(other, leaf(3), logKey, []).ok).toBe(false);
  }
});

test('a receipt that only a witness signed is refused', () => {
  const unsigned = formatNote(body, [cosignCheckpoint(body, witness, 5)]);
  const text = formatTlogProof({ index: 3, proof: logOf(11).inclusionProof(3), checkpoint: unsigned });
  expect(checkTlogProof(text, leaf(3), logKey, [witnessKey])).toEqual({ ok: false, refusal: 'not_signed_by_log' });
});
