import { groupByName, memberKeys, singleTrusteeOf } from '@piaojue/ballot-crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { webRandom } from '../ballot/seal-acts.js';
import type { KeptKey } from './ceremony.js';
import { keyActs } from './key-acts.js';
import { checkBox, decryptBox, mayOpen } from './open-box.js';
import { boxOf, CeremonyServer, finishedCeremony } from './testing/ceremony-in-process.js';

let server: CeremonyServer;
let members: KeptKey[];
let box: ReturnType<typeof boxOf>;
beforeAll(() => {
  ({ server, members } = finishedCeremony(3, 2));
  box = boxOf(server, 4);
});
const expectedBy = (index: number, more: object = {}) => ({
  uuid: box.uuid,
  ballots: 4,
  pedersen: server.pedersen!,
  size: 3,
  threshold: 2,
  index,
  ...more,
});

test('R-55: an honest box is checked ballot by ballot, and its own tally opened', async () => {
  const seen: number[] = [];
  const checked = await checkBox(box.archive(), expectedBy(2), (done) => seen.push(done));
  if (!checked.ok) throw new Error(checked.failed);
  expect(seen).toEqual([1, 2, 3, 4]);
  expect(checked).toMatchObject({ ballots: 4, ownPartThere: false });
  const opened = decryptBox(checked, members[1]!.seed, members[1]!.share!, webRandom);
  expect(opened.ok).toBe(true);
  expect(mayOpen(checked, undefined)).toBe('first');
});

test('R-55: a box with one ballot taken out, offered for decryption, is refused', async () => {
  const archive = box.archive({ boxed: box.sealed.slice(0, 1) });
  expect(await checkBox(archive, expectedBy(1))).toMatchObject({ ok: false, failed: 'ballots_differ' });
});

test('R-55: a tally that is not that of the ballots is refused', async () => {
  const archive = box.archive({ tallied: box.sealed.slice(0, 1) });
  expect(await checkBox(archive, expectedBy(1))).toMatchObject({ ok: false, failed: 'tally:tally_differs' });
});

test('R-55: a box that is still open, or has no tally, or is counted, is refused', async () => {
  const fails = async (until: 'ballots' | 'end' | 'tally' | 'counted') =>
    (await checkBox(box.archive({ until }), expectedBy(1))) as { failed: string };
  expect((await fails('ballots')).failed).toBe('not_ended');
  expect((await fails('end')).failed).toBe('no_tally');
  expect((await fails('tally')).failed).toBe('server_part_missing');
  expect((await fails('counted')).failed).toMatch(/^(result|already_counted)/);
});

