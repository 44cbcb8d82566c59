import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, parseCanonical, type JsonValue } from './canonical-json.js';
import { decodeUtf8, encodeUtf8 } from './utf8.js';

const textOf = (value: JsonValue) => decodeUtf8(canonicalJson(value));
const { value: arbJson } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'grapheme' }),
    fc.maxSafeInteger().map((n) => (n === 0 ? 0 : n)),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value')),
    fc.dictionary(
      fc.string({ unit: 'grapheme' }).filter((key) => key !== '__proto__'),
      tie('value'),
    ),
  ),
})) as { value: fc.Arbitrary<JsonValue> };

test('keys are sorted by UTF-16 units and nothing stands between the tokens', () => {
  expect(textOf({ b: [1, true, null], a: '票', '\u{1f600}': 0, '\ufb33': 0 })).toBe(
    '{"a":"票","b":[1,true,null],"\u{1f600}":0,"\ufb33":0}',
  );
});

test('strings are escaped as RFC 8785 asks', () => {
  expect(textOf('\u20ac$\u000f\nA\'B"\\\\"/')).toBe('"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"');
});

test('whatever has no single form is refused', () => {
  const loop: unknown[] = [];
  loop.push(loop);
  const hollow: unknown[] = [];
  hollow.length = 2;
  const proto = JSON.parse('{"__proto__":1}');
  for (const bad of [1.5, NaN, Infinity, -0, 2 ** 53, undefined, { a: undefined }, hollow, '\ud800', { '\udc00': 1 }]) {
    expect(() => canonicalJson(bad as JsonValue)).toThrow(TypeError);
  }
  for (const bad of [proto, new Date(0), new Map(), 1n, Symbol('x'), () => 1, { [Symbol('x')]: 1 }, loop]) {
    expect(() => canonicalJson(bad as JsonValue)).toThrow(TypeError);
  }
});

test('for every value: parsing its bytes gives it back, whatever the order of its keys', () =>
  fc.assert(
    fc.property(arbJson, (value) => {
      const bytes = canonicalJson(value);
      const parsed = parseCanonical(bytes);
      expect(parsed.ok).toBe(true);
      if (parsed.ok) expect(canonicalJson(parsed.value)).toEqual(bytes);
      const shuffled = JSON.parse(JSON.stringify(value), (_, member: unknown) =>
        member && typeof member === 'object' && !Array.isArray(member)
          ? Object.fromEntries(Object.entries(member).toReversed())
          : member,
      ) as JsonValue;
      expect(canonicalJson(shuffled)).toEqual(bytes);
    }),
  ));

test('parsing refuses everything that would be written differently', () => {
  const refusalOf = (text: string) => {
    const parsed = parseCanonical(encodeUtf8(text));
    return parsed.ok ? undefined : parsed.refusal;
  };
  const others = [
    '\ufeff{}',
    '{"a":1,"a":1}',
    '{"b":1,"a":1}',
    '{ }',
    '{}\n',
    '1.0',
    '1e2',
    '-0',
    '1.5',
    '"\\u0041"',
    '"\\ud800"',
  ];
  for (const text of [...others, '{"__proto__":1}', '9007199254740993', '"\\/"', '['.repeat(100) + ']'.repeat(100)]) {
    expect(['not_canonical', 'not_json']).toContain(refusalOf(text));
  }
  expect(refusalOf('{"a":1,"a":1}')).toBe('not_canonical');
  expect(refusalOf('{')).toBe('not_json');
  expect(parseCanonical(Uint8Array.of(0x22, 0xff, 0x22))).toEqual({ ok: false, refusal: 'not_utf8' });
});

test('for every byte string: our UTF-8 reader agrees with the platform', () => {
  const reader = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const theirs = (bytes: Uint8Array) => {
    try {
      return reader.decode(bytes);
    } catch {
      return undefined;
    }
  };
  const edges = fc.array(
    fc.constantFrom(
      0x00,
      0x7f,
      0x80,
      0x8f,
      0x90,
      0x9f,
      0xa0,
      0xbf,
      0xc0,
      0xc1,
      0xc2,
      0xe0,
      0xed,
      0xef,
      0xf0,
      0xf4,
      0xf5,
      0xff,
    ),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        edges.map((bytes) => Uint8Array.from(bytes)),
      ),
      (bytes) => {
        expect(decodeUtf8(bytes)).toBe(theirs(bytes));
      },
    ),
    { numRuns: 2000 },
  );
  const long = '监票人😀'.repeat(3000);
  expect(decodeUtf8(encodeUtf8(long))).toBe(long);
});
