import { utf8ToBytes } from '@noble/hashes/utils.js';

/** UTF-8 bytes of a well-formed string. @throws TypeError on a lone surrogate, which has no UTF-8 form. */
export function encodeUtf8(text: string): Uint8Array {
  if (/\p{Cs}/u.test(text)) throw new TypeError('lone surrogate in text');
  return utf8ToBytes(text);
}

/** The text of UTF-8 bytes, or undefined where they are not well formed (overlong, surrogate, cut off). A BOM is kept. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  const parts: string[] = [];
  let points: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const { point, length } = pointAt(bytes, at);
    if (length === 0) return undefined;
    points.push(point);
    at += length;
    if (points.length === 4096) {
      parts.push(String.fromCodePoint(...points));
      points = [];
    }
  }
  return parts.join('') + String.fromCodePoint(...points);
}

const malformed = { point: 0, length: 0 };
/** The smallest code point that a sequence of 2, 3, 4 bytes may carry; a smaller one is overlong. */
const smallest = [0, 0, 0x80, 0x800, 0x10000];

function pointAt(bytes: Uint8Array, at: number): { point: number; length: number } {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { point: first, length: 1 };
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return malformed;
  let point = first & (0x7f >> length);
  for (let i = 1; i < length; i += 1) {
    const next = bytes[at + i];
    if (next === undefined || (next & 0xc0) !== 0x80) return malformed;
    point = (point << 6) | (next & 0x3f);
  }
  const isSurrogate = point >= 0xd800 && point <= 0xdfff;
  return point < (smallest[length] ?? 0) || point > 0x10ffff || isSurrogate ? malformed : { point, length };
}
