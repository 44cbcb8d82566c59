import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatCheckpoint, parseCheckpoint } from './checkpoint.js';
import { encodeNoteKey, noteKeyOf, parseNoteKey } from './note-key.js';
import { cosignCheckpoint, formatNote, openNote, signNote } from './note.js';
import { logOf, seedOf } from './testing/logs.js';

const log = { name: 'piaojue.example/yanshi', seed: seedOf(1) };
const witness = { name: 'jianpiao.example/1', seed: seedOf(2) };
const logKey = noteKeyOf(log.name, 'ed25519', log.seed);
const witnessKey = noteKeyOf(witness.name, 'cosignature', witness.seed);
const body = formatCheckpoint({ origin: log.name, size: 7, root: logOf(7).root() });
const note = formatNote(body, [signNote(body, log), cosignCheckpoint(body, witness, 1_732_406_400)]);

test('the key and note of the Go documentation are read and verified', () => {
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const key = parseNoteKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
  const line =
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
  expect(key && openNote(formatNote(text, [line]), [key])).toMatchObject({ ok: true, text });
});

test('a note opens with the keys one trusts and names who signed and when', () => {
  const opened = openNote(note, [logKey, witnessKey]);
  expect(opened).toEqual({
    ok: true,
    text: body,
    signatures: [{ key: logKey }, { key: witnessKey, time: 1_732_406_400 }],
  });
  expect(openNote(note, [witnessKey])).toMatchObject({ ok: true, signatures: [{ key: witnessKey }] });
});

test('a signature of an unknown key is ignored, and alone it is not enough', () => {
  const stranger = noteKeyOf('else.example', 'ed25519', seedOf(9));
  expect(openNote(note, [stranger])).toEqual({ ok: false, refusal: 'no_known_signature' });
  const sameName = noteKeyOf(log.name, 'ed25519', seedOf(9));
  expect(openNote(note, [sameName])).toEqual({ ok: false, refusal: 'no_known_signature' });
  expect(openNote(note, [sameName, logKey])).toMatchObject({ ok: true });
  expect(openNote(formatNote(body, []), [logKey]).ok).toBe(false);
});

test('a bad signature of a known key refuses the whole note', () => {
  const other = formatCheckpoint({ origin: log.name, size: 8, root: logOf(8).root() });
  const wrongLog = formatNote(body, [signNote(other, log), cosignCheckpoint(body, witness, 5)]);
  const wrongWitness = formatNote(body, [signNote(body, log), cosignCheckpoint(other, witness, 5)]);
  for (const bad of [wrongLog, wrongWitness]) {
    expect(openNote(bad, [logKey, witnessKey])).toEqual({ ok: false, refusal: 'bad_signature' });
  }
});

test('for every changed character: the note is refused or says the same', () =>
  fc.assert(
    fc.property(fc.nat(note.length - 1), fc.constantFrom('A', 'B', '0', ' ', '\n', '—', '\u0000', ''), (at, other) => {
      const changed = note.slice(0, at) + other + note.slice(at + 1);
      const opened = openNote(changed, [logKey]);
      if (opened.ok) expect(opened.text).toBe(body);
    }),
    { numRuns: 300 },
  ));

test('a cosignature is bound to its time and to the role of a witness', () => {
  const [line] = [cosignCheckpoint(body, witness, 5)];
  const asLog = noteKeyOf(witness.name, 'ed25519', witness.seed);
  expect(openNote(formatNote(body, [line]), [asLog])).toEqual({ ok: false, refusal: 'no_known_signature' });
  expect(() => cosignCheckpoint('no checkpoint\n', witness, 5)).toThrow(RangeError);
  expect(() => cosignCheckpoint(body, witness, 1.5)).toThrow(RangeError);
});

test('a key is read back from its text, and from nothing else', () => {
  for (const key of [logKey, witnessKey]) {
    const text = encodeNoteKey(key);
    expect(parseNoteKey(text)).toEqual(key);
    for (const bad of [
      `${text} `,
      text.replace('+', '++'),
      text.slice(1),
      text.replace(/\+[0-9a-f]{8}\+/, '+00000000+'),
      '',
    ]) {
      expect(parseNoteKey(bad)).toBeUndefined();
    }
  }
  expect(() => noteKeyOf('two words', 'ed25519', seedOf(1))).toThrow(RangeError);
  expect(() => noteKeyOf('a+b', 'ed25519', seedOf(1))).toThrow(RangeError);
});

test('a checkpoint body is three lines and nothing else', () => {
  expect(parseCheckpoint(body)).toEqual({ origin: log.name, size: 7, root: logOf(7).root() });
  const bad = [
    body.slice(0, -1),
    `${body}\n`,
    `${body}extension\n`,
    body.replace('\n7\n', '\n07\n'),
    body.replace('\n7\n', '\n-7\n'),
  ];
  for (const text of [
    ...bad,
    body.replace('\n7\n', '\n7.0\n'),
    body.replace('=', ''),
    `\n7\n${body.split('\n')[2]}\n`,
    '',
  ]) {
    expect(parseCheckpoint(text)).toBeUndefined();
  }
  expect(() => formatCheckpoint({ origin: 'a\nb', size: 1, root: logOf(1).root() })).toThrow(RangeError);
});
