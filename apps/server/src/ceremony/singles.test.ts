import * as contract from '@piaojue/contract';
import {
  groupByName,
  hexDigest,
  makeCertificate,
  makeSingleTrustee,
  memberKeys,
  readTrustees,
  singleTrusteeOf,
  verifyArchive,
} from '@piaojue/ballot-crypto';
import { isCounted } from '@piaojue/rules';
import { expect, test } from 'vitest';
import { countWhenOpened } from '../count/decryption.js';
import {
  certificateOf,
  deliver,
  group,
  openBox,
  openCeremony,
  partOf,
  publish,
  random,
  sittingWithDraftVote,
  stateOf,
  talliedVote,
  type Sitting,
  confirm,
  sign,
} from '../testing/situations.js';

const logOf = async ({ world }: Sitting) =>
  (await world.database.sql('SELECT entry FROM log_leaf')).map(
    ({ entry }) => JSON.parse(String(entry)) as { type: string; data: Record<string, unknown> },
  );
const archiveOf = async ({ world, voteId }: Sitting) => {
  const { text } = await world.anyone.raw({ url: `/api/public/votes/${voteId}/archive.bel` });
  return new Uint8Array(Buffer.from(text, 'utf8'));
};

test('where all must come, the key is made in one step, and a text that is not one new key is refused by name', async () => {
  const sitting = await sittingWithDraftVote({ threshold: 3 });
  await openCeremony(sitting);
  const [first, second, third] = sitting.keepers as [Keeper, Keeper, Keeper];
  const send = (keeper: Keeper, certificate: string) =>
    keeper.page.ask(contract.sendCertificate, { body: { certificate, commitment: null } });
  const own = certificateOf(sitting, first).certificate;
  expect((await send(first, own)).status).toBe(200);

  const place = { size: 3, threshold: 3, index: 2 };
  const copied = singleTrusteeOf(group, memberKeys(group, first.seed).decryptionKey, random).entry;
  const mine = certificateOf(sitting, second).certificate;
  const big = groupByName('BELENIOS-2048');
  const wrongs: readonly (readonly [string, string])[] = [
    [makeCertificate(group, second.seed, place, random), 'trustees_not_canonical'],
    [`${mine} `, 'trustees_not_canonical'],
    [`${mine},${makeSingleTrustee(group, random).entry}`, 'single_expected'],
    [makeSingleTrustee(group, random, '别人').entry, 'single_with_more'],
    [makeSingleTrustee(big, random).entry, 'key_not_an_element'],
    [mine.replace(/"response":"\d/, (start) => `${start.slice(0, -1)}${start.endsWith('1') ? 2 : 1}`), 'pok_invalid'],
    [own, 'trustee_key_twice'],
    [copied, 'trustee_key_twice'],
    [`["Single",${' '.repeat(30_000)}`, 'certificate_malformed'],
  ];
  for (const [wrong, failed] of wrongs) {
    const { refusal, text } = await send(second, wrong);
    expect([refusal, text.includes(failed)], `${failed}: ${text}`).toEqual(['message_invalid', true]);
  }
  expect(await sitting.world.count('key_message')).toBe(1);

  // The other steps do not exist, before and after.
  const polynomial = () => second.page.ask(contract.sendPolynomial, { body: { polynomial: '{}' } });
  const share = () => second.page.ask(contract.sendShare, { body: { share: '{}' } });
  expect([(await polynomial()).refusal, (await share()).refusal]).toEqual(['wrong_step', 'wrong_step']);

  expect((await send(second, mine)).body).toMatchObject({ state: 'certificates', pedersen: null });
  expect((await send(second, mine)).status).toBe(200); // its answer was lost
  expect((await send(second, certificateOf(sitting, second).certificate)).refusal).toBe('already_delivered');
  const last = certificateOf(sitting, third).certificate;
  const keys = [own, mine, last].join(',');
  expect((await send(third, last)).body).toMatchObject({
    state: 'ready',
    certificates: [own, mine, last],
    ownPolynomial: null,
    incoming: null,
    ownShare: null,
    pedersen: keys,
  });
  expect([(await polynomial()).refusal, (await share()).refusal]).toEqual(['wrong_step', 'wrong_step']);
  const { ceremony } = await sitting.clerk.call(contract.readSitting, { params: { sittingId: sitting.sittingId } });
  expect(ceremony).toMatchObject({ state: 'ready', publicKeyFingerprint: hexDigest(keys) });
  const entries = await logOf(sitting);
  expect(entries.filter(({ type }) => type === 'key_certificate_delivered').map(({ data }) => data)).toMatchObject(
    [own, mine, last].map((body, i) => ({ trustee: i + 1, message: hexDigest(body) })),
  );
  expect(entries.filter(({ type }) => type === 'keys_ready').map(({ data }) => data)).toMatchObject([
    { key: hexDigest(keys) },
  ]);
});

test('R-54: where all must come, two of three open nothing; the third does, and the archive holds single keys only', async () => {
  const sitting = await talliedVote({ threshold: 3 });
  const { world, voteId, clerk, keepers } = sitting;
  const [first, second, third] = keepers as [Keeper, Keeper, Keeper];
  const { chain } = await verifyArchive(await archiveOf(sitting));
  const trustees = readTrustees(group, chain?.trustees ?? '');
  if (!trustees.ok) throw new Error(trustees.failed);
  expect(trustees.entries.map(({ kind }) => kind)).toEqual(['Single', 'Single', 'Single', 'Single']);
  expect(trustees.all.map(({ name }) => name)).toEqual(['服务器', undefined, undefined, undefined]);

  const foreign = await partOf(sitting, first);
  expect((await deliver(sitting, second, foreign)).refusal).toBe('partial_decryption_invalid');
  await openBox(sitting, [first, second]);
  await countWhenOpened(world.deps, voteId);
  expect(await stateOf(sitting)).toBe('tallying');
  const waiting = await clerk.call(contract.readVote, { params: { voteId } });
  expect(waiting.threshold).toBe(3);
  expect(waiting.decryptions.map(({ owner, delivered }) => [owner, delivered])).toEqual([
    [1, true],
    [2, true],
    [3, true],
    [4, false],
  ]);
  expect(waiting.outcome).toBeNull();
  const delivered = async ({ page }: Keeper) =>
    (await page.call(contract.readTrusteeTask)).votes.find(({ id }) => id === voteId)?.delivered;
  expect([await delivered(first), await delivered(third)]).toEqual([true, false]);

  await openBox(sitting, [third]);
  expect(await stateOf(sitting)).toBe('counted');
  expect((await logOf(sitting)).filter(({ type }) => type === 'box_opened_by').map(({ data }) => data.trustee)).toEqual(
    [1, 2, 3],
  );
  await sign(sitting);
  await confirm(sitting);
  await publish(sitting);
  const verified = await verifyArchive(await archiveOf(sitting));
  expect(verified.steps.filter(({ ok }) => !ok)).toEqual([]);
  expect(verified.outcome).toBe('complete');
  const { outcome } = await world.anyone.call(contract.readPublished, { params: { voteId } });
  expect(isCounted(outcome)).toBe(true);
});

type Keeper = Sitting['keepers'][number];
