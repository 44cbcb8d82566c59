import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimal, fields, integer, list, optional, readCanonical, text } from './shape.js';

const read = (value: unknown) => {
  const from = fields(value);
  return { a: text(from.a), n: integer(from.n), ...optional(from, 'x', decimal), l: list(from.l, text) };
};

test('R-37: canonical bytes only: one spelling is read, every other is refused', () => {
  const good = '{"a":"民生","n":100,"x":"7","l":["p"]}';
  expect(readCanonical(good, read)).toEqual({ a: '民生', n: 100, x: '7', l: ['p'] });
  const bad = [
    ` ${good}`,
    `${good}\n`,
    `\ufeff${good}`,
    good.replace('"n":100', '"n": 100'),
    good.replace('100', '1e2'),
    good.replace('100', '100.0'),
    good.replace('100', '-1'),
    good.replace('民生', '\\u6c11生'),
    good.replace('"a"', '"\\u0061"'),
    good.replace('"7"', '"07"'),
    good.replace('"7"', '""'),
    good.replace('"7"', '7'),
    good.replace('"x":"7"', '"x":null'),
    good.replace('"n"', '"n":1,"n"'),
    good.replace('{"a"', '{"z":1,"a"'),
    good.replace('{"a"', '{"__proto__":{},"a"'),
    '{"n":100,"a":"民生","x":"7","l":["p"]}',
    good.replace('["p"]', '{"0":"p"}'),
    good.replace('["p"]', '["p",]'),
    '',
    'null',
    '[]',
    '"a"',
  ];
  for (const raw of bad) expect(readCanonical(raw, read), raw).toBeUndefined();
});

test('R-37: whatever is read is written the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(), (a, n) => {
      const raw = JSON.stringify({ a, n, l: [a] });
      expect(readCanonical(raw, read)).toEqual({ a, n, l: [a] });
    }),
  );
});
