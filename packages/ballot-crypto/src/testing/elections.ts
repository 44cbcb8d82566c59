import { type ArchiveRecord, archiveBytes } from '../archive/container.js';
import {
  type Appended,
  appendBallot,
  appendEndBallots,
  appendPartial,
  appendResult,
  appendSetup,
  appendTally,
} from '../archive/events.js';
import { type Marks, sealBallot } from '../ballot/seal.js';
import { deriveCredential, newCredential } from '../credential/credential.js';
import { credentialsRecord } from '../credential/credentials-record.js';
import { type Election, makeElection, newUuid, readElection } from '../election/election.js';
import { type BallotKind, questionsFor } from '../election/kinds.js';
import type { Group, GroupName } from '../group/group.js';
import { groupByName } from '../group/group-by-name.js';
import type { Random } from '../record/random.js';
import { partialDecryption } from '../tally/partial-decryption.js';
import { resultOf } from '../tally/result.js';
import { encryptedTallyOf, tallyRecord } from '../tally/tally.js';
import { checkCertificates, makeCertificate, type MemberSet, newSeed } from '../trustee/certificate.js';
import { checkPolynomial, makePolynomial } from '../trustee/polynomial.js';
import { makeSingleTrustee, type TrusteeEntry } from '../trustee/single.js';
import { assemblePedersen, readTrustees, type Trustees, trusteesRecord } from '../trustee/trustees-record.js';
import { vinputFor } from '../trustee/vinput.js';
import { makeVoutput } from '../trustee/voutput.js';
import { dice } from './dice.js';

export function must<T extends { readonly ok: boolean }>(verdict: T): Extract<T, { readonly ok: true }> {
  if (!verdict.ok) throw new Error(JSON.stringify(verdict));
  return verdict as Extract<T, { readonly ok: true }>;
}

/** Every message of a key generation in which all members are honest. */
export interface Ceremony {
  readonly group: Group;
  readonly seeds: readonly string[];
  readonly certificates: readonly string[];
  readonly members: MemberSet;
  readonly polynomials: readonly string[];
  readonly vinputs: readonly string[];
  readonly voutputs: readonly string[];
  readonly decryptionKeys: readonly bigint[];
  readonly entry: TrusteeEntry;
}

export function ceremony(group: Group, threshold: number, size: number, random: Random): Ceremony {
  const seeds = Array.from({ length: size }, () => newSeed(random));
  const certificates = seeds.map((seed, i) => makeCertificate(group, seed, { size, threshold, index: i + 1 }, random));
  const members = must(checkCertificates(group, certificates, threshold));
  const polynomials = seeds.map((seed, i) => makePolynomial(group, seed, members, i + 1, random));
  const checked = polynomials.map((raw, i) => must(checkPolynomial(group, members, i + 1, raw)).polynomial);
  const vinputs = seeds.map((_, i) => vinputFor(checked, i + 1));
  const outputs = seeds.map((seed, i) => must(makeVoutput(group, seed, members, i + 1, vinputs[i]!, random)));
  const voutputs = outputs.map((o) => o.voutput);
  const { entry } = must(assemblePedersen(group, members, polynomials, voutputs));
  const decryptionKeys = outputs.map((o) => o.decryptionKey);
  return { group, seeds, certificates, members, polynomials, vinputs, voutputs, decryptionKeys, entry };
}

/** `single`, or `2/3`, or both: the order of the entries. */
export type TrusteePlan = readonly ('single' | `${number}/${number}`)[];

export interface Held {
  readonly election: Election;
  readonly electionRaw: string;
  readonly trustees: Trustees;
  readonly trusteesRaw: string;
  /** secret keys by owner - 1 */
  readonly secretKeys: readonly bigint[];
  readonly credentials: readonly string[];
  readonly publicCredentials: readonly string[];
  readonly credentialsRaw: string;
  readonly random: Random;
}

export function heldElection(plan: {
  readonly group?: GroupName;
  readonly kind?: BallotKind;
  readonly projects?: number;
  readonly cap?: number;
  readonly trustees?: TrusteePlan;
  readonly voters?: number;
  readonly name?: string;
}): Held {
  const random = dice(plan.name ?? 'election');
  const group = groupByName(plan.group ?? 'Ed25519');
  const secretKeys: bigint[] = [];
  const entries = (plan.trustees ?? ['single']).map((kind): TrusteeEntry => {
    if (kind === 'single') {
      const single = makeSingleTrustee(group, random);
      secretKeys.push(single.secretKey);
      return single.entry;
    }
    const [threshold, size] = kind.split('/').map(Number);
    const made = ceremony(group, threshold!, size!, random);
    secretKeys.push(...made.decryptionKeys);
    return made.entry;
  });
  const trusteesRaw = trusteesRecord(entries);
  const trustees = must(readTrustees(group, trusteesRaw));
  const titles = Array.from({ length: plan.projects ?? 2 }, (_, i) => `项目${i + 1}`);
  const electionRaw = makeElection({
    description: '民生实事项目',
    name: '票决"测试"',
    group: group.name,
    publicKey: trustees.electionKey,
    questions: questionsFor(plan.kind ?? 'approve_only', titles, plan.cap ?? titles.length),
    uuid: newUuid(random),
  });
  const election = readElection(electionRaw);
  const credentials = Array.from({ length: plan.voters ?? 1 }, () => newCredential(random));
  const publicCredentials = credentials.map((c) => deriveCredential(group, election.uuid, c).publicKey);
  const credentialsRaw = credentialsRecord(publicCredentials);
  return {
    election,
    electionRaw,
    trustees,
    trusteesRaw,
    secretKeys,
    credentials,
    publicCredentials,
    credentialsRaw,
    random,
  };
}

export const sealedBy = (held: Held, voter: number, marks: Marks): string =>
  sealBallot({ election: held.election, credential: held.credentials[voter]!, marks, random: held.random }).ballot;

/** Tally and parts of these owners. */
export function opened(held: Held, ballots: readonly string[], owners: readonly number[]) {
  const tally = tallyRecord(held.election, encryptedTallyOf(held.election, ballots));
  const parts = owners.map((owner) => ({
    owner,
    partial: partialDecryption(held.election, tally, held.secretKeys[owner - 1]!, held.random),
  }));
  const result = must(resultOf(held.election, held.trustees, tally, parts, ballots.length));
  return { tally, parts, result };
}

/** The records of a whole archive, event by event. */
export function eventsOf(held: Held, ballots: readonly string[], owners: readonly number[]): Appended[] {
  const { tally, parts, result } = opened(held, ballots, owners);
  const events = [
    appendSetup({ election: held.electionRaw, trustees: held.trusteesRaw, credentials: held.credentialsRaw }),
  ];
  const add = (make: (head: Appended['head']) => Appended) => events.push(make(events.at(-1)!.head));
  ballots.forEach((ballot) => add((head) => appendBallot(head, ballot)));
  add(appendEndBallots);
  add((head) => appendTally(head, tally, ballots.length));
  parts.forEach(({ owner, partial }) => add((head) => appendPartial(head, owner, partial)));
  add((head) => appendResult(head, result.record));
  return events;
}

export const recordsOf = (events: readonly Appended[]): ArchiveRecord[] => events.flatMap((event) => event.records);

export const belOf = (events: readonly Appended[]): Uint8Array => archiveBytes(1_795_488_600, recordsOf(events));
