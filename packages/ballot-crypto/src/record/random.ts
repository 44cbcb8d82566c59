/** A cryptographically secure source of bytes, handed in: `crypto.getRandomValues` in a browser or in Node. */
export type Random = (length: number) => Uint8Array;

export const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

function bytesFrom(random: Random, length: number): Uint8Array {
  const bytes = random(length);
  if (!(bytes instanceof Uint8Array) || bytes.length !== length)
    throw new TypeError(`random must give ${length} bytes`);
  return bytes;
}

/** Uniform mod q up to a bias of 2^-128: 48 bytes, as belenios.md 3.1 asks. */
export const randomScalar = (random: Random, order: bigint): bigint => scalarFromBytes(bytesFrom(random, 48), order);

export function scalarFromBytes(bytes: Uint8Array, order: bigint): bigint {
  let n = 0n;
  for (const byte of bytes) n = (n << 8n) | BigInt(byte);
  return n % order;
}

/** Uniform Base58 text: a byte that would favour some letters is thrown away. */
export function randomBase58(random: Random, length: number): string {
  let out = '';
  for (let tries = 0; out.length < length; tries++) {
    if (tries > 100) throw new Error('the random source repeats itself');
    for (const byte of bytesFrom(random, 2 * length)) {
      if (byte < 232 && out.length < length) out += base58[byte % 58];
    }
  }
  return out;
}

/** Refuses a source that gives the same 32 bytes twice or one value throughout (attack 26). */
export function assertRandom(random: Random): void {
  const [a, b] = [bytesFrom(random, 32), bytesFrom(random, 32)];
  if (a.every((byte, i) => byte === b[i]) || new Set(a).size === 1) throw new Error('the random source repeats itself');
}
