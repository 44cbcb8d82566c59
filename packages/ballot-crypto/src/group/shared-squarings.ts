/** What Yao's method needs of a group. */
interface Monoid<E> {
  readonly neutral: E;
  multiply(a: E, b: E): E;
  square(a: E): E;
}

const bits = 4;

/**
 * base^x for every x, computing base^(16^i) once for all of them (Yao 1976): for each x the digits' buckets are
 * multiplied up. Worth it from two exponents on. Variable time.
 */
export function powersSharingSquarings<E>(group: Monoid<E>, base: E, exponents: readonly bigint[]): E[] {
  const digits = exponents.map(digitsOf);
  const longest = Math.max(0, ...digits.map((d) => d.length));
  const buckets = exponents.map(() => Array.from({ length: 1 << bits }, (): E | undefined => undefined));
  let rung = base;
  for (let i = 0; i < longest; i++) {
    if (i > 0) for (let k = 0; k < bits; k++) rung = group.square(rung);
    digits.forEach((own, e) => {
      const digit = own[i] ?? 0;
      if (digit === 0) return;
      const row = buckets[e]!;
      const held = row[digit];
      row[digit] = held === undefined ? rung : group.multiply(held, rung);
    });
  }
  return buckets.map((row) => {
    let running: E | undefined;
    let total: E | undefined;
    for (let digit = row.length - 1; digit >= 1; digit--) {
      const held = row[digit];
      if (held !== undefined) running = running === undefined ? held : group.multiply(running, held);
      if (running !== undefined) total = total === undefined ? running : group.multiply(total, running);
    }
    return total ?? group.neutral;
  });
}

function digitsOf(exponent: bigint): number[] {
  const hex = exponent.toString(16);
  return Array.from(hex, (_, i) => parseInt(hex[hex.length - 1 - i]!, 16));
}
