/** Reading JSON that must have exactly one spelling. Readers build a fresh object with the keys in their order. */
class Malformed extends Error {}

const malformed = (expected: string): never => {
  throw new Malformed(`expected ${expected}`);
};

export const text = (value: unknown): string => (typeof value === 'string' ? value : malformed('a string'));

export const integer = (value: unknown): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : malformed('a non-negative integer');

/** Decimal without leading zeros, as a string. The range is the caller's business. */
export const decimal = (value: unknown): string =>
  typeof value === 'string' && /^(0|[1-9][0-9]{0,999})$/.test(value) ? value : malformed('a decimal');

export const hex64 = (value: unknown): string =>
  typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? value : malformed('64 hex digits');

export function list<T>(value: unknown, read: (item: unknown) => T): T[] {
  return Array.isArray(value) ? value.map(read) : malformed('a list');
}

export function literal<T extends string | number | boolean>(value: unknown, wanted: T): T {
  return value === wanted ? wanted : malformed(String(wanted));
}

export function fields(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return malformed('an object');
  return value as Record<string, unknown>;
}

/** `{}` when the key is absent, so that it stays absent; spread it where the key belongs. */
export function optional<K extends string, T>(
  from: Readonly<Record<string, unknown>>,
  key: K,
  read: (value: unknown) => T,
): { readonly [P in K]?: T } {
  return Object.hasOwn(from, key) ? ({ [key]: read(from[key]) } as { readonly [P in K]: T }) : {};
}

/**
 * Parses `raw`, reads it, writes it again: undefined unless it has the shape and the bytes are the same. So spaces,
 * other key order, unknown or repeated keys, other escapes and other number spellings are all refused.
 */
export function readCanonical<T>(raw: string, read: (value: unknown) => T): T | undefined {
  let value: T;
  try {
    value = read(JSON.parse(raw));
  } catch (error) {
    if (error instanceof Malformed || error instanceof SyntaxError) return undefined;
    throw error;
  }
  return JSON.stringify(value) === raw ? value : undefined;
}
