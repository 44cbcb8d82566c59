import * as contract from '@piaojue/contract';
import { checkCertificates, commitmentTo, groupByName, makeCertificate, makePolynomial } from '@piaojue/ballot-crypto';
import { expect, test } from 'vitest';
import { chosenPolynomial } from '../testing/cheats.js';
import {
  certificateOf,
  freeze,
  group,
  holdCeremony,
  openCeremony,
  prepare,
  printSlips,
  random,
  sittingWithDraftVote,
  sittingWithReadyVote,
  sittingWithSlips,
  slipLists,
  type Sitting,
} from '../testing/situations.js';
import { fresh } from '../testing/world.js';

test('R-52: in a group, a certificate comes with the digest of the coefficients to come, and the two stay together', async () => {
  const sitting = await sittingWithDraftVote();
  await openCeremony(sitting);
  const first = sitting.keepers[0]!;
  const own = certificateOf(sitting, first);
  const send = (body: { certificate: string; commitment: string | null }) =>
    first.page.ask(contract.sendCertificate, { body });
  const without = await send({ ...own, commitment: null });
  expect([without.refusal, without.text.includes('commitment_missing')]).toEqual(['message_invalid', true]);
  expect((await send({ ...own, commitment: 'x' })).status).toBe(400);
  expect((await send(own)).body).toMatchObject({ commitments: [own.commitment, null, null] });
  expect((await send(own)).status).toBe(200); // its answer was lost
  expect((await send({ ...own, commitment: 'f'.repeat(64) })).refusal).toBe('already_delivered');
});

test('R-52: a last member that chooses its coefficients after the others is refused by name', async () => {
  const sitting = await sittingWithDraftVote();
  await openCeremony(sitting);
  const { keepers, plan } = sitting;
  for (const keeper of keepers)
    await keeper.page.call(contract.sendCertificate, { body: certificateOf(sitting, keeper) });
  const { certificates, commitments } = await keepers[0]!.page.call(contract.readTrusteeTask);
  const place = { size: 3, threshold: plan.threshold };
  expect(commitments).toEqual(keepers.map(({ seed, index }) => commitmentTo(group, seed, { ...place, index })));
  const members = checkCertificates(group, certificates as string[], plan.threshold);
  if (!members.ok) throw new Error(members.failed);
  const late = keepers[2]!;
  const polynomial = chosenPolynomial(late.seed, certificates as string[], plan.threshold, 3, [5n, 7n], random);
  const refused = await late.page.ask(contract.sendPolynomial, { body: { polynomial } });
  expect([refused.refusal, refused.text.includes('commitment_differs')]).toEqual(['message_invalid', true]);
  const honest = makePolynomial(group, late.seed, members, 3, random);
  expect((await late.page.ask(contract.sendPolynomial, { body: { polynomial: honest } })).status).toBe(200);
});

