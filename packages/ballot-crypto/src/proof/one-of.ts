import type { Element, FixedBase, Group } from '../group/group.js';
import { hashToScalar } from '../record/digest.js';
import { modulo, sumOf } from '../record/scalar.js';
import { type Proof, type ProofScalars, proofOf } from './proof.js';

/** Fresh scalar below q for that purpose; the same purpose gives the same scalar (see seeded-scalars.ts). */
export type ScalarFor = (purpose: string) => bigint;

/** What the prover knows: alpha = g^r, beta = y^r × g^m. */
export interface Opening {
  readonly alpha: string;
  readonly beta: string;
  readonly r: bigint;
  readonly m: number;
}

/**
 * iprove(S, r, m; values) of belenios.md 3.5: m is one of `values`, without telling which. Every power is to a fixed
 * base, since r and m are known.
 * @throws RangeError when m is none of the values.
 */
export function proveOneOf(
  group: Group,
  key: FixedBase,
  context: string,
  { alpha, beta, r, m }: Opening,
  values: readonly number[],
  scalarFor: ScalarFor,
): Proof[] {
  const own = values.indexOf(m);
  if (own < 0) throw new RangeError('the value is none of those that may be proven');
  const q = group.order;
  const nonce = scalarFor('w');
  const simulated: ProofScalars[] = values.map((_, j) =>
    j === own ? { challenge: 0n, response: 0n } : { challenge: scalarFor(`c${j}`), response: scalarFor(`r${j}`) },
  );
  const commitments = values.flatMap((value, j): Element[] => {
    if (j === own) return [group.powerOfGenerator(nonce), key(nonce)];
    const { challenge, response } = simulated[j]!;
    const exponent = modulo(response + r * challenge, q);
    const shift = group.powerOfGenerator(modulo(BigInt(m - value) * challenge, q));
    return [group.powerOfGenerator(exponent), group.multiply(key(exponent), shift)];
  });
  const hash = challengeOf(group, `prove|${context}|${alpha},${beta}|`, commitments);
  const challenge = modulo(
    hash -
      sumOf(
        simulated.map((s) => s.challenge),
        q,
      ),
    q,
  );
  const real = { challenge, response: modulo(nonce - r * challenge, q) };
  return simulated.map((s, j) => proofOf(j === own ? real : s));
}

/** One branch "this ciphertext encrypts `value`": the powers are to the branch's challenge. */
export interface Branch {
  readonly alphaPower: Element;
  readonly betaPower: Element;
  readonly value: number;
  readonly proof: ProofScalars;
}

/** A_j, B_j of the verifier: (beta/g^M)^c is computed as beta^c × g^(-M c). */
function recomputed(group: Group, key: FixedBase, { alphaPower, betaPower, value, proof }: Branch): Element[] {
  const onAlpha = group.multiply(group.powerOfGenerator(proof.response), alphaPower);
  const onBeta = group.multiply(key(proof.response), betaPower);
  if (value === 0) return [onAlpha, onBeta];
  const shift = group.powerOfGenerator(modulo(BigInt(-value) * proof.challenge, group.order));
  return [onAlpha, group.multiply(onBeta, shift)];
}

/**
 * Whether the challenges add up to H(prefix A_0,B_0,A_1,B_1,…). All inputs are public. Not checked here: that the
 * powers are those of elements of the group, and that the number of branches is the election's.
 */
export function verifyOneOf(group: Group, key: FixedBase, prefix: string, branches: readonly Branch[]): boolean {
  const commitments = branches.flatMap((branch) => recomputed(group, key, branch));
  const sum = sumOf(
    branches.map((branch) => branch.proof.challenge),
    group.order,
  );
  return challengeOf(group, prefix, commitments) === sum;
}

const challengeOf = (group: Group, prefix: string, commitments: readonly Element[]): bigint =>
  hashToScalar(prefix + group.encodeAll(commitments).join(','), group.order);
