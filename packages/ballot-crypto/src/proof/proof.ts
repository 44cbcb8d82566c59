import { decimal, fields } from '../record/shape.js';
import { scalarOf } from '../record/scalar.js';

/** `proof` of belenios.md 3.1, as it stands in a record. */
export interface Proof {
  readonly challenge: string;
  readonly response: string;
}

export interface ProofScalars {
  readonly challenge: bigint;
  readonly response: bigint;
}

export function readProof(value: unknown): Proof {
  const { challenge, response } = fields(value);
  return { challenge: decimal(challenge), response: decimal(response) };
}

export const proofOf = ({ challenge, response }: ProofScalars): Proof => ({
  challenge: challenge.toString(),
  response: response.toString(),
});

/** undefined unless both scalars are below q. */
export function scalarsOf(proof: Proof, order: bigint): ProofScalars | undefined {
  const challenge = scalarOf(proof.challenge, order);
  const response = scalarOf(proof.response, order);
  return challenge === undefined || response === undefined ? undefined : { challenge, response };
}
