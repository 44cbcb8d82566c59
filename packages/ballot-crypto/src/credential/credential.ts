import type { Group } from '../group/group.js';
import { hexDigest } from '../record/digest.js';
import { randomBase58, type Random } from '../record/random.js';

/** 22 Base58 characters (128.9 bits) as `XXXXX-XXXXXX-XXXXX-XXXXXX`. Source: belenios.md 3.4. */
export const newCredential = (random: Random): string => withDashes(randomBase58(random, 22));

const withDashes = (c: string): string => [c.slice(0, 5), c.slice(5, 11), c.slice(11, 16), c.slice(16)].join('-');

/** Full-width forms that a Chinese keyboard gives for letters, digits and the dash. */
const halfWidth = (s: string): string =>
  s.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));

/**
 * What a person typed, in the one spelling that is hashed: with or without dashes and spaces, full-width or not.
 * Case matters. @returns undefined when it is no credential.
 */
export function normalizeCredential(typed: string): string | undefined {
  const bare = halfWidth(typed).replace(/[\s\u3000\u200b\ufeff\-‐-―−－ー_]/g, '');
  return /^[1-9A-HJ-NP-Za-km-z]{22}$/.test(bare) ? withDashes(bare) : undefined;
}

export interface CredentialKeys {
  readonly secretKey: bigint;
  /** str(g^secret), as in the list of public credentials */
  readonly publicKey: string;
}

/**
 * @param credential normalised (see `normalizeCredential`).
 * @throws RangeError when it is not. Source: belenios.md 3.4, scheme of Belenios >= 2.4.
 */
export function deriveCredential(group: Group, uuid: string, credential: string): CredentialKeys {
  if (normalizeCredential(credential) !== credential) throw new RangeError('not a credential in its normal spelling');
  const half = (k: 0 | 1) => hexDigest(`derive_credential|${uuid}|${k}|${credential}`);
  const secretKey = BigInt(`0x${half(0)}${half(1)}`) % group.order;
  return { secretKey, publicKey: group.encode(group.powerOfGenerator(secretKey)) };
}
