/** The two groups every record may name (belenios.md 3.1). Parameters are pinned here, never read from a record. */
export type GroupName = 'BELENIOS-2048' | 'Ed25519';

/** An element of the prime-order group. Opaque: from outside it is made by `decode` alone. */
export interface Element {
  readonly elementOfPrimeOrderGroup: unique symbol;
}

/** x -> base^x, by tables. 0 <= x < q. Variable time. */
export type FixedBase = (exponent: bigint) => Element;

/**
 * A group of prime order, written multiplicatively as in belenios.md. Exponents are 0 <= x < `order`; anything else
 * throws a RangeError. Time depends on the exponents, except in `powerSecret` as far as the arithmetic allows.
 */
export interface Group {
  readonly name: GroupName;
  /** q */
  readonly order: bigint;
  readonly generator: Element;
  readonly neutral: Element;
  multiply(a: Element, b: Element): Element;
  inverse(a: Element): Element;
  equal(a: Element, b: Element): boolean;
  power(base: Element, exponent: bigint): Element;
  /** For the long-lived secrets of trustees: the slower way that leaks less through time. */
  powerSecret(base: Element, exponent: bigint): Element;
  /** base^x for each x, sharing the squarings where that is cheaper. */
  powers(base: Element, exponents: readonly bigint[]): Element[];
  powerOfGenerator(exponent: bigint): Element;
  /** Tables for a base used again and again; the last few are remembered. */
  fixedBase(base: Element): FixedBase;
  /** str(X) -> X, or undefined unless it is the one encoding of an element of the prime-order group. */
  decode(text: string): Element | undefined;
  /** `decode` and `powers` in one, sharing the work of the membership test. */
  decodeAndPower(text: string, exponents: readonly bigint[]): { element: Element; powers: Element[] } | undefined;
  /**
   * `decode` without the test of membership: only for strings of a record that `decode` has accepted before.
   * Throws when the string is not even an encoding.
   */
  decodeAgain(text: string): Element;
  encode(a: Element): string;
  encodeAll(elements: readonly Element[]): string[];
}

/** base^exponent mod p of BELENIOS-2048, e.g. by OpenSSL. 0 < base < p, 0 <= exponent < p. */
export interface ModularArithmetic {
  powerMod(base: bigint, exponent: bigint): bigint;
}

/** RFC 8032 encodings, e.g. by libsodium. Points are never the neutral element, scalars (32 bytes, LE) never 0. */
export interface EdwardsArithmetic {
  multiply(point: Uint8Array, scalar: Uint8Array): Uint8Array;
  multiplyBase(scalar: Uint8Array): Uint8Array;
  add(p: Uint8Array, q: Uint8Array): Uint8Array;
  /** Canonical encoding, on the curve, in the prime-order subgroup, not of small order. */
  isValidPoint(point: Uint8Array): boolean;
}

/** Faster backends, handed in by a server; the results are the same. */
export interface Arithmetic {
  readonly modular?: ModularArithmetic;
  readonly edwards?: EdwardsArithmetic;
}
