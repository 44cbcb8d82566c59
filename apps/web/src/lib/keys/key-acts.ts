import {
  checkCertificates,
  groupByName,
  type GroupName,
  makeCertificate,
  makePolynomial,
  makeVoutput,
  memberKeys,
  newSeed,
  openDecryptionKey,
  type Random,
  readTrustees,
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
    readonly reply: { readonly seed: string; readonly certificate: string };
  };
  /** Is this seed the one behind this certificate? */
  readonly seedFits: {
    readonly given: { readonly group: GroupName; readonly seed: string; readonly certificate: string };
    readonly reply: boolean;
  };
  readonly polynomial: { readonly given: Own; readonly reply: Made<{ readonly polynomial: string }> };
  readonly share: {
    readonly given: Own & { readonly incoming: string };
    readonly reply: Made<{ readonly share: string }>;
  };
  /** Tries the own part in the finished key, before anybody depends on it. */
  readonly practise: {
    readonly given: {
      readonly group: GroupName;
      readonly seed: string;
      readonly index: number;
      readonly ownShare: string;
      readonly pedersen: string;
      readonly certificates: readonly string[];
    };
    readonly reply: Made<object>;
  };
  readonly check: {
    readonly given: { readonly archive: Uint8Array; readonly expected: BoxExpected };
    readonly reply: BoxCheck;
  };
  /** Opens the tally of the last box that was checked and found good, and no other. */
  readonly decrypt: {
    readonly given: { readonly seed: string; readonly ownShare: string };
    readonly reply: Made<{ readonly partial: string }>;
  };
};

/** The acts of the key worker: seeds and shares are used here and nowhere else in the page. */
export function keyActs(random: Random, checkProofs?: CheckProofs) {
  let checked: Extract<BoxCheck, { ok: true }> | undefined;
  return {
    certificate: (place: Place) => {
      const seed = newSeed(random);
      return { seed, certificate: makeCertificate(groupByName(place.group), seed, place, random) };
    },
    seedFits: ({ group: name, seed, certificate }: KeyAsks['seedFits']['given']): boolean => {
      const group = groupByName(name);
      const { signingKey, decryptionKey } = memberKeys(group, seed);
      const signed = JSON.parse(certificate) as { message: string };
      const said = JSON.parse(signed.message) as { verification: string; encryption: string };
      return (
        said.verification === group.encode(group.powerSecret(group.generator, signingKey)) &&
        said.encryption === group.encode(group.powerSecret(group.generator, decryptionKey))
      );
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
    }: KeyAsks['share']['given']): Made<{ share: string }> => {
      const group = groupByName(name);
      const members = checkCertificates(group, certificates, threshold);
      if (!members.ok) return members;
      const made = makeVoutput(group, seed, members, index, incoming, random);
      return made.ok ? { ok: true, share: made.voutput } : made;
    },
    practise: ({
      group: name,
      seed,
      index,
      ownShare,
      pedersen,
      certificates,
    }: KeyAsks['practise']['given']): Made<object> => {
      const group = groupByName(name);
      const read = readTrustees(group, trusteesRecord([pedersen as never]));
      if (!read.ok) return read;
      const certs = (JSON.parse(pedersen) as [string, { certs: unknown[] }])[1].certs.map((cert) =>
        JSON.stringify(cert),
      );
      if (certs.join('\n') !== certificates.join('\n')) return { ok: false, failed: 'certificates_changed' };
      const { private_key } = JSON.parse(ownShare) as { private_key: string };
      const opened = openDecryptionKey(group, seed, private_key);
      if (!opened.ok) return opened;
      const publicKey = group.encode(group.powerSecret(group.generator, opened.decryptionKey));
      const isOurs = read.all.some((trustee) => trustee.index === index && trustee.publicKey === publicKey);
      return isOurs ? { ok: true } : { ok: false, failed: 'key_not_ours' };
    },
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
