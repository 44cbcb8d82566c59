import { decodeUtf8, encodeUtf8 } from './utf8.js';
import { sameBytes } from './same-bytes.js';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export type CanonicalRefusal = 'not_utf8' | 'not_json' | 'not_canonical';
export type Canonical =
  { readonly ok: true; readonly value: JsonValue } | { readonly ok: false; readonly refusal: CanonicalRefusal };

/** Deeper than any record of ours; a bound, so that hostile nesting cannot exhaust the stack. */
const deepest = 64;

/**
 * The one byte string of a value (RFC 8785, integers only): keys sorted by UTF-16 units, no spaces, UTF-8.
 * @throws TypeError on anything but strings, safe integers, booleans, null, arrays and plain objects; on -0, lone
 *         surrogates, a key `__proto__`, and nesting deeper than 64.
 */
export const canonicalJson = (value: JsonValue): Uint8Array => encodeUtf8(textOf(value, 0));

/** The value of canonical bytes. Whatever would be written differently (BOM, duplicate key, 1.0) is refused. */
export function parseCanonical(bytes: Uint8Array): Canonical {
  const text = decodeUtf8(bytes);
  if (text === undefined) return { ok: false, refusal: 'not_utf8' };
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    return { ok: false, refusal: 'not_json' };
  }
  return isWritten(value, bytes) ? { ok: true, value } : { ok: false, refusal: 'not_canonical' };
}

function isWritten(value: JsonValue, bytes: Uint8Array): boolean {
  try {
    return sameBytes(canonicalJson(value), bytes);
  } catch (error) {
    if (error instanceof TypeError) return false; // JSON that canonicalJson never writes: 1.5, 1e20, "\ud800"
    throw error;
  }
}

function textOf(value: unknown, depth: number): string {
  if (depth > deepest) throw new TypeError(`nested deeper than ${deepest}`);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return stringOf(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new TypeError(`not a safe integer: ${value}`);
    return String(value);
  }
  if (typeof value !== 'object') throw new TypeError(`no canonical form for ${typeof value}`);
  if (Array.isArray(value)) {
    return `[${Array.from({ length: value.length }, (_, i) => textOf(value[i], depth + 1)).join(',')}]`;
  }
  return objectOf(value, depth);
}

function objectOf(value: object, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError('not a plain object');
  if (Object.getOwnPropertySymbols(value).length > 0) throw new TypeError('symbol as a key');
  const members = Object.keys(value)
    .toSorted(byUnits)
    .map((key) => {
      if (key === '__proto__') throw new TypeError('key __proto__');
      return `${stringOf(key)}:${textOf((value as Record<string, unknown>)[key], depth + 1)}`;
    });
  return `{${members.join(',')}}`;
}

const byUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function stringOf(text: string): string {
  if (/\p{Cs}/u.test(text)) throw new TypeError('lone surrogate in a string');
  return JSON.stringify(text);
}
