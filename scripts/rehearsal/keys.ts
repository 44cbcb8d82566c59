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
  singleTrusteeOf,
  type GroupName,
} from '@piaojue/ballot-crypto';
import { fastArithmetic } from '@piaojue/server/arithmetic';
import { checkBox, decryptBox, type BoxCheck, type CheckProofs } from '../../apps/web/src/lib/keys/open-box.js';
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

type GoodBox = Extract<BoxCheck, { ok: true }>;

/**
 * What the key page itself checks before it opens, by the page's own code: each scrutineer takes the board and checks all
 * of it. The proofs of the same ballots are checked once for all of them.
 */
export async function checkBoxes(
  keepers: readonly Keeper[],
  base: string,
  voteId: string,
): Promise<{ keeper: Keeper; box: GoodBox }[]> {
  const checked: { keeper: Keeper; box: GoodBox }[] = [];
  for (const keeper of keepers) {
    const task = await keeper.client.call(contract.readTrusteeTask);
    const vote = task.votes.find(({ id }) => id === voteId);
    if (!vote || task.pedersen === null) throw new Error(`scrutineer ${keeper.index} has no such box`);
    const { uuid, ballots } = vote;
    const { pedersen, size, threshold, index } = task;
    const archive = await new Client(base).bytes(`/api/public/votes/${voteId}/archive.bel`);
    const proven: CheckProofs | undefined =
      checked.length > 0 ? async (_election, all) => all.map(() => ({ ok: true as const })) : undefined;
    const expected = { uuid, ballots, pedersen, size, threshold, index };
    const box = await checkBox(archive, expected, undefined, proven, fastArithmetic());
    if (!box.ok) throw new Error(`scrutineer ${keeper.index} refuses the box: ${box.failed} ${box.subject ?? ''}`);
    if (checked.some((other) => other.box.tallyHash !== box.tallyHash)) throw new Error('two scrutineers, two tallies');
    checked.push({ keeper, box });
  }
  return checked;
}

/** Opens this scrutineer's part of the box that its page accepted, and nothing else. */
export async function openBox({ keeper, box }: { keeper: Keeper; box: GoodBox }, voteId: string): Promise<void> {
  const { ownShare } = await keeper.client.call(contract.readTrusteeTask);
  const made = decryptBox(box, keeper.seed, ownShare, random);
  if (!made.ok) throw new Error(`key of scrutineer ${keeper.index}: ${made.failed}`);
  await keeper.client.call(contract.sendPartialDecryption, {
    params: { voteId },
    body: { partialDecryption: made.partial },
  });
}
