import type { Element, Group } from '../group/group.js';
import { hashToScalar, hexDigest } from '../record/digest.js';
import type { Random } from '../record/random.js';
import { type Proof, readProof } from '../proof/proof.js';
import { fields, list, readCanonical, text } from '../record/shape.js';
import { refuse, type Refusal } from '../record/verdict.js';
import { type GroupPlace, type MemberSet, memberKeys, nonNeutral } from './certificate.js';
import { sendSecret } from './secret-message.js';
import { isSignedBy, readSigned, signatureOf, type SignedMessage, signMessage } from './signed-message.js';

/** What member i sends in step 3 of belenios.md 3.7. */
export interface Polynomial {
  /** for the member itself */
  readonly polynomial: string;
  /** for member j = 1…n */
  readonly secrets: readonly string[];
  readonly coefexps: SignedMessage;
  /** of all certificates and these coefficients */
  readonly signature: Proof;
}

/** A message that was accepted before, as its parts; nothing is checked here. */
export function readPolynomial(value: unknown): Polynomial {
  const from = fields(value);
  return {
    polynomial: text(from.polynomial),
    secrets: list(from.secrets, text),
    coefexps: readSigned(from.coefexps),
    signature: readProof(from.signature),
  };
}

export type CoefficientsFailure =
  | 'coefexps_not_canonical'
  | 'coefexps_wrong_count'
  | 'coefexps_not_an_element'
  | 'coefexps_signature_invalid'
  | 'certificates_signature_invalid';

const signedTogether = (members: MemberSet, coefexps: readonly string[]): string =>
  `certs_sig|${JSON.stringify({ certs: members.members.map((m) => m.certificate), coefexps })}`;

/**
 * a_0…a_(t-1) of a member, out of its seed: what it will publish is settled with its certificate, before it has seen
 * anything of the others.
 */
function coefficientsOf(group: Group, seed: string, { size, threshold, index }: GroupPlace): bigint[] {
  const place = `pc|${group.name}|${size}|${threshold}|${index}`;
  return Array.from({ length: threshold }, (_, k) => hashToScalar(`${place}|${k}|${seed}`, group.order));
}

const publicOf = (group: Group, coefficients: readonly bigint[]): string[] =>
  coefficients.map((a) => group.encode(group.powerSecret(group.generator, a)));

/**
 * Hex digest of the coefficients that member i will publish in step 3; sent with its certificate. Every member keeps
 * all of them before it makes its polynomial, so that the last one cannot choose its coefficients by the others'
 * (R-52; not part of Belenios' format).
 */
export const commitmentTo = (group: Group, seed: string, place: GroupPlace): string =>
  commitmentOf(coefexpsMessage(publicOf(group, coefficientsOf(group, seed, place))));

const commitmentOf = (message: string): string => hexDigest(`piaojue-coefexps|${message}`);
const coefexpsMessage = (coefexps: readonly string[]): string => JSON.stringify({ coefexps });

/** Whether a member publishes what it promised with its certificate. */
export const isAsPromised = ({ message }: SignedMessage, commitment: string | undefined): boolean =>
  commitment === undefined || commitmentOf(message) === commitment;

/**
 * Step 3, as JSON: the member's polynomial of degree t-1, its values encrypted one for each member.
 * @param index the member's own, from 1. @throws RangeError when the seed is not that member's.
 */
export function makePolynomial(group: Group, seed: string, members: MemberSet, index: number, random: Random): string {
  const { threshold } = members;
  const coefficients = coefficientsOf(group, seed, { size: members.members.length, threshold, index });
  return polynomialWith(group, seed, members, index, coefficients, random);
}

