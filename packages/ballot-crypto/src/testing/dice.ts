import { sha512 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Random } from '../record/random.js';

/** A repeatable source of bytes for tests. */
export function dice(name = 'dice'): Random {
  let rolls = 0;
  return (length) => {
    const out = new Uint8Array(length);
    for (let at = 0; at < length; at += 64)
      out.set(sha512(utf8ToBytes(`${name}|${rolls++}`)).subarray(0, length - at), at);
    return out;
  };
}
