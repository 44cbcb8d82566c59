import type { Election } from '../election/election.js';
import type { Element } from '../group/group.js';
import { type Proof, proofOf, readProof, scalarsOf } from '../proof/proof.js';
import { hashToScalar } from '../record/digest.js';
import { randomScalar, type Random } from '../record/random.js';
import { modulo } from '../record/scalar.js';
import { fields, list, readCanonical, text } from '../record/shape.js';
import { refuse, type Refusal } from '../record/verdict.js';
import { readTally } from './tally.js';

interface PartialRecord {
  readonly decryption_factors: readonly (readonly string[])[];
  readonly decryption_proofs: readonly (readonly Proof[])[];
}

export type PartialFailure =
  'partial_not_canonical' | 'partial_wrong_arity' | 'factor_not_an_element' | 'decryption_proof_invalid';

const prefixOf = (fingerprint: string, publicKey: string) => `decrypt|${fingerprint}|${publicKey}|`;

/**
 * One trustee's part, as a record of belenios.md 3.6.
 * @param rawTally a tally the trustee has recomputed from the ballots (`verifyElectionSoFar`): this function decrypts
 *   whatever it is given, and a tally of one ballot is that ballot.
 * @throws RangeError when the tally record is malformed.
 */
export function partialDecryption(election: Election, rawTally: string, secretKey: bigint, random: Random): string {
  const { group } = election;
  const tally = readTally(election, rawTally);
  if (tally === undefined) throw new RangeError('malformed tally');
  const prefix = prefixOf(election.fingerprint, group.encode(group.powerSecret(group.generator, secretKey)));
  const cells = tally.map((row) =>
    row.map(({ alphaElement }) => {
      const nonce = randomScalar(random, group.order);
      const commitments = [group.powerSecret(group.generator, nonce), group.powerSecret(alphaElement, nonce)];
      const challenge = hashToScalar(prefix + group.encodeAll(commitments).join(','), group.order);
      const proof = proofOf({ challenge, response: modulo(nonce - secretKey * challenge, group.order) });
      return { factor: group.encode(group.powerSecret(alphaElement, secretKey)), proof };
    }),
  );
  const record: PartialRecord = {
    decryption_factors: cells.map((row) => row.map((cell) => cell.factor)),
    decryption_proofs: cells.map((row) => row.map((cell) => cell.proof)),
  };
  return JSON.stringify(record);
}

function readPartial(value: unknown): PartialRecord {
  const from = fields(value);
  return {
    decryption_factors: list(from.decryption_factors, (row) => list(row, text)),
    decryption_proofs: list(from.decryption_proofs, (row) => list(row, readProof)),
  };
}

/**
 * Checks one trustee's part against its public key and the tally. All inputs are public.
 * A valid proof does not exclude a wrong factor by a cheating trustee (weak Fiat–Shamir, belenios.md 9): the result
 * is then no small number, which `resultOf` notices.
 * @param publicKey str(X), from the trustees record.
 */
export function checkPartialDecryption(
  election: Election,
  rawTally: string,
  publicKey: string,
  raw: string,
): { readonly ok: true; readonly factors: readonly (readonly Element[])[] } | Refusal<PartialFailure> {
  const { group } = election;
  const tally = readTally(election, rawTally);
  const key = group.decode(publicKey);
  if (tally === undefined || key === undefined) throw new RangeError('malformed tally or trustee key');
  const partial = readCanonical(raw, readPartial);
  if (partial === undefined) return refuse('partial_not_canonical');
  const fits = (rows: readonly (readonly unknown[])[]) =>
    rows.length === tally.length && rows.every((row, i) => row.length === tally[i]!.length);
  if (!fits(partial.decryption_factors) || !fits(partial.decryption_proofs)) return refuse('partial_wrong_arity');
  const prefix = prefixOf(election.fingerprint, publicKey);
  const keyPower = group.fixedBase(key);
  const factors: Element[][] = [];
  for (const [i, row] of tally.entries()) {
    const decoded: Element[] = [];
    for (const [j, { alphaElement }] of row.entries()) {
      const subject = `question ${i + 1}, cell ${j + 1}`;
      const scalars = scalarsOf(partial.decryption_proofs[i]![j]!, group.order);
      const challenge = scalars?.challenge ?? 0n;
      const factor = group.decodeAndPower(partial.decryption_factors[i]![j]!, [challenge]);
      if (factor === undefined) return refuse('factor_not_an_element', subject);
      if (scalars === undefined) return refuse('decryption_proof_invalid', subject);
      const onKey = group.multiply(group.powerOfGenerator(scalars.response), keyPower(challenge));
      const onAlpha = group.multiply(group.power(alphaElement, scalars.response), factor.powers[0]!);
      if (hashToScalar(prefix + group.encodeAll([onKey, onAlpha]).join(','), group.order) !== challenge) {
        return refuse('decryption_proof_invalid', subject);
      }
      decoded.push(factor.element);
    }
    factors.push(decoded);
  }
  return { ok: true, factors };
}
