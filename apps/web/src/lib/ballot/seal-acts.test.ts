import {
  groupByName,
  makeElection,
  makeSingleTrustee,
  newCredential,
  newUuid,
  questionsFor,
  readElection,
} from '@piaojue/ballot-crypto';
import { expect, test } from 'vitest';
import { readAudit } from './audit-text.js';
import { sealActs, webRandom } from './seal-acts.js';

function electionOfThree(): string {
  const group = groupByName('Ed25519');
  const { entry } = makeSingleTrustee(group, webRandom, 'server');
  const publicKey = (JSON.parse(entry) as [string, { public_key: string }])[1].public_key;
  return makeElection({
    uuid: newUuid(webRandom),
    group: 'Ed25519',
    publicKey,
    name: 'n',
    description: 'd',
    questions: questionsFor('for_against_abstain', ['1. 路', '2. 医', '3. 学'], 2),
  });
}

test('audit or cast: a challenged ballot shows its marks to a second device and cannot be opened twice', () => {
  const election = electionOfThree();
  const acts = sealActs(webRandom);
  const credential = newCredential(webRandom);
  const made = acts.seal({ voteId: 'vote12345', election, credential, marks: ['for', 'abstain', 'against'] });
  const text = acts.challenge();
  expect(() => acts.challenge()).toThrow();
  expect(text).not.toContain(credential);
  expect(text).not.toContain(credential.replaceAll('-', ''));
  expect(text.length).toBeLessThan(2300); // fits a QR

  const shown = readAudit(text)!;
  const second = sealActs(webRandom);
  expect(second.audit({ election, shown })).toMatchObject({ ok: true, tracker: made.tracker });
  expect(second.audit({ election, shown: { ...shown, marks: ['for', 'for', 'against'] } })).toMatchObject({
    ok: false,
  });
  expect(
    second.audit({ election, shown: { ...shown, tracker: made.tracker.split('').toReversed().join('') } }),
  ).toEqual({
    ok: false,
    failed: 'tracker_differs',
  });
  expect(second.audit({ election: electionOfThree(), shown })).toEqual({ ok: false, failed: 'election_differs' });
});

test('the same marks sealed again give another ballot', () => {
  const election = electionOfThree();
  const acts = sealActs(webRandom);
  const given = {
    voteId: 'v',
    election,
    credential: newCredential(webRandom),
    marks: ['for', 'for', 'abstain'] as const,
  };
  expect(acts.seal(given).tracker).not.toBe(acts.seal(given).tracker);
  expect(acts.inspect(given)).toMatchObject({ uuid: readElection(election).uuid, cap: 2, kind: 'for_against_abstain' });
});

test('a text that is no audit is read as nothing', () => {
  for (const text of ['', '{}', 'null', '[1]', '{"format":"piaojue-audit-1"}', 'x'.repeat(5000)])
    expect(readAudit(text)).toBeUndefined();
});