/** `makePolynomial` of coefficients that somebody chose. */
export function polynomialWith(
  group: Group,
  seed: string,
  members: MemberSet,
  index: number,
  coefficients: readonly bigint[],
  random: Random,
): string {
  const { signingKey, decryptionKey } = memberKeys(group, seed);
  const own = members.members[index - 1];
  if (own?.encryption !== group.encode(group.powerSecret(group.generator, decryptionKey))) {
    throw new RangeError(`this seed is not that of member ${index}`);
  }
  const coefexps = publicOf(group, coefficients);
  const send = (recipient: string, message: object) =>
    sendSecret(group, signingKey, recipient, JSON.stringify(message), random);
  const polynomial: Polynomial = {
    polynomial: send(own.encryption, { polynomial: coefficients.map(String) }),
    secrets: members.members.map((m) =>
      send(m.encryption, { secret: valueAt(coefficients, m.index, group.order).toString() }),
    ),
    coefexps: signMessage(group, signingKey, coefexpsMessage(coefexps), random),
    signature: signatureOf(group, signingKey, signedTogether(members, coefexps), random),
  };
  return JSON.stringify(polynomial);
}

/** f(x) mod q */
function valueAt(coefficients: readonly bigint[], x: number, order: bigint): bigint {
  return coefficients.reduceRight((sum, a) => (sum * BigInt(x) + a) % order, 0n);
}

/**
 * What member i published: signed by it, t elements, and (new layout) its signature of the very certificates this
 * caller holds. @param signature undefined in the old layout only.
 */
export function checkCoefficients(
  group: Group,
  members: MemberSet,
  index: number,
  coefexps: SignedMessage,
  signature: Proof | undefined,
): { readonly ok: true; readonly coefficients: readonly Element[] } | Refusal<CoefficientsFailure> {
  const subject = `member ${index}`;
  const member = members.members[index - 1]!;
  const content = readCanonical(coefexps.message, (value) => ({ coefexps: list(fields(value).coefexps, text) }));
  if (content === undefined) return refuse('coefexps_not_canonical', subject);
  if (content.coefexps.length !== members.threshold) return refuse('coefexps_wrong_count', subject);
  if (!isSignedBy(group, member.verification, coefexps)) return refuse('coefexps_signature_invalid', subject);
  if (signature !== undefined) {
    const message = signedTogether(members, content.coefexps);
    if (!isSignedBy(group, member.verification, { message, signature })) {
      return refuse('certificates_signature_invalid', subject);
    }
  }
  const coefficients = content.coefexps.map((a) => nonNeutral(group, a));
  if (!coefficients.every((a) => a !== undefined)) return refuse('coefexps_not_an_element', subject);
  return { ok: true, coefficients };
}

export type PolynomialFailure =
  CoefficientsFailure | 'polynomial_not_canonical' | 'polynomial_wrong_arity' | 'commitment_differs';

/**
 * The server's check of what member `index` sent, before it routes anything. The secrets it cannot see.
 * @param commitment what the member sent with its certificate.
 */
export function checkPolynomial(
  group: Group,
  members: MemberSet,
  index: number,
  raw: string,
  commitment?: string,
):
  | { readonly ok: true; readonly polynomial: Polynomial; readonly coefficients: readonly Element[] }
  | Refusal<PolynomialFailure> {
  const polynomial = readCanonical(raw, readPolynomial);
  if (polynomial === undefined) return refuse('polynomial_not_canonical', `member ${index}`);
  if (polynomial.secrets.length !== members.members.length) return refuse('polynomial_wrong_arity', `member ${index}`);
  if (!isAsPromised(polynomial.coefexps, commitment)) return refuse('commitment_differs', `member ${index}`);
  const checked = checkCoefficients(group, members, index, polynomial.coefexps, polynomial.signature);
  return checked.ok ? { ...checked, polynomial } : checked;
}

/** product over all members of A_i(x) = product_k A_ik^(x^k): the public counterpart of sum_i f_i(x). */
export function publicValueAt(group: Group, coefficients: readonly Element[], x: number): Element {
  // Horner in the exponent: x is small, so the powers are cheap.
  return coefficients.reduceRight((sum, a) => group.multiply(group.power(sum, BigInt(x)), a), group.neutral);
}

export const productOf = (group: Group, elements: readonly Element[]): Element =>
  elements.reduce((a, b) => group.multiply(a, b), group.neutral);
