/** The scalar that a canonical decimal stands for, or undefined unless 0 <= x < q. */
export function scalarOf(text: string, order: bigint): bigint | undefined {
  if (text.length > 78) return undefined;
  const x = BigInt(text);
  return x < order ? x : undefined;
}

export const modulo = (x: bigint, order: bigint): bigint => {
  const r = x % order;
  return r < 0n ? r + order : r;
};

export const sumOf = (xs: readonly bigint[], order: bigint): bigint => xs.reduce((a, b) => a + b, 0n) % order;

/** 1/x mod q, q prime, x not 0. */
export function inverseModulo(x: bigint, order: bigint): bigint {
  let [r0, r1, s0, s1] = [order, modulo(x, order), 0n, 1n];
  if (r1 === 0n) throw new RangeError('0 has no inverse');
  while (r1 !== 0n) {
    const k = r0 / r1;
    [r0, r1, s0, s1] = [r1, r0 - k * r1, s1, s0 - k * s1];
  }
  return modulo(s0, order);
}
