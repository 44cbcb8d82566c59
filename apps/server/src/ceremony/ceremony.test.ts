import * as contract from '@piaojue/contract';
import { checkCertificates, commitmentTo, groupByName, makePolynomial } from '@piaojue/ballot-crypto';
import { expect, test } from 'vitest';
import { chosenPolynomial } from '../testing/cheats.js';
import { certificateOf, openCeremony, random, sittingWithDraftVote } from '../testing/situations.js';

const group = groupByName('Ed25519');

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
