import type { Element, Group } from '../group/group.js';
import { type Proof, readProof } from '../proof/proof.js';
import { fields, integer, list, literal, optional, readCanonical } from '../record/shape.js';
import { refuse, type Refusal } from '../record/verdict.js';
import { type CertificateFailure, checkSignedCertificates, type MemberSet } from './certificate.js';
import {
  checkCoefficients,
  type CoefficientsFailure,
  checkPolynomial,
  type PolynomialFailure,
  productOf,
} from './polynomial.js';
import { checkTrusteeKey, readTrusteeKey, type TrusteeKey } from './public-key.js';
import { readSigned, type SignedMessage } from './signed-message.js';
import type { TrusteeEntry } from './single.js';
import { checkVoutput, type MemberKeyFailure, memberKeyFailure, type VoutputFailure } from './voutput.js';

/** One who delivers a partial decryption. */
export interface Trustee {
  /** number in the archive, from 1, over all entries */
  readonly owner: number;
  readonly publicKey: string;
  readonly key: Element;
  readonly name?: string;
  /** place of its entry in the record, from 0 */
  readonly entry: number;
  /** within a Pedersen group, from 1; 0 for a Single */
  readonly index: number;
}

export interface Trustees {
  readonly ok: true;
  readonly raw: string;
  readonly all: readonly Trustee[];
  /** per entry: how many of its trustees must decrypt (all 1 of 1 for a Single), and the new or the old layout */
  readonly entries: readonly {
    readonly kind: 'Single' | 'Pedersen';
    readonly threshold: number;
    readonly size: number;
  }[];
  /** str(y), the election's key */
  readonly electionKey: string;
}

export type TrusteesFailure =
  | 'trustees_not_canonical'
  | 'trustees_none'
  | 'trustees_old_layout'
  | 'trustees_wrong_arity'
  | 'trustee_key_twice'
  | 'election_key_neutral'
  | CertificateFailure
  | CoefficientsFailure
  | MemberKeyFailure;

interface Pedersen {
  readonly threshold: number;
  readonly certs: readonly SignedMessage[];
  readonly coefexps: readonly SignedMessage[];
  readonly signatures?: readonly Proof[];
  readonly verification_keys: readonly TrusteeKey[];
}

function readPedersen(value: unknown): Pedersen {
  const from = fields(value);
  return {
    threshold: integer(from.threshold),
    certs: list(from.certs, readSigned),
    coefexps: list(from.coefexps, readSigned),
    ...optional(from, 'signatures', (signatures) => list(signatures, readProof)),
    verification_keys: list(from.verification_keys, readTrusteeKey),
  };
}

type Entry = readonly ['Single', TrusteeKey] | readonly ['Pedersen', Pedersen];

function readEntry(value: unknown): Entry {
  const [kind, content, ...more] = list(value, (item) => item);
  literal(more.length, 0);
  return kind === 'Single'
    ? ['Single', readTrusteeKey(content)]
    : [literal(kind as string, 'Pedersen'), readPedersen(content)];
}

/** `trustees` of belenios.md 3.7. Not checked here: `readTrustees` does. */
export const trusteesRecord = (entries: readonly TrusteeEntry[]): string => `[${entries.join(',')}]`;

/**
 * Step 6: everything the members published, checked again, as one entry of the trustees record.
 * The subject of a refusal is `member i`.
 */
export function assemblePedersen(
  group: Group,
  members: MemberSet,
  polynomials: readonly string[],
  voutputs: readonly string[],
): { readonly ok: true; readonly entry: TrusteeEntry } | Refusal<PolynomialFailure | VoutputFailure> {
  const size = members.members.length;
  if (polynomials.length !== size || voutputs.length !== size) throw new RangeError(`not ${size} messages`);
  const checked = [];
  for (const [i, raw] of polynomials.entries()) {
    const polynomial = checkPolynomial(group, members, i + 1, raw);
    if (!polynomial.ok) return polynomial;
    checked.push(polynomial);
  }
  const keys: TrusteeKey[] = [];
  for (const [i, raw] of voutputs.entries()) {
    const voutput = checkVoutput(
      group,
      members,
      checked.map((c) => c.coefficients),
      i + 1,
      raw,
    );
    if (!voutput.ok) return voutput;
    keys.push(voutput.voutput.public_key);
  }
  const pedersen: Pedersen = {
    threshold: members.threshold,
    certs: members.members.map((m) => m.certificate),
    coefexps: checked.map((c) => c.polynomial.coefexps),
    signatures: checked.map((c) => c.polynomial.signature),
    verification_keys: keys,
  };
  return { ok: true, entry: JSON.stringify(['Pedersen', pedersen]) };
}

