import { bytesOfText, edwardsExponent, edwardsOrder, scalarBytes, textOfPoint } from './edwards-encoding.js';
import type { EdwardsArithmetic, Element, Group } from './group.js';

const elementOf = (bytes: Uint8Array) => bytes as unknown as Element;
const bytesOf = (a: Element) => a as unknown as Uint8Array;

const neutral = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0));
const base = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 0x58 : 0x66));
const same = (a: Uint8Array, b: Uint8Array) => a.every((byte, i) => byte === b[i]);
const isNeutral = (a: Uint8Array) => same(a, neutral);

/** -(x,y) = (-x,y): the top bit is the sign of x; the neutral element (0,1) is its own inverse. */
function negative(a: Uint8Array): Uint8Array {
  if (isNeutral(a)) return a;
  const flipped = Uint8Array.from(a);
  flipped[31] = flipped[31]! ^ 0x80;
  return flipped;
}

/** Ed25519's prime-order subgroup by a library that knows only encodings and refuses 0 and the neutral element. */
export function edwardsGroupOn(arithmetic: EdwardsArithmetic): Group {
  const power = (a: Uint8Array, x: bigint): Uint8Array => {
    edwardsExponent(x);
    if (x === 0n || isNeutral(a)) return neutral;
    if (same(a, base)) return arithmetic.multiplyBase(scalarBytes(x));
    return arithmetic.multiply(a, scalarBytes(x));
  };
  const add = (a: Uint8Array, b: Uint8Array): Uint8Array => {
    if (isNeutral(a)) return b;
    if (isNeutral(b)) return a;
    return same(a, negative(b)) ? neutral : arithmetic.add(a, b);
  };
  const decode = (text: string): Uint8Array | undefined => {
    const bytes = bytesOfText(text);
    if (bytes === undefined) return undefined;
    return isNeutral(bytes) || arithmetic.isValidPoint(bytes) ? bytes : undefined;
  };
  return {
    name: 'Ed25519',
    order: edwardsOrder,
    generator: elementOf(base),
    neutral: elementOf(neutral),
    multiply: (a, b) => elementOf(add(bytesOf(a), bytesOf(b))),
    inverse: (a) => elementOf(negative(bytesOf(a))),
    equal: (a, b) => same(bytesOf(a), bytesOf(b)),
    power: (a, x) => elementOf(power(bytesOf(a), x)),
    powerSecret: (a, x) => elementOf(power(bytesOf(a), x)),
    powers: (a, xs) => xs.map((x) => elementOf(power(bytesOf(a), x))),
    powerOfGenerator: (x) => elementOf(power(base, x)),
    fixedBase: (a) => (x) => elementOf(power(bytesOf(a), x)),
    decode(text) {
      const bytes = decode(text);
      return bytes && elementOf(bytes);
    },
    decodeAndPower(text, xs) {
      const bytes = decode(text);
      return bytes && { element: elementOf(bytes), powers: xs.map((x) => elementOf(power(bytes, x))) };
    },
    decodeAgain(text) {
      const bytes = bytesOfText(text);
      if (bytes === undefined) throw new RangeError('not an encoding of a point of Ed25519');
      return elementOf(bytes);
    },
    encode: (a) => textOfPoint(bytesOf(a)),
    encodeAll: (all) => all.map((a) => textOfPoint(bytesOf(a))),
  };
}
