import type { Group } from '../group/group.js';
import { randomScalar, type Random } from '../record/random.js';
import { type TrusteeKey, trusteeKeyOf } from './public-key.js';

/** One entry of the trustees record: `["Single",T]` or `["Pedersen",P]`, as JSON. */
export type TrusteeEntry = string;

export interface SingleTrustee {
  /** The tool's private key file is this number as a JSON string. */
  readonly secretKey: bigint;
  readonly publicKey: string;
  readonly entry: TrusteeEntry;
}

/** A trustee whose part is mandatory, with a new secret. Source: belenios.md 3.7. */
export const makeSingleTrustee = (group: Group, random: Random, name?: string): SingleTrustee =>
  singleTrusteeOf(group, randomScalar(random, group.order), random, name);

/**
 * The same of a secret that is already there: a member's is `memberKeys(group, seed).decryptionKey`, so that the seed is
 * the whole backup. The proof of knowledge is random, so the entry differs from call to call: keep the one that was sent.
 */
export function singleTrusteeOf(group: Group, secretKey: bigint, random: Random, name?: string): SingleTrustee {
  const key: TrusteeKey = { ...trusteeKeyOf(group, secretKey, random), ...(name === undefined ? {} : { name }) };
  return { secretKey, publicKey: key.public_key, entry: JSON.stringify(['Single', key]) };
}

/** Where all must come, each member has a Single of its own, and there is no group, no exchange and no share. */
export const needsEveryone = ({ size, threshold }: { readonly size: number; readonly threshold: number }): boolean =>
  threshold === size;
