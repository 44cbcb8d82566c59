import { randomBytes } from 'node:crypto';
import * as contract from '@piaojue/contract';
import {
  commitmentTo,
  checkCertificates,
  deriveCredential,
  groupByName,
  makeCertificate,
  makePolynomial,
  makeVoutput,
  memberKeys,
  needsEveryone,
  newCredential,
  newSeed,
  openDecryptionKey,
  partialDecryption,
  readArchive,
  readChain,
  singleTrusteeOf,
  verifyElectionSoFar,
  type Election,
  type Group,
  type GroupName,
} from '@piaojue/ballot-crypto';
import { fastArithmetic } from '@piaojue/server/arithmetic';
import { Client } from './client.js';
import type { Staff } from './people.js';

export const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

export interface Keeper {
  readonly client: Client;
  readonly seed: string;
  readonly index: number;
}

/** The whole key ceremony, each scrutineer doing what the key page does. Where all must come it has one step only. */
export async function holdCeremony(
  base: string,
  staff: Staff,
  sittingId: string,
  groupName: GroupName,
  threshold: number,
): Promise<Keeper[]> {
  const group = groupByName(groupName, fastArithmetic());
  await staff.clerk.call(contract.openCeremony, {
    params: { sittingId },
    body: { accountIds: staff.scrutineers.map(({ accountId }) => accountId), threshold, group: groupName },
  });
  const size = staff.scrutineers.length;
  const keepers: Keeper[] = [];
  for (const { client } of staff.scrutineers) {
    const { token } = await client.call(contract.makeTrusteeLink, { params: { sittingId } });
    const keeper = { client: new Client(base, token), seed: newSeed(random), index: keepers.length + 1 };
    keepers.push(keeper);
    const place = { size, threshold, index: keeper.index };
    const body = needsEveryone(place)
      ? {
          certificate: singleTrusteeOf(group, memberKeys(group, keeper.seed).decryptionKey, random).entry,
          commitment: null,
        }
      : {
          certificate: makeCertificate(group, keeper.seed, place, random),
          commitment: commitmentTo(group, keeper.seed, place),
        };
    await keeper.client.call(contract.sendCertificate, { body });
  }
  if (needsEveryone({ size, threshold })) return keepers;
  const { certificates, commitments } = await keepers[0]!.client.call(contract.readTrusteeTask);
  const members = checkCertificates(
    group,
    certificates.map((each) => each ?? ''),
    threshold,
  );
  if (!members.ok) throw new Error(`certificates: ${members.failed}`);
  for (const { client, seed, index } of keepers)
    await client.call(contract.sendPolynomial, {
      body: { polynomial: makePolynomial(group, seed, members, index, random) },
    });
  for (const { client, seed, index } of keepers) {
    const { incoming } = await client.call(contract.readTrusteeTask);
    const made = makeVoutput(group, seed, members, index, incoming ?? '', random, commitments as string[]);
    if (!made.ok) throw new Error(`share: ${made.failed}`);
    await client.call(contract.sendShare, { body: { share: made.voutput } });
  }
  return keepers;
}

/** Makes `count` slips and registers their public halves for every election of the sitting. The secrets stay here. */
export async function makeSlips(keeper: Keeper, groupName: GroupName, count: number): Promise<string[]> {
  const group = groupByName(groupName, fastArithmetic());
  const { elections } = await keeper.client.call(contract.readTrusteeTask);
  const slips = Array.from({ length: count }, () => newCredential(random));
  const lists = elections.map(({ uuid }) => ({
    uuid,
    publicKeys: slips.map((slip) => deriveCredential(group, uuid, slip).publicKey).toSorted(),
  }));
  await keeper.client.call(contract.registerSlips, { body: { lists } });
  return slips;
}

/** A scrutineer verifies the whole board and recomputes the tally; only then is there something to open. */
export async function verifyBoard(base: string, voteId: string): Promise<{ election: Election; tally: string }> {
  const bytes = await new Client(base).bytes(`/api/public/votes/${voteId}/archive.bel`);
  const archive = readArchive(bytes);
  if (!archive.ok) throw new Error(`board: ${archive.failed}`);
  const chain = readChain(archive.records);
  if (!chain.ok) throw new Error(`board: ${chain.failed}`);
  if (!chain.ended) throw new Error('board: the ballots have not ended');
  const checked = await verifyElectionSoFar(chain, { arithmetic: fastArithmetic() });
  if (!checked.ok || !checked.election || !checked.tally)
    throw new Error(`board: ${JSON.stringify(checked.steps.findLast(({ ok }) => !ok))}`);
  return { election: checked.election, tally: checked.tally.record };
}

function secretOf({ seed, index }: Keeper, group: Group, task: contract.TrusteeTask): bigint {
  if (needsEveryone(task)) return memberKeys(group, seed).decryptionKey;
  const { private_key } = JSON.parse(task.ownShare ?? '{}') as { private_key: string };
  const key = openDecryptionKey(group, seed, private_key);
  if (!key.ok) throw new Error(`key of scrutineer ${index}: ${key.failed}`);
  return key.decryptionKey;
}

/** Opens this scrutineer's part of the box: the tally that `verifyBoard` recomputed, and nothing else. */
export async function openBox(
  keeper: Keeper,
  voteId: string,
  { election, tally }: { election: Election; tally: string },
): Promise<void> {
  const task = await keeper.client.call(contract.readTrusteeTask);
  const partial = partialDecryption(election, tally, secretOf(keeper, election.group, task), random);
  await keeper.client.call(contract.sendPartialDecryption, {
    params: { voteId },
    body: { partialDecryption: partial },
  });
}
