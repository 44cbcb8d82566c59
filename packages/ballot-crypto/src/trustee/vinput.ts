import { type Proof, readProof } from '../proof/proof.js';
import { fields, list, text } from '../record/shape.js';
import { type Polynomial } from './polynomial.js';
import { readSigned, type SignedMessage } from './signed-message.js';

/** What the server routes to member j in step 4 of belenios.md 3.7. */
export interface Vinput {
  readonly polynomial: string;
  /** from members 1…n, for member j */
  readonly secrets: readonly string[];
  readonly coefexps: readonly SignedMessage[];
  readonly signatures: readonly Proof[];
}

export function readVinput(value: unknown): Vinput {
  const from = fields(value);
  return {
    polynomial: text(from.polynomial),
    secrets: list(from.secrets, text),
    coefexps: list(from.coefexps, readSigned),
    signatures: list(from.signatures, readProof),
  };
}

/** @param polynomials of members 1…n, accepted by `checkPolynomial`. @param index of the receiver, from 1. */
export function vinputFor(polynomials: readonly Polynomial[], index: number): string {
  const vinput: Vinput = {
    polynomial: polynomials[index - 1]!.polynomial,
    secrets: polynomials.map((p) => p.secrets[index - 1]!),
    coefexps: polynomials.map((p) => p.coefexps),
    signatures: polynomials.map((p) => p.signature),
  };
  return JSON.stringify(vinput);
}