test('R-53: a certificate that is not one is refused when it comes, and its owner sends the right one', async () => {
  const sitting = await sittingWithDraftVote();
  await openCeremony(sitting);
  const [first, second] = sitting.keepers as [Keeper, Keeper];
  const own = certificateOf(sitting, second);
  const send = async (certificate: string) =>
    second.page.ask(contract.sendCertificate, { body: { ...own, certificate } });
  await first.page.call(contract.sendCertificate, { body: certificateOf(sitting, first) });
  const place = { size: 3, threshold: 2, index: 2 };
  const wrongs: readonly (readonly [string, string])[] = [
    ['{"message":"lol"}', 'certificate_not_canonical'],
    [`${own.certificate} `, 'certificate_not_canonical'],
    [makeCertificate(groupByName('BELENIOS-2048'), second.seed, place, random), 'certificate_wrong_group'],
    [makeCertificate(group, second.seed, { ...place, threshold: 3 }, random), 'certificate_wrong_place'],
    [makeCertificate(group, second.seed, { ...place, index: 3 }, random), 'certificate_wrong_place'],
    [makeCertificate(group, first.seed, place, random), 'certificate_key_twice'],
    [
      own.certificate.replace(/"response":"\d/, (start) => `${start.slice(0, -1)}${start.endsWith('1') ? 2 : 1}`),
      'certificate_signature_invalid',
    ],
  ];
  for (const [wrong, name] of wrongs) {
    const refused = await send(wrong);
    expect([refused.refusal, refused.text.includes(name)], name).toEqual(['message_invalid', true]);
  }
  expect((await send(own.certificate)).status).toBe(200);
});

test('keys are made for the group of the votes, by scrutineers who have an account', async () => {
  const { world, clerk, sittingId } = await sittingWithDraftVote();
  const people = [
    await world.person('scrutineer1', ['scrutineer']),
    await world.person('scrutineer2', ['scrutineer']),
  ] as const;
  const accountIds = people.map(({ accountId }) => accountId);
  const start = (group: 'Ed25519' | 'BELENIOS-2048') =>
    clerk.ask(contract.openCeremony, { params: { sittingId }, body: { accountIds, threshold: 2, group } });
  expect((await start('BELENIOS-2048')).refusal).toBe('group_differs');
  const other = { title: '另一项表决', kind: 'approve_only', group: 'BELENIOS-2048', places: 1 } as const;
  expect((await clerk.ask(contract.createVote, { params: { sittingId }, body: other })).refusal).toBe('group_differs');
  const admin = await world.as('admin');
  const setDisabled = (disabled: boolean) =>
    admin.call(contract.setAccountDisabled, { params: { accountId: accountIds[0]! }, body: { disabled } });
  await setDisabled(true);
  expect((await start('Ed25519')).refusal).toBe('not_a_scrutineer');
  await setDisabled(false);
  expect((await start('Ed25519')).status).toBe(200);
});

const restart = (sitting: Sitting, who: Sitting['clerk'], reason = '监票人选错了') =>
  who.ask(contract.restartCeremony, { params: { sittingId: sitting.sittingId }, body: { reason } });

test('R-08: a clerk and a scrutineer start the keys over, one alone cannot, and the new keys open the box', async () => {
  const sitting = await sittingWithSlips();
  const { clerk, scrutineer, sittingId, keepers } = sitting;
  const old = keepers[0]!.page;
  const before = await old.call(contract.readTrusteeTask);
  expect((await restart(sitting, clerk)).body.ceremony?.restart?.reason).toBe('监票人选错了');
  expect((await restart(sitting, clerk)).refusal).toBe('wrong_person');
  expect((await old.call(contract.readTrusteeTask)).restart?.reason).toBe('监票人选错了');
  expect((await scrutineer.ask(contract.withdrawRestart, { params: { sittingId } })).refusal).toBe('wrong_person');
  await clerk.call(contract.withdrawRestart, { params: { sittingId } });
  expect((await restart(sitting, scrutineer, '丢了钥匙')).body.ceremony?.restart?.reason).toBe('丢了钥匙');
  const agreed = await restart(sitting, clerk, '别的理由');
  expect([agreed.status, agreed.body.ceremony]).toEqual([200, null]);
  expect((await old.ask(contract.readTrusteeTask)).status).toBe(401);

  keepers.length = 0;
  sitting.world.clock.advance(60_000);
  await holdCeremony(sitting);
  const after = await keepers[0]!.page.call(contract.readTrusteeTask);
  expect(after.pedersen).not.toBe(before.pedersen);
  expect(after.openedAt).not.toBe(before.openedAt);
  expect(after.slips).toEqual(before.slips); // the slips do not depend on the keys
  await freeze(sitting);
  await prepare(sitting);
  const log = await sitting.world.database.sql("SELECT entry FROM log_leaf WHERE entry LIKE '%ceremony_restarted%'");
  expect(JSON.parse(String(log[0]?.['entry'])).data).toMatchObject({ reason: '丢了钥匙' });
});

test('once a box is sealed with the keys and the slips, neither is made anew', async () => {
  const sitting = await sittingWithReadyVote();
  await fresh(sitting.clerk);
  expect((await restart(sitting, sitting.clerk)).refusal).toBe('keys_in_use');
  const { page } = sitting.keepers[0]!;
  expect((await page.ask(contract.discardSlips, { body: { reason: '印错了' } })).refusal).toBe('slips_in_use');
});

test('slips printed in a wrong number are made anew as a whole, and the old ones are void', async () => {
  const sitting = await sittingWithSlips({ slips: 3 });
  const { page } = sitting.keepers[1]!;
  const old = sitting.slips.splice(0);
  expect((await page.call(contract.discardSlips, { body: { reason: '少印了' } })).slips).toBeNull();
  expect((await page.ask(contract.discardSlips, { body: { reason: '少印了' } })).refusal).toBe('slip_unknown');
  const again = { ...sitting, plan: { ...sitting.plan, slips: 8 } };
  await printSlips(again);
  await freeze(again);
  await prepare(again);
  const { issued } = await sitting.clerk.call(contract.readVote, { params: { voteId: sitting.voteId } });
  expect(issued).toBe(8);
  const live = await sitting.world.database.sql('SELECT public_key FROM public_credential WHERE void = 0');
  const keys = new Set(live.map((row) => String(row['public_key'])));
  for (const { publicKeys } of await slipLists(sitting, old))
    expect(publicKeys.some((key) => keys.has(key))).toBe(false);
});

test('R-10: a password that is set anew ends the link of the key page with the sessions', async () => {
  const sitting = await sittingWithSlips();
  const { world, clerk } = sitting;
  const [keeper] = sitting.keepers as [Keeper];
  const params = { accountId: keeper.page.accountId };
  const admin = await world.as('admin');
  const { activationCode: first } = await admin.call(contract.renewActivation, { params });
  await fresh(clerk);
  const { activationCode: second } = await clerk.call(contract.completeActivation, { params });
  expect((await keeper.page.ask(contract.readTrusteeTask)).status).toBe(200);
  await world.anyone.call(contract.activate, {
    body: { username: 'scrutineer1', code: `${first}.${second}`, password: 'eine ganz andere Zeile' },
  });
  expect((await keeper.page.ask(contract.readTrusteeTask)).status).toBe(401);
});

type Keeper = Sitting['keepers'][number];
