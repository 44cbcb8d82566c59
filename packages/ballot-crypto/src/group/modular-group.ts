import type { Element, FixedBase, Group, ModularArithmetic } from './group.js';
import { rememberTables } from './remember-tables.js';
import { g, p, q } from './parameters-2048.js';
import { powersSharingSquarings } from './shared-squarings.js';

const elementOf = (n: bigint) => n as unknown as Element;
const numberOf = (a: Element) => a as unknown as bigint;
const times = (a: bigint, b: bigint) => (a * b) % p;
const monoid = { neutral: 1n, multiply: times, square: (a: bigint) => (a * a) % p };

function exponentInRange(x: bigint): bigint {
  if (x < 0n || x >= q) throw new RangeError('exponent outside 0..q-1');
  return x;
}

/** base^x by 4-bit windows, BigInt only. */
function powerByWindows(base: bigint, x: bigint): bigint {
  const table = [1n, base];
  for (let i = 2; i < 16; i++) table.push(times(table[i - 1]!, base));
  let result = 1n;
  for (const digit of x.toString(16)) {
    for (let i = 0; i < 4; i++) result = (result * result) % p;
    const value = parseInt(digit, 16);
    if (value !== 0) result = times(result, table[value]!);
  }
  return result;
}

/** base^x by one multiplication for each byte of x: 32 × 255 entries, 2 MB, about 50 ms to build. */
function tablesOf(base: bigint): (x: bigint) => bigint {
  const rows: bigint[][] = [];
  let rung = base;
  for (let i = 0; i < 32; i++) {
    const row = [1n, rung];
    for (let k = 2; k < 256; k++) row.push(times(row[k - 1]!, rung));
    rows.push(row);
    rung = times(row[255]!, rung);
  }
  return (x) => {
    const hex = x.toString(16).padStart(64, '0');
    let result = 1n;
    for (let i = 0; i < 32; i++) {
      const digit = parseInt(hex.slice(62 - 2 * i, 64 - 2 * i), 16);
      if (digit !== 0) result = times(result, rows[i]![digit]!);
    }
    return result;
  };
}

function inverseOf(a: bigint): bigint {
  let [r0, r1, s0, s1] = [p, a, 0n, 1n];
  while (r1 !== 0n) {
    const k = r0 / r1;
    [r0, r1, s0, s1] = [r1, r0 - k * r1, s1, s0 - k * s1];
  }
  return s0 < 0n ? s0 + p : s0;
}

function parse(text: string): bigint | undefined {
  if (text.length > 617 || !/^[1-9][0-9]*$/.test(text)) return undefined;
  const n = BigInt(text);
  return n < p ? n : undefined;
}

/** BELENIOS-2048: the subgroup of order q of the integers mod p (belenios.md 3.1 and 12). */
export function modularGroup(arithmetic?: ModularArithmetic): Group {
  const variable = (base: bigint, x: bigint): bigint => {
    exponentInRange(x);
    if (x === 0n || base === 1n) return 1n;
    return arithmetic ? arithmetic.powerMod(base, x) : powerByWindows(base, x);
  };
  // A member's power q is 1, which OpenSSL's computeSecret refuses to return: hence q - 1 and one multiplication.
  const isMember = (n: bigint) => n === 1n || times(variable(n, q - 1n), n) === 1n;
  const powers = (base: bigint, xs: readonly bigint[]): bigint[] =>
    arithmetic ? xs.map((x) => variable(base, x)) : powersSharingSquarings(monoid, base, xs.map(exponentInRange));
  const tables = rememberTables<FixedBase>(
    (base: Element) => {
      const power = tablesOf(numberOf(base));
      return (x) => elementOf(power(exponentInRange(x)));
    },
    (a) => numberOf(a).toString(36),
  );

  let generatorPower: FixedBase | undefined;
  const group: Group = {
    name: 'BELENIOS-2048',
    order: q,
    generator: elementOf(g),
    neutral: elementOf(1n),
    multiply: (a, b) => elementOf(times(numberOf(a), numberOf(b))),
    inverse: (a) => elementOf(inverseOf(numberOf(a))),
    equal: (a, b) => numberOf(a) === numberOf(b),
    power: (base, x) => elementOf(variable(numberOf(base), x)),
    powerSecret: (base, x) => elementOf(variable(numberOf(base), x)),
    powers: (base, xs) => powers(numberOf(base), xs).map(elementOf),
    powerOfGenerator: (x) => (generatorPower ??= tables(group.generator))(x),
    fixedBase: tables,
    decode(text) {
      const n = parse(text);
      return n !== undefined && isMember(n) ? elementOf(n) : undefined;
    },
    decodeAndPower(text, xs) {
      const n = parse(text);
      if (n === undefined) return undefined;
      const [almost, ...wanted] = powers(n, [q - 1n, ...xs]);
      if (times(almost!, n) !== 1n) return undefined;
      return { element: elementOf(n), powers: wanted.map(elementOf) };
    },
    decodeAgain(text) {
      const n = parse(text);
      if (n === undefined) throw new RangeError('not an encoding of an element of BELENIOS-2048');
      return elementOf(n);
    },
    encode: (a) => numberOf(a).toString(),
    encodeAll: (all) => all.map((a) => numberOf(a).toString()),
  };
  return group;
}
