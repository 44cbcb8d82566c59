import { sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { scalarFromBytes } from '../record/random.js';
import type { ScalarFor } from './one-of.js';

/**
 * Scalars for every purpose of one ballot, all from a 32-byte seed, so that a second device can make the ballot again
 * (audit or cast, SPEC.md). Bound to `context` (election, credential, marks): a seed used twice repeats no scalar.
 */
export function seededScalars(seed: Uint8Array, context: readonly string[], order: bigint): ScalarFor {
  if (!(seed instanceof Uint8Array) || seed.length !== 32) throw new TypeError('the seed must be 32 bytes');
  const prefix = ['piaojue-ballot-1', bytesToHex(seed), ...context].join('|');
  return (purpose) => scalarFromBytes(sha512(utf8ToBytes(`${prefix}|${purpose}`)), order);
}

export const within =
  (scalarFor: ScalarFor, part: string): ScalarFor =>
  (purpose) =>
    scalarFor(`${part}|${purpose}`);
