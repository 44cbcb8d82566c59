import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commitTo, verifyCommitment } from './commitment.js';
import { makeEntry, parseEntry, type Entry } from './entry.js';
import { MerkleTree } from './merkle-tree.js';
import { printable } from './printable.js';
import { leafHash } from './tree-hash.js';
import { decodeUtf8, encodeUtf8 } from './utf8.js';

const hash = 'a'.repeat(64);
const opened = { seq: 4, type: 'ballot_opened', at: '2024-12-28T02:00:00.000Z', data: { vote: 'v1' } };

test('an entry is canonical bytes and is read back', () => {
  const bytes = makeEntry(opened);
  expect(decodeUtf8(bytes)).toBe(
    '{"at":"2024-12-28T02:00:00.000Z","data":{"vote":"v1"},"seq":4,"type":"ballot_opened","v":1}',
  );
  expect(parseEntry(bytes)).toEqual({ ok: true, entry: { v: 1, ...opened } });
});

test('R-27: a ballot entry holds the vote and the ballot hash, no time, no person', () => {
  const cast = { seq: 5, type: 'ballot_cast', data: { vote: 'v1', ballot: hash } };
  expect(parseEntry(makeEntry(cast))).toEqual({ ok: true, entry: { v: 1, ...cast } });
  const belenios = { ...cast, data: { vote: 'v1', ballot: `${'A'.repeat(42)}+` } };
  expect(parseEntry(makeEntry(belenios)).ok).toBe(true);
  const withTime = { ...cast, at: opened.at };
  const withPerson = { ...cast, commit: { delegate: hash } };
  const withMore = { ...cast, data: { ...cast.data, delegate: 'd1' } };
  const without = { seq: 5, type: 'ballot_cast' };
  for (const bad of [withTime, withPerson, withMore, without]) expect(() => makeEntry(bad)).toThrow(TypeError);
});

test('an entry of another shape is refused when made and when read', () => {
  const bad: Partial<Record<keyof Entry, unknown>>[] = [{ seq: -1 }, { seq: 1.5 }, { type: 'Ballot' }, { type: '' }];
  const more = [
    { at: '2024-12-28' },
    { at: '2024-12-28T02:00:00+08:00' },
    { commit: { delegate: 'x' } },
    { data: { a: 1.5 } },
  ];
  for (const change of [...bad, ...more]) {
    expect(() => makeEntry({ ...opened, ...change } as Omit<Entry, 'v'>)).toThrow(TypeError);
  }
  for (const text of [
    '{"seq":0,"type":"a","v":2}',
    '{"seq":0,"type":"a"}',
    '{"extra":1,"seq":0,"type":"a","v":1}',
    '[]',
    '1',
  ]) {
    expect(parseEntry(encodeUtf8(text))).toEqual({ ok: false, refusal: 'not_an_entry' });
  }
  expect(parseEntry(encodeUtf8('{"v":1,"seq":0,"type":"a"}'))).toEqual({ ok: false, refusal: 'not_canonical' });
});

test('R-70: erasing a person leaves the tree verifying, and the name cannot be checked any more', () => {
  const salt = new Uint8Array(16).fill(3);
  const side = new Map([[1, { salt, value: { name: '王小明', phone: '13800000000' } }]]);
  const entries = [0, 1, 2].map((seq) => {
    const person = side.get(seq);
    return makeEntry({
      seq,
      type: 'delegate_added',
      ...(person && { commit: { delegate: commitTo(person.salt, person.value) } }),
    });
  });
  const root = MerkleTree.of(entries.map(leafHash)).root();
  const read = parseEntry(entries[1] ?? new Uint8Array());
  const commitment = (read.ok && read.entry.commit?.['delegate']) || '';
  expect(verifyCommitment(commitment, salt, { phone: '13800000000', name: '王小明' })).toBe(true);
  expect(verifyCommitment(commitment, salt, { phone: '13800000000', name: '王大明' })).toBe(false);
  expect(entries.map((entry) => decodeUtf8(entry)).join()).not.toContain('王小明');

  side.delete(1);
  expect(MerkleTree.of(entries.map(leafHash)).root()).toEqual(root);
  for (let guess = 0; guess < 256; guess += 1) {
    if (guess !== 3)
      expect(
        verifyCommitment(commitment, new Uint8Array(16).fill(guess), { name: '王小明', phone: '13800000000' }),
      ).toBe(false);
  }
  expect(() => commitTo(new Uint8Array(15), 'short salt')).toThrow(RangeError);
});

test('R-71: for every string, what is shown holds no control, format or line character and is one to one', () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.constantFrom('\r\n', '\u001b[2J', '\u202e', '\u2066', '\u200b', '\ud800', '\\u{a}', '\\', '\u2028'),
        ),
      ),
      (parts) => {
        const text = parts.join('');
        const shown = printable(text);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        const back = shown.replace(/\\(\\|u\{([0-9a-f]+)\})/g, (_, one: string, hex: string) =>
          one === '\\' ? '\\' : String.fromCodePoint(parseInt(hex, 16)),
        );
        expect(back).toBe(text);
      },
    ),
  ));

test('R-71: a forged second line, a turned direction and a terminal escape are written out', () => {
  expect(printable('登录\r\n2024 ballot_opened')).toBe('登录\\u{d}\\u{a}2024 ballot_opened');
  expect(printable('a\u202eb\u001b[31m')).toBe('a\\u{202e}b\\u{1b}[31m');
  expect(decodeUtf8(makeEntry({ ...opened, data: { note: 'a\nb' } }))).toContain('a\\nb');
});