/**
 * Reads a trustees record and checks every proof, certificate, coefficient, key and signature in it.
 * The subject of a refusal is `trustee k` (numbered as in the archive), or `trustee k, member i` inside a group.
 * @param layout `old` also admits groups without context and signatures (Belenios 2.0), for old records only.
 */
export function readTrustees(
  group: Group,
  raw: string,
  layout: 'new' | 'old' = 'new',
): Trustees | Refusal<TrusteesFailure> {
  const entries = readCanonical(raw, (value) => list(value, readEntry));
  if (entries === undefined) return refuse('trustees_not_canonical');
  if (entries.length === 0) return refuse('trustees_none');
  const all: Trustee[] = [];
  const sizes: Trustees['entries'][number][] = [];
  const subKeys: Element[] = [];
  for (const [entry, [kind, content]] of entries.entries()) {
    const first = all.length + 1;
    if (kind === 'Single') {
      const key = checkTrusteeKey(group, content);
      if (typeof key === 'string') return refuse(key, `trustee ${first}`);
      all.push(trusteeOf(content, key, first, entry, 0));
      sizes.push({ kind, threshold: 1, size: 1 });
      subKeys.push(key);
      continue;
    }
    const checked = checkPedersen(group, content, layout);
    if (!checked.ok) return refuse(checked.failed, memberSubject(checked.subject, first));
    content.verification_keys.forEach((own, i) => all.push(trusteeOf(own, checked.keys[i]!, first + i, entry, i + 1)));
    sizes.push({ kind, threshold: content.threshold, size: content.certs.length });
    subKeys.push(checked.subKey);
  }
  // Within a 1-of-n group the keys are equal by construction.
  const twice = all.find((t) => all.some((other) => other.entry < t.entry && other.publicKey === t.publicKey));
  if (twice !== undefined) return refuse('trustee_key_twice', `trustee ${twice.owner}`);
  const electionKey = productOf(group, subKeys);
  if (group.equal(electionKey, group.neutral)) return refuse('election_key_neutral');
  return { ok: true, raw, all, entries: sizes, electionKey: group.encode(electionKey) };
}

const memberSubject = (member: string | undefined, first: number): string => {
  const index = Number(member?.replace('member ', '') ?? 1);
  return `trustee ${first + index - 1}, member ${index}`;
};

const trusteeOf = (own: TrusteeKey, key: Element, owner: number, entry: number, index: number): Trustee => ({
  owner,
  publicKey: own.public_key,
  key,
  ...(own.name === undefined ? {} : { name: own.name }),
  entry,
  index,
});

function checkPedersen(group: Group, pedersen: Pedersen, layout: 'new' | 'old') {
  const { threshold, certs, coefexps, signatures, verification_keys } = pedersen;
  const isOld = signatures === undefined;
  if (isOld && layout === 'new') return refuse('trustees_old_layout');
  const counts = [coefexps.length, verification_keys.length, signatures?.length ?? certs.length];
  const sound = certs.length > 0 && threshold >= 1 && threshold <= certs.length;
  if (!sound || counts.some((n) => n !== certs.length)) return refuse('trustees_wrong_arity');
  const members = checkSignedCertificates(group, certs, threshold, isOld ? 'old' : 'new');
  if (!members.ok) return members;
  const coefficients: (readonly Element[])[] = [];
  for (const [i, own] of coefexps.entries()) {
    const checked = checkCoefficients(group, members, i + 1, own, signatures?.[i]);
    if (!checked.ok) return checked;
    coefficients.push(checked.coefficients);
  }
  for (const [i, key] of verification_keys.entries()) {
    const failed = memberKeyFailure(group, members, coefficients, i + 1, key, isOld ? 'old' : 'new');
    if (failed !== undefined) return refuse(failed, `member ${i + 1}`);
  }
  const keys = verification_keys.map((key) => group.decodeAgain(key.public_key));
  return {
    ok: true as const,
    keys,
    subKey: productOf(
      group,
      coefficients.map((own) => own[0]!),
    ),
  };
}
