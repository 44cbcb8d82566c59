import {
  checkCertificates,
  checkSingles,
  commitmentTo,
  groupByName,
  type GroupName,
  makeCertificate,
  makePolynomial,
  makeVoutput,
  memberKeys,
  needsEveryone,
  newSeed,
  openDecryptionKey,
  type Random,
  readTrustees,
  singleTrusteeOf,
  trusteesRecord,
} from '@piaojue/ballot-crypto';
import type { Progress } from '../ballot/ask-worker.js';
import { type BoxCheck, type BoxExpected, checkBox, type CheckProofs, decryptBox } from './open-box.js';

interface Place {
  readonly group: GroupName;
  readonly size: number;
  readonly threshold: number;
  readonly index: number;
}
interface Own extends Place {
  readonly seed: string;
  readonly certificates: readonly string[];
}
type Made<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly failed: string; readonly subject?: string };

export type KeyAsks = {
  readonly certificate: {
    readonly given: Place;
    /** no commitment where all must come */
    readonly reply: { readonly seed: string; readonly certificate: string; readonly commitment: string | null };
  };
  /** Is this seed the one behind this certificate? */
  readonly seedFits: {
    readonly given: { readonly group: GroupName; readonly seed: string; readonly certificate: string };
    readonly reply: boolean;
  };
  readonly polynomial: { readonly given: Own; readonly reply: Made<{ readonly polynomial: string }> };
  readonly share: {
    readonly given: Own & { readonly incoming: string; readonly commitments: readonly string[] };
    readonly reply: Made<{ readonly share: string }>;
  };
  /** Tries the own part in the finished key, before anybody depends on it. */
  readonly practise: {
    readonly given: Own & { readonly ownShare: string | null; readonly pedersen: string };
    readonly reply: Made<object>;
  };
  readonly check: {
    readonly given: { readonly archive: Uint8Array; readonly expected: BoxExpected };
    readonly reply: BoxCheck;
  };
  /** Opens the tally of the last box that was checked and found good, and no other. */
  readonly decrypt: {
    readonly given: { readonly seed: string; readonly ownShare: string | null };
    readonly reply: Made<{ readonly partial: string }>;
  };
};

/** Where all must come: the finished key is nothing but the shown keys, all good, and ours is that of this seed. */
function trySingle({ group: name, seed, size, index, pedersen, certificates }: KeyAsks['practise']['given']) {
  const group = groupByName(name);
  const read = checkSingles(group, certificates);
  if (!read.ok) return read;
  if (read.all.length !== size || pedersen !== certificates.join(',')) return refuse('certificates_changed');
  const publicKey = group.encode(group.powerSecret(group.generator, memberKeys(group, seed).decryptionKey));
  return read.all[index - 1]?.publicKey === publicKey ? made : refuse('key_not_ours');
}

function tryShare({ group: name, seed, index, ownShare, pedersen, certificates }: KeyAsks['practise']['given']) {
  const group = groupByName(name);
  const read = readTrustees(group, trusteesRecord([pedersen]));
  if (!read.ok) return read;
  if (read.entries[0]?.kind !== 'Pedersen' || ownShare === null) return refuse('key_not_ours');
  const certs = (JSON.parse(pedersen) as [string, { certs: unknown[] }])[1].certs.map((cert) => JSON.stringify(cert));
  if (certs.join('\n') !== certificates.join('\n')) return refuse('certificates_changed');
  const { private_key } = JSON.parse(ownShare) as { private_key: string };
  const opened = openDecryptionKey(group, seed, private_key);
  if (!opened.ok) return opened;
  const publicKey = group.encode(group.powerSecret(group.generator, opened.decryptionKey));
  const isOurs = read.all.some((trustee) => trustee.index === index && trustee.publicKey === publicKey);
  return isOurs ? made : refuse('key_not_ours');
}

const made = { ok: true } as const;
const refuse = (failed: string) => ({ ok: false, failed }) as const;

/** The acts of the key worker: seeds and shares are used here and nowhere else in the page. */
export function keyActs(random: Random, checkProofs?: CheckProofs) {
  let checked: Extract<BoxCheck, { ok: true }> | undefined;
  return {
    certificate: (place: Place) => {
      const seed = newSeed(random);
      const group = groupByName(place.group);
      if (needsEveryone(place)) {
        const { entry } = singleTrusteeOf(group, memberKeys(group, seed).decryptionKey, random);
        return { seed, certificate: entry, commitment: null };
      }
      const certificate = makeCertificate(group, seed, place, random);
      return { seed, certificate, commitment: commitmentTo(group, seed, place) };
    },
    seedFits: ({ group: name, seed, certificate }: KeyAsks['seedFits']['given']): boolean => {
      const group = groupByName(name);
      const { signingKey, decryptionKey } = memberKeys(group, seed);
      const keyOf = (secret: bigint) => group.encode(group.powerSecret(group.generator, secret));
      const read = JSON.parse(certificate) as { message: string } | [string, { public_key: string }];
      if (Array.isArray(read)) return read[1].public_key === keyOf(decryptionKey);
      const said = JSON.parse(read.message) as { verification: string; encryption: string };
      return said.verification === keyOf(signingKey) && said.encryption === keyOf(decryptionKey);
    },
    polynomial: ({ group: name, seed, certificates, threshold, index }: Own): Made<{ polynomial: string }> => {
      const group = groupByName(name);
      const members = checkCertificates(group, certificates, threshold);
      if (!members.ok) return members;
      return { ok: true, polynomial: makePolynomial(group, seed, members, index, random) };
    },
    share: ({
      group: name,
      seed,
      certificates,
      threshold,
      index,
      incoming,
      commitments,
    }: KeyAsks['share']['given']): Made<{ share: string }> => {
      const group = groupByName(name);
      const members = checkCertificates(group, certificates, threshold);
      if (!members.ok) return members;
      const made = makeVoutput(group, seed, members, index, incoming, random, commitments);
      return made.ok ? { ok: true, share: made.voutput } : made;
    },
    practise: (given: KeyAsks['practise']['given']): Made<object> =>
      needsEveryone(given) ? trySingle(given) : tryShare(given),
    check: async ({ archive, expected }: KeyAsks['check']['given'], progress?: Progress): Promise<BoxCheck> => {
      checked = undefined;
      const result = await checkBox(archive, expected, progress, checkProofs);
      if (result.ok) checked = result;
      return result;
    },
    decrypt: ({ seed, ownShare }: KeyAsks['decrypt']['given']): Made<{ partial: string }> => {
      if (checked === undefined) return { ok: false, failed: 'not_checked' };
      return decryptBox(checked, seed, ownShare, random);
    },
  };
}
