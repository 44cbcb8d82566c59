import { createRequire } from 'node:module';
import { randomBytes } from 'node:crypto';
import { groupByName, type GroupName, modulusOf2048 as p } from '@piaojue/ballot-crypto';
import { describe, expect, test } from 'vitest';
import { fastArithmetic } from './arithmetic.js';

const names: readonly GroupName[] = ['BELENIOS-2048', 'Ed25519'];

describe.each(names)('the fast arithmetic of %s', (name) => {
  const slow = groupByName(name);
  const fast = groupByName(name, fastArithmetic());
  const scalar = () => BigInt(`0x${randomBytes(48).toString('hex')}`) % slow.order;
  const edges = [0n, 1n, 2n, 3n, slow.order - 2n, slow.order - 1n];

  test('gives the powers that JavaScript gives, also at the edges', () => {
    const base = slow.powerOfGenerator(scalar());
    const again = fast.decode(slow.encode(base))!;
    for (const x of [...edges, scalar(), scalar(), scalar()]) {
      const expected = slow.encode(slow.power(base, x));
      expect(fast.encode(fast.power(again, x))).toBe(expected);
      expect(fast.encode(fast.powerSecret(again, x))).toBe(expected);
      expect(fast.encode(fast.fixedBase(again)(x))).toBe(expected);
      expect(fast.encode(fast.powers(again, [x])[0]!)).toBe(expected);
      expect(fast.encode(fast.powerOfGenerator(x))).toBe(slow.encode(slow.powerOfGenerator(x)));
    }
  });

  test('multiplies and inverts as JavaScript does, the neutral element included', () => {
    const texts = [slow.neutral, slow.generator, slow.inverse(slow.generator), slow.powerOfGenerator(scalar())].map(
      slow.encode,
    );
    for (const a of texts) {
      for (const b of texts) {
        const product = slow.encode(slow.multiply(slow.decode(a)!, slow.decode(b)!));
        expect(fast.encode(fast.multiply(fast.decode(a)!, fast.decode(b)!))).toBe(product);
      }
      expect(fast.encode(fast.inverse(fast.decode(a)!))).toBe(slow.encode(slow.inverse(slow.decode(a)!)));
    }
  });

  test('R-38: refuses what is no element of the prime-order group', () => {
    const outside = name === 'Ed25519' ? badPoints() : ['0', ...[p - 1n, p, 2n, 3n].map(String)];
    for (const text of outside) {
      expect(slow.decode(text)).toBeUndefined();
      expect(fast.decode(text)).toBeUndefined();
      expect(fast.decodeAndPower(text, [2n])).toBeUndefined();
    }
  });
});

/** Not on the curve, of small order, y not below the field's prime, a base point with a component of order 2. */
function badPoints(): string[] {
  const field = 2n ** 255n - 19n;
  const baseY = BigInt(`0x${groupByName('Ed25519').encode(groupByName('Ed25519').generator)}`);
  const all = [2n, 0n, field - 1n, field, field + 1n, 1n + 2n ** 255n, (field - baseY) | (1n << 255n)];
  return all.map((n) => n.toString(16).padStart(64, '0'));
}

test('sodium-native is there', () => {
  expect(() => createRequire(import.meta.url)('sodium-native') as unknown).not.toThrow();
});
