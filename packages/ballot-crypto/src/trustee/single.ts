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

/** A trustee whose part is mandatory. Source: belenios.md 3.7. */
export function makeSingleTrustee(group: Group, random: Random, name?: string): SingleTrustee {
  const secretKey = randomScalar(random, group.order);
  const key: TrusteeKey = { ...trusteeKeyOf(group, secretKey, random), ...(name === undefined ? {} : { name }) };
  return { secretKey, publicKey: key.public_key, entry: JSON.stringify(['Single', key]) };
}
