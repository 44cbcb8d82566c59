import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hexDigest } from '../record/digest.js';
import type { GroupName } from './group.js';
import { groupByName } from './group-by-name.js';
import { g, p, q } from './parameters-2048.js';

const names: readonly GroupName[] = ['BELENIOS-2048', 'Ed25519'];

test('the parameters of BELENIOS-2048 have the published digests, and g has order q', () => {
  expect(hexDigest(String(p))).toBe('ef7979cebad81edd3a952d8005c6a18a57600586e6fe6086947b4988475d007f');
  expect(hexDigest(String(g))).toBe('96649bff87fad6b5f819ba03df4f32759730a48fd8795c98d2d70bb84151f3ec');
  expect((p - 1n) % q).toBe(0n);
  const group = groupByName('BELENIOS-2048');
  expect(group.decode(String(g))).toBeDefined();
});

test('attack 4: a group is known by its name only, any other name throws', () => {
  for (const name of ['RFC-3526-2048', 'ed25519', 'toString', '__proto__', '']) {
    expect(() => groupByName(name)).toThrow('unknown group');
  }
});

describe.each(names)('%s', (name) => {
  const group = groupByName(name);
  const scalar = fc.bigInt({ min: 0n, max: group.order - 1n });

  test('every way to raise to a power agrees', () => {
    fc.assert(
      fc.property(scalar, scalar, (a, x) => {
        const base = group.powerOfGenerator(a);
        const expected = group.encode(group.powerOfGenerator((a * x) % group.order));
        expect(group.encode(group.power(base, x))).toBe(expected);
        expect(group.encode(group.powerSecret(base, x))).toBe(expected);
        expect(group.encode(group.powers(base, [0n, x, 1n])[1]!)).toBe(expected);
        expect(group.encode(group.fixedBase(base)(x))).toBe(expected);
        expect(group.encode(group.decodeAndPower(group.encode(base), [x])!.powers[0]!)).toBe(expected);
      }),
      { numRuns: 5 },
    );
  });

  test('exponents 0, 1 and q-1, and the neutral element as a base', () => {
    const { generator, neutral, order } = group;
    expect(group.equal(group.powerOfGenerator(0n), neutral)).toBe(true);
    expect(group.equal(group.powerOfGenerator(1n), generator)).toBe(true);
    expect(group.equal(group.power(generator, order - 1n), group.inverse(generator))).toBe(true);
    expect(group.equal(group.power(neutral, 5n), neutral)).toBe(true);
    expect(group.equal(group.powerSecret(neutral, 5n), neutral)).toBe(true);
    expect(group.equal(group.fixedBase(neutral)(5n), neutral)).toBe(true);
    expect(group.encodeAll(group.powers(generator, [0n, 1n, order - 1n]))).toEqual(
      [neutral, generator, group.inverse(generator)].map(group.encode),
    );
    expect(() => group.power(generator, order)).toThrow(RangeError);
    expect(() => group.powers(generator, [-1n])).toThrow(RangeError);
  });

  test('R-38: encoding and decoding are one to one', () => {
    for (const x of [0n, 1n, 2n, 12345n, group.order - 1n]) {
      const text = group.encode(group.powerOfGenerator(x));
      expect(group.encode(group.decode(text)!)).toBe(text);
      expect(group.encode(group.decodeAgain(text))).toBe(text);
    }
  });
});

test('R-38: BELENIOS-2048 refuses numbers outside the subgroup and other spellings', () => {
  const group = groupByName('BELENIOS-2048');
  const bad = [
    '0',
    '2',
    '3',
    String(p - 1n),
    String(p),
    String(p + g),
    String(p - g),
    `0${g}`,
    `+${g}`,
    ` ${g}`,
    '',
    '-1',
    '1e2',
    '9'.repeat(2000),
    `${g}n`,
  ];
  for (const text of bad) {
    expect(group.decode(text)).toBeUndefined();
    expect(group.decodeAndPower(text, [1n, 2n])).toBeUndefined();
  }
});

test('R-38: Ed25519 refuses small order, mixed order, y not below p, upper case and short strings', () => {
  const group = groupByName('Ed25519');
  const field = 2n ** 255n - 19n;
  const hex = (n: bigint) => n.toString(16).padStart(64, '0');
  const baseY = BigInt(`0x${group.encode(group.generator)}`);
  const order8 = [
    0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd83d3d706a17c7n,
    0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
  ];
  const bad = [
    0n,
    1n + 2n ** 255n,
    field - 1n,
    field,
    field + 1n,
    field + 18n,
    2n ** 255n,
    2n,
    ...order8,
    ...order8.map((y) => y + 2n ** 255n),
    field - baseY,
    field - baseY + 2n ** 255n,
  ].map(hex);
  for (const text of [
    ...bad,
    group.encode(group.generator).replace(/8$/, '8 '),
    hex(baseY).slice(1),
    'A'.repeat(64),
    '',
  ]) {
    expect(group.decode(text), text).toBeUndefined();
    expect(group.decodeAndPower(text, [1n, 2n])).toBeUndefined();
  }
});
