import type { Element, Group } from '../group/group.js';
import { hashToScalar } from '../record/digest.js';
import { randomBase58, type Random } from '../record/random.js';
import { fields, integer, readCanonical, text } from '../record/shape.js';
import { refuse, type Refusal } from '../record/verdict.js';
import { isSignedBy, readSigned, type SignedMessage, signMessage } from './signed-message.js';

/** What a member keeps: 22 Base58 characters, the tool's `.key` file. */
export const newSeed = (random: Random): string => randomBase58(random, 22);

export interface MemberKeys {
  readonly signingKey: bigint;
  readonly decryptionKey: bigint;
}

export function memberKeys(group: Group, seed: string): MemberKeys {
  if (!/^[1-9A-HJ-NP-Za-km-z]{22}$/.test(seed)) throw new RangeError('a seed is 22 Base58 characters');
  return {
    signingKey: hashToScalar(`sk|${seed}`, group.order),
    decryptionKey: hashToScalar(`dk|${seed}`, group.order),
  };
}

/** size n, threshold t (any t decrypt), index from 1 */
export interface GroupPlace {
  readonly size: number;
  readonly threshold: number;
  readonly index: number;
}

/** Step 1 of belenios.md 3.7, as JSON. */
export function makeCertificate(group: Group, seed: string, place: GroupPlace, random: Random): string {
  const { size, threshold, index } = place;
  if (!isPlace(place)) throw new RangeError(`no place ${index} in a ${threshold}-of-${size} group`);
  const { signingKey, decryptionKey } = memberKeys(group, seed);
  const message = JSON.stringify({
    context: { group: group.name, size, threshold, index },
    verification: group.encode(group.powerSecret(group.generator, signingKey)),
    encryption: group.encode(group.powerSecret(group.generator, decryptionKey)),
  });
  return JSON.stringify(signMessage(group, signingKey, message, random));
}

const isPlace = ({ size, threshold, index }: GroupPlace) =>
  [size, threshold, index].every(Number.isSafeInteger) &&
  threshold >= 1 &&
  threshold <= size &&
  index >= 1 &&
  index <= size;

function readContent(value: unknown) {
  const from = fields(value);
  const context = fields(from.context);
  return {
    context: {
      group: text(context.group),
      size: integer(context.size),
      threshold: integer(context.threshold),
      index: integer(context.index),
    },
    verification: text(from.verification),
    encryption: text(from.encryption),
  };
}

/** Layout of Belenios 2.0: no context. Read for old records only. */
function readOldContent(value: unknown) {
  const from = fields(value);
  return { verification: text(from.verification), encryption: text(from.encryption) };
}

export interface Member {
  readonly index: number;
  readonly certificate: SignedMessage;
  readonly verification: Element;
  /** str(ek) */
  readonly encryption: string;
}

export type CertificateFailure =
  | 'certificate_not_canonical'
  | 'certificate_wrong_group'
  | 'certificate_wrong_place'
  | 'certificate_key_not_an_element'
  | 'certificate_key_twice'
  | 'certificate_signature_invalid';

export interface MemberSet {
  readonly ok: true;
  readonly threshold: number;
  readonly members: readonly Member[];
}

/**
 * Step 2: every certificate under its own key, all for one group of this size and threshold, in order of index, all
 * keys different. The subject of a refusal is `member i`. Each member runs this on the list the server shows, keeps
 * the list, and compares it aloud with the others' (R-52).
 */
export function checkCertificates(
  group: Group,
  certificates: readonly string[],
  threshold: number,
): MemberSet | Refusal<CertificateFailure> {
  const signed = certificates.map((raw) => readCanonical(raw, readSigned));
  return checkSignedCertificates(group, signed, threshold, 'new');
}

export function checkSignedCertificates(
  group: Group,
  certificates: readonly (SignedMessage | undefined)[],
  threshold: number,
  layout: 'new' | 'old',
): MemberSet | Refusal<CertificateFailure> {
  const members: Member[] = [];
  const keys = new Set<string>();
  for (const [i, certificate] of certificates.entries()) {
    const read = memberOf(group, certificate, { size: certificates.length, threshold, index: i + 1 }, keys, layout);
    if ('failed' in read) return read;
    members.push(read);
  }
  return { ok: true, threshold, members };
}

/**
 * One certificate as it arrives, before the others are there: right for its place and under its own key, and with
 * no key that one of `others` has. What passes here passes in `checkCertificates` too.
 *
 * @param others certificates that were already accepted, in any order
 */
export function checkCertificate(
  group: Group,
  certificate: string,
  place: GroupPlace,
  others: readonly string[],
): { readonly ok: true } | Refusal<CertificateFailure> {
  const keys = new Set<string>();
  for (const other of others) {
    const signed = readCanonical(other, readSigned);
    const content = signed && contentOf(signed, 'new');
    if (content) keys.add(content.verification).add(content.encryption);
  }
  const read = memberOf(group, readCanonical(certificate, readSigned), place, keys, 'new');
  return 'failed' in read ? read : { ok: true };
}

/** @param keys those of the members before; the member's own are added */
function memberOf(
  group: Group,
  certificate: SignedMessage | undefined,
  place: GroupPlace,
  keys: Set<string>,
  layout: 'new' | 'old',
): Member | Refusal<CertificateFailure> {
  const subject = `member ${place.index}`;
  if (certificate === undefined) return refuse('certificate_not_canonical', subject);
  const content = contentOf(certificate, layout);
  if (content === undefined) return refuse('certificate_not_canonical', subject);
  const { context } = content;
  if (context !== undefined) {
    if (context.group !== group.name) return refuse('certificate_wrong_group', subject);
    const right = (['size', 'threshold', 'index'] as const).every((name) => context[name] === place[name]);
    if (!right || !isPlace(place)) return refuse('certificate_wrong_place', subject);
  }
  const verification = nonNeutral(group, content.verification);
  if (verification === undefined || nonNeutral(group, content.encryption) === undefined) {
    return refuse('certificate_key_not_an_element', subject);
  }
  if (!isSignedBy(group, verification, certificate)) return refuse('certificate_signature_invalid', subject);
  for (const key of [content.verification, content.encryption]) {
    if (keys.has(key)) return refuse('certificate_key_twice', subject);
    keys.add(key);
  }
  return { index: place.index, certificate, verification, encryption: content.encryption };
}

interface CertificateContent {
  readonly context?: {
    readonly group: string;
    readonly size: number;
    readonly threshold: number;
    readonly index: number;
  };
  readonly verification: string;
  readonly encryption: string;
}

function contentOf(certificate: SignedMessage, layout: 'new' | 'old'): CertificateContent | undefined {
  return layout === 'new'
    ? readCanonical(certificate.message, readContent)
    : readCanonical(certificate.message, readOldContent);
}

export function nonNeutral(group: Group, text: string): Element | undefined {
  const element = group.decode(text);
  return element === undefined || group.equal(element, group.neutral) ? undefined : element;
}
