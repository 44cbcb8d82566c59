import type { Element, Group } from '../group/group.js';
import { hashToScalar } from '../record/digest.js';
import { modulo } from '../record/scalar.js';
import { type Proof, proofOf, scalarsOf } from './proof.js';

/**
 * Knowledge of the secret of a public key: c = H(prefix + str(g^w)), r = w - secret × c. The prefix tells the use:
 * `sig|h|` (ballots), `sigmsg|M|` (trustees' messages), `pok|GROUP|X|` (keys). Source: belenios.md 3.5, 3.7.
 * @param nonce w, fresh and secret: the same w under two prefixes gives the secret away.
 */
export function proveKnowledge(group: Group, secret: bigint, prefix: string, nonce: bigint): Proof {
  const challenge = hashToScalar(prefix + group.encode(group.powerOfGenerator(nonce)), group.order);
  return proofOf({ challenge, response: modulo(nonce - secret * challenge, group.order) });
}

/** False also for scalars that are not below q. The caller has decoded `publicKey`, and says whether 1 is allowed. */
export function verifyKnowledge(group: Group, publicKey: Element, prefix: string, proof: Proof): boolean {
  const scalars = scalarsOf(proof, group.order);
  if (scalars === undefined) return false;
  const commitment = group.multiply(
    group.powerOfGenerator(scalars.response),
    group.power(publicKey, scalars.challenge),
  );
  return hashToScalar(prefix + group.encode(commitment), group.order) === scalars.challenge;
}
