import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64, encodeBase64 } from './base64.js';

test('for every byte string: base64 is the one of the platform and leads back', () =>
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes);
    }),
  ));

test('base64 with loose ends is refused', () => {
  for (const text of ['A', 'AA', 'AAA', 'AB==', 'AAB=', 'A===', '====', 'AA=A', 'AAA\n', 'AA-_', 'AAAA=', ' AAA']) {
    expect(decodeBase64(text)).toBeUndefined();
  }
});
