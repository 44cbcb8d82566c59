import { ed25519 } from '@noble/curves/ed25519.js';
import { normalizeZ } from '@noble/curves/abstract/curve.js';
import { bytesOfText, edwardsExponent, edwardsOrder, textOfPoint } from './edwards-encoding.js';
import type { Element, FixedBase, Group } from './group.js';
import { rememberTables } from './remember-tables.js';
import { powersSharingSquarings } from './shared-squarings.js';

const Point = ed25519.Point;
type Point = InstanceType<typeof Point>;

const elementOf = (point: Point) => point as unknown as Element;
const pointOf = (a: Element) => a as unknown as Point;
const monoid = { neutral: Point.ZERO, multiply: (a: Point, b: Point) => a.add(b), square: (a: Point) => a.double() };

function parse(text: string): Point | undefined {
  const bytes = bytesOfText(text);
  if (bytes === undefined) return undefined;
  try {
    return Point.fromBytes(bytes, false); // strict: y < p, one encoding a point
  } catch {
    return undefined;
  }
}

/** Ed25519's prime-order subgroup in JavaScript (belenios.md 3.1). */
export function edwardsGroup(): Group {
  const tables = rememberTables<FixedBase>(
    (base: Element) => {
      const point = Point.fromAffine(pointOf(base).toAffine()); // tables hang on the object: a fresh one
      if (point.is0()) return () => elementOf(Point.ZERO);
      point.precompute(8, false);
      return (x) => elementOf(point.multiplyUnsafe(edwardsExponent(x)));
    },
    (a) => textOfPoint(pointOf(a).toBytes()),
  );

  let generatorPower: FixedBase | undefined;
  const group: Group = {
    name: 'Ed25519',
    order: edwardsOrder,
    generator: elementOf(Point.BASE),
    neutral: elementOf(Point.ZERO),
    multiply: (a, b) => elementOf(pointOf(a).add(pointOf(b))),
    inverse: (a) => elementOf(pointOf(a).negate()),
    equal: (a, b) => pointOf(a).equals(pointOf(b)),
    power: (base, x) => elementOf(pointOf(base).multiplyUnsafe(edwardsExponent(x))),
    powerSecret(base, x) {
      edwardsExponent(x);
      return x === 0n || pointOf(base).is0() ? group.neutral : elementOf(pointOf(base).multiply(x));
    },
    powers(base, xs) {
      xs.forEach(edwardsExponent);
      return powersSharingSquarings(monoid, pointOf(base), xs).map(elementOf);
    },
    powerOfGenerator: (x) => (generatorPower ??= tables(group.generator))(x),
    fixedBase: tables,
    decode(text) {
      const point = parse(text);
      return point !== undefined && point.isTorsionFree() ? elementOf(point) : undefined;
    },
    decodeAndPower(text, xs) {
      const point = parse(text);
      if (point === undefined) return undefined;
      xs.forEach(edwardsExponent);
      const [shouldBeZero, ...wanted] = powersSharingSquarings(monoid, point, [edwardsOrder, ...xs]);
      return shouldBeZero!.is0() ? { element: elementOf(point), powers: wanted.map(elementOf) } : undefined;
    },
    decodeAgain(text) {
      const point = parse(text);
      if (point === undefined) throw new RangeError('not an encoding of a point of Ed25519');
      return elementOf(point);
    },
    encode: (a) => textOfPoint(pointOf(a).toBytes()),
    encodeAll: (all) => normalizeZ(Point, all.map(pointOf)).map((point) => textOfPoint(point.toBytes())),
  };
  return group;
}