test('R-55: another vote, another key, a spoilt byte are refused by name', async () => {
  expect(await checkBox(box.archive(), expectedBy(1, { uuid: 'other' }))).toMatchObject({ failed: 'other_election' });
  const other = finishedCeremony(3, 2).server;
  expect(await checkBox(box.archive(), expectedBy(1, { pedersen: other.pedersen! }))).toMatchObject({
    failed: 'keys_differ',
  });
  const spoilt = box.archive();
  spoilt[spoilt.length >> 1]! ^= 1;
  expect(await checkBox(spoilt, expectedBy(1))).toMatchObject({ ok: false });
  const forged = [...box.sealed];
  forged[2] = forged[2]!.replace(/"response":"\d/, (proof) => proof.slice(0, -1) + (proof.endsWith('7') ? '8' : '7'));
  expect(await checkBox(box.archive({ boxed: forged, until: 'end' }), expectedBy(1))).toMatchObject({
    ok: false,
    subject: expect.stringContaining('ballot 3'),
  });
});

test('R-55: one vote is opened once: the same part may go again, another tally never', async () => {
  const checked = await checkBox(box.archive(), expectedBy(3));
  if (!checked.ok) throw new Error(checked.failed);
  const { tallyHash } = checked;
  expect(mayOpen(checked, { uuid: box.uuid, tallyHash, partial: 'p' })).toBe('again');
  expect(mayOpen(checked, { uuid: box.uuid, tallyHash: 'other', partial: 'p' })).toBe('other_tally');
  const opened = decryptBox(checked, members[2]!.seed, members[2]!.share!, webRandom);
  if (!opened.ok) throw new Error(opened.failed);
  const later = await checkBox(box.archive({ parts: [{ owner: 4, partial: opened.partial }] }), expectedBy(3));
  if (!later.ok) throw new Error(later.failed);
  expect(later).toMatchObject({ ownPartThere: true });
  expect(mayOpen(later, undefined)).toBe('own_part_there');
});

test('R-55: the worker decrypts nothing that it has not checked, and only with the own key', async () => {
  const acts = keyActs(webRandom);
  const [first, second] = members as [KeptKey, KeptKey];
  const with1 = { seed: first.seed, ownShare: first.share! };
  expect(acts.decrypt(with1)).toEqual({ ok: false, failed: 'not_checked' });
  await acts.check({ archive: box.archive({ until: 'end' }), expected: expectedBy(1) });
  expect(acts.decrypt(with1)).toEqual({ ok: false, failed: 'not_checked' });
  await acts.check({ archive: box.archive(), expected: expectedBy(1) });
  expect(acts.decrypt({ seed: second.seed, ownShare: second.share! })).toEqual({ ok: false, failed: 'key_not_ours' });
  expect(acts.decrypt({ seed: first.seed, ownShare: second.share! })).toEqual({ ok: false, failed: 'key_file_wrong' });
  expect(acts.decrypt(with1).ok).toBe(true);
});

describe('where all must come', () => {
  let singles: CeremonyServer;
  let own: KeptKey[];
  const expectedOf = (of: { uuid: string }, index: number) => ({
    uuid: of.uuid,
    ballots: 2,
    pedersen: singles.pedersen!,
    size: 3,
    threshold: 3,
    index,
  });
  const check = async (of: ReturnType<typeof boxOf>, more: object = {}) =>
    checkBox(of.archive(), { ...expectedOf(of, 1), ...more });
  beforeAll(() => void ({ server: singles, members: own } = finishedCeremony(3, 3)));

  test('R-55: a box of single keys is checked, and opened by each with the seed alone', async () => {
    const honest = boxOf(singles, 2);
    for (const { index, seed } of own) {
      const checked = await checkBox(honest.archive(), expectedOf(honest, index));
      if (!checked.ok) throw new Error(checked.failed);
      expect(decryptBox(checked, seed, null, webRandom).ok).toBe(true);
      const other = own[index % 3]!.seed;
      expect(decryptBox(checked, other, null, webRandom)).toEqual({ ok: false, failed: 'key_not_ours' });
    }
    const part = { owner: 3, partial: decrypted(await check(honest, { index: 2 }), own[1]!.seed) };
    const later = await checkBox(honest.archive({ parts: [part] }), expectedOf(honest, 2));
    expect(later).toMatchObject({ ok: true, ownPartThere: true });
  });

  const decrypted = (checked: Awaited<ReturnType<typeof checkBox>>, seed: string): string => {
    const opened = checked.ok ? decryptBox(checked, seed, null, webRandom) : checked;
    if (!opened.ok) throw new Error(opened.failed);
    return opened.partial;
  };

  test('R-55: a key more, a key less, another order, a key replaced or made again, and a group are other keys', async () => {
    const [a = '', b = '', c = ''] = own.map(({ certificate }) => certificate);
    const foreign = finishedCeremony(3, 3).members[0]!.certificate;
    const again = singleTrusteeOf(
      groupByName('Ed25519'),
      memberKeys(groupByName('Ed25519'), own[2]!.seed).decryptionKey,
      webRandom,
    ).entry;
    const others = [
      [a, b, c, foreign],
      [a, b],
      [a],
      [b, a, c],
      [a, b, foreign],
      [foreign, b, c],
      [a, b, again],
      [server.pedersen!],
      [a, b, server.pedersen!],
    ];
    for (const keys of others) {
      expect(await check(boxOf(singles, 2, keys.join(',')))).toEqual({ ok: false, failed: 'keys_differ' });
    }
  });

  test('R-55: neither mode takes the record of the other, whatever was kept', async () => {
    const ofSingles = boxOf(singles, 2);
    expect(await check(ofSingles, { threshold: 2 })).toMatchObject({ failed: 'keys_differ' });
    const ofGroup = boxOf(server, 2);
    const pedersen = server.pedersen!;
    expect(await check(ofGroup, { pedersen, threshold: 3 })).toMatchObject({ failed: 'keys_differ' });
    expect(await check(ofGroup, { pedersen, threshold: 2 })).toMatchObject({ ok: true });
    const oneMore = boxOf(server, 2, `${pedersen},${own[0]!.certificate}`);
    expect(await check(oneMore, { pedersen, threshold: 2 })).toMatchObject({ failed: 'keys_differ' });
  });
});
