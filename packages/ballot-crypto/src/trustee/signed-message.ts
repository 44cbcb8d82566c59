import type { Element, Group } from '../group/group.js';
import { proveKnowledge, verifyKnowledge } from '../proof/knowledge.js';
import { type Proof, readProof } from '../proof/proof.js';
import { randomScalar, type Random } from '../record/random.js';
import { fields, text } from '../record/shape.js';

/** `{"message":M,"signature":proof}` of belenios.md 3.7. */
export interface SignedMessage {
  readonly message: string;
  readonly signature: Proof;
}

export function readSigned(value: unknown): SignedMessage {
  const from = fields(value);
  return { message: text(from.message), signature: readProof(from.signature) };
}

export const signatureOf = (group: Group, secretKey: bigint, message: string, random: Random): Proof =>
  proveKnowledge(group, secretKey, `sigmsg|${message}|`, randomScalar(random, group.order));

export const signMessage = (group: Group, secretKey: bigint, message: string, random: Random): SignedMessage => ({
  message,
  signature: signatureOf(group, secretKey, message, random),
});

export const isSignedBy = (group: Group, key: Element, { message, signature }: SignedMessage): boolean =>
  verifyKnowledge(group, key, `sigmsg|${message}|`, signature);
