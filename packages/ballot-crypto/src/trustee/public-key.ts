import type { Element, Group } from '../group/group.js';
import { proveKnowledge, verifyKnowledge } from '../proof/knowledge.js';
import { type Proof, readProof } from '../proof/proof.js';
import { randomScalar, type Random } from '../record/random.js';
import { fields, optional, text } from '../record/shape.js';

/** T of belenios.md 3.7: a trustee's key with the proof that its secret is known. */
export interface TrusteeKey {
  readonly pok: Proof;
  readonly public_key: string;
  /** only inside a Pedersen group: the member's signature of the key */
  readonly signature?: Proof;
  readonly name?: string;
}

export function readTrusteeKey(value: unknown): TrusteeKey {
  const from = fields(value);
  return {
    pok: readProof(from.pok),
    public_key: text(from.public_key),
    ...optional(from, 'signature', readProof),
    ...optional(from, 'name', text),
  };
}

const pokPrefix = (group: Group, publicKey: string) => `pok|${group.name}|${publicKey}|`;

export function trusteeKeyOf(group: Group, secretKey: bigint, random: Random): TrusteeKey {
  const public_key = group.encode(group.powerSecret(group.generator, secretKey));
  const pok = proveKnowledge(group, secretKey, pokPrefix(group, public_key), randomScalar(random, group.order));
  return { pok, public_key };
}

/** The key's element, or the name of what is wrong. */
export function checkTrusteeKey(group: Group, key: TrusteeKey): Element | 'key_not_an_element' | 'pok_invalid' {
  const element = group.decode(key.public_key);
  if (element === undefined || group.equal(element, group.neutral)) return 'key_not_an_element';
  return verifyKnowledge(group, element, pokPrefix(group, key.public_key), key.pok) ? element : 'pok_invalid';
}
