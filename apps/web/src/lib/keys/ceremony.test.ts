import { describe, expect, test } from 'vitest';
import { webRandom } from '../ballot/seal-acts.js';
import {
  checkBackup,
  dutyOf,
  type KeptKey,
  keyFingerprint,
  readBackup,
  writeBackup,
  writeSmallBackup,
} from './ceremony.js';
import { keyActs } from './key-acts.js';
import { CeremonyServer, finishedCeremony, memberStep } from './testing/ceremony-in-process.js';

test('R-51: three members, each doing what its page says, make one key; each own part opens', () => {
  const { server, members } = finishedCeremony(3, 2);
  expect(server.state).toBe('ready');
  const acts = keyActs(webRandom);
  for (const kept of members) {
    const task = server.taskFor(kept.index);
    expect(dutyOf(task, kept)).toEqual({ is: 'practise' });
    const given = { ...kept, ownShare: kept.share!, pedersen: server.pedersen!, certificates: kept.certificates! };
    expect(acts.practise(given)).toEqual({ ok: true });
    expect(dutyOf(task, { ...kept, pedersen: server.pedersen })).toEqual({ is: 'ready' });
  }
  expect(keyFingerprint(server.pedersen!)).toMatch(/^[0-9a-f]{64}$/);
});

test('R-51: no seed is in anything that a member sends', () => {
  const { server, members } = finishedCeremony(3, 2);
  const sent = JSON.stringify([server.certificates, server.polynomials, server.shares]);
  for (const { seed } of members) expect(sent).not.toContain(seed);
});

test('a member waits for those who are missing, by name', () => {
  const server = new CeremonyServer(3, 2);
  let first: KeptKey | undefined;
  for (let i = 0; i < 3; i += 1) first = memberStep(server, 1, first).kept;
  expect(dutyOf(server.taskFor(1), first)).toEqual({
    is: 'wait',
    step: 'certificate',
    missing: ['监票人2', '监票人3'],
  });
  expect(dutyOf(server.taskFor(2), undefined)).toEqual({ is: 'make_key', again: false });
});

test('in the exchange, too, a member is told who is missing', () => {
  const server = new CeremonyServer(3, 2);
  const kept = [1, 2, 3].map((index) => memberStep(server, index, undefined).kept);
  for (let i = 0; i < 3; i += 1)
    for (const index of [1, 2, 3])
      if (server.state === 'certificates') kept[index - 1] = memberStep(server, index, kept[index - 1]).kept;
  expect(server.state).toBe('polynomials');
  let first = kept[0];
  for (let i = 0; i < 3; i += 1) first = memberStep(server, 1, first).kept;
  expect(dutyOf(server.taskFor(1), first)).toMatchObject({ is: 'wait', missing: ['监票人2', '监票人3'] });
});

test('another browser asks for the backup, and goes on with it at any step', () => {
  const server = new CeremonyServer(3, 2);
  let members: (KeptKey | undefined)[] = [undefined, undefined, undefined];
  for (let round = 0; round < 8; round += 1) {
    for (const i of [0, 1, 2]) {
      const kept = memberStep(server, i + 1, members[i]).kept!;
      const task = server.taskFor(i + 1);
      if (task.certificates[i] !== null) expect(dutyOf(task, undefined)).toEqual({ is: 'load_backup' });
      const loaded = readBackup(writeBackup(kept), task);
      expect(loaded).toEqual({ ...kept, backedUp: true });
      members[i] = loaded as KeptKey;
    }
  }
  expect(server.state).toBe('ready');
});

test('the printed code is enough to open again; a backup of another sitting, member or key is named', () => {
  const { server, members } = finishedCeremony(3, 2);
  const [first, second] = members as [KeptKey, KeptKey, KeptKey];
  const task = server.taskFor(1);
  expect(readBackup(writeSmallBackup(first), task)).toMatchObject({ seed: first.seed, certificate: first.certificate });
  expect(readBackup('kaput', task)).toBe('not_a_backup');
  expect(readBackup(writeBackup(second), task)).toBe('other_member');
  expect(readBackup(writeBackup({ ...first, sittingId: 'other' }), task)).toBe('other_sitting');
  expect(readBackup(writeBackup({ ...first, certificate: second.certificate }), task)).toBe('older_key');
});

test('a backup is done when the saved file, read again, is the key of this computer and no other', () => {
  const { server, members } = finishedCeremony(3, 2);
  const [first, second] = members as [KeptKey, KeptKey];
  const task = server.taskFor(1);
  expect(first.backedUp).toBe(false);
  expect(checkBackup(writeBackup(first), task, first)).toBeUndefined();
  expect(checkBackup(writeSmallBackup(first), task, first)).toBeUndefined();
  expect(checkBackup(writeBackup(first).slice(0, 60), task, first)).toBe('not_a_backup');
  expect(checkBackup(writeBackup(second), task, first)).toBe('other_member');
  expect(checkBackup(writeBackup({ ...first, seed: second.seed }), task, first)).toBe('older_key');
  const acts = keyActs(webRandom);
  expect(acts.seedFits(first)).toBe(true);
  expect(acts.seedFits({ ...first, certificate: second.certificate })).toBe(false);
});

test('after a start over the old key is not sent: a new one is made, or its backup loaded', () => {
  const { server, members } = finishedCeremony(3, 2);
  const old = { ...members[0]!, openedAt: '2024-01-15T01:00:00.000Z' };
  expect(dutyOf(new CeremonyServer(3, 2).taskFor(1), old)).toEqual({ is: 'make_key', again: true });
  expect(dutyOf(server.taskFor(1), old)).toEqual({ is: 'load_backup' });
});

test('R-52: a server that shows other certificates than before is stopped', () => {
  const { server, members } = finishedCeremony(3, 2);
  const other = finishedCeremony(3, 2).server;
  const [first] = members as [KeptKey];
  server.certificates[1] = other.certificates[1]!;
  expect(dutyOf(server.taskForState('shares', 1), first)).toEqual({ is: 'stop', alarm: 'certificates_changed' });
});

test('R-52: two members who were shown different certificates do not come to a key', () => {
  const server = new CeremonyServer(3, 2);
  const members: (KeptKey | undefined)[] = [undefined, undefined, undefined];
  for (let round = 0; round < 2; round += 1)
    for (const i of [0, 1, 2]) members[i] = memberStep(server, i + 1, members[i]).kept;
  // member 3's certificate is another one for member 2 only
  const forged = memberStep(new CeremonyServer(3, 2), 3, undefined).kept!.certificate;
  const honest = server.certificates[2]!;
  members[0] = memberStep(server, 1, members[0]).kept;
  server.certificates[2] = forged;
  members[1] = memberStep(server, 2, members[1]).kept;
  server.certificates[2] = honest;
  expect(() => {
    members[2] = memberStep(server, 3, members[2]).kept;
    return memberStep(server, 1, members[0]);
  }).toThrow('certificates_signature_invalid'); // an honest server's own check
  expect(dutyOf(server.taskForState('shares', 2), members[1])).toEqual({ is: 'stop', alarm: 'certificates_changed' });
});

test('R-52: coefficients other than those promised with the certificate are refused, and a promise never changes', () => {
  const server = new CeremonyServer(3, 2);
  const members: (KeptKey | undefined)[] = [undefined, undefined, undefined];
  const round = () => {
    for (const i of [0, 1, 2]) members[i] = memberStep(server, i + 1, members[i]).kept;
  };
  round();
  round();
  const promised = server.commitments[2]!;
  server.commitments[2] = 'f'.repeat(64); // what the third member publishes is not what was promised in its name
  round();
  expect(memberStep(server, 1, members[0])).toMatchObject({ failed: 'commitment_differs', subject: 'member 3' });
  server.commitments[2] = promised;
  expect(dutyOf(server.taskFor(1), members[0])).toEqual({ is: 'stop', alarm: 'certificates_changed' });
});

test('R-53: a share that does not fit its sender is refused, and the sender named', () => {
  const { server, members } = finishedCeremony(3, 2);
  const other = finishedCeremony(3, 2);
  const [first] = members as [KeptKey];
  const incoming = JSON.parse(server.taskFor(1).incoming!) as { secrets: string[] };
  const foreign = JSON.parse(other.server.taskFor(1).incoming!) as { secrets: string[] };
  incoming.secrets[1] = foreign.secrets[1]!;
  const made = keyActs(webRandom).share({
    ...first,
    certificates: first.certificates!,
    commitments: first.commitments!,
    incoming: JSON.stringify(incoming),
  });
  expect(made).toMatchObject({ ok: false, subject: 'member 2' });
});

test('a server that replaced the own certificate or polynomial is stopped', () => {
  const { server, members } = finishedCeremony(3, 2);
  const [first, second] = members as [KeptKey, KeptKey];
  const task = server.taskFor(1);
  expect(dutyOf({ ...task, certificates: [second.certificate, ...task.certificates.slice(1)] }, first)).toEqual({
    is: 'stop',
    alarm: 'own_certificate_replaced',
  });
  expect(dutyOf({ ...task, ownPolynomial: second.polynomial }, first)).toEqual({
    is: 'stop',
    alarm: 'own_polynomial_replaced',
  });
  expect(dutyOf({ ...task, pedersen: '["Pedersen",{}]' }, { ...first, pedersen: server.pedersen })).toEqual({
    is: 'stop',
    alarm: 'pedersen_changed',
  });
});

describe('where all must come', () => {
  const acts = keyActs(webRandom);
  const given = (server: CeremonyServer, kept: KeptKey) => ({
    ...kept,
    ownShare: null,
    pedersen: server.pedersen!,
    certificates: server.certificates as string[],
  });

  test('R-51: each makes a single key, sends it, and is ready once all are there', () => {
    const server = new CeremonyServer(3, 3);
    const members: (KeptKey | undefined)[] = [undefined, undefined, undefined];
    const duties: string[] = [];
    for (let round = 0; round < 2; round += 1)
      for (const i of [0, 1, 2]) {
        const { duty, kept } = memberStep(server, i + 1, members[i]);
        members[i] = kept;
        duties.push(duty.is);
        if (round === 1 && i === 0)
          expect(dutyOf(server.taskFor(1), kept)).toMatchObject({ is: 'wait', missing: ['监票人2', '监票人3'] });
      }
    expect(duties).toEqual(['make_key', 'make_key', 'make_key', 'send', 'send', 'send']);
    expect([server.state, server.pedersen]).toEqual(['ready', server.certificates.join(',')]);
    for (const kept of members as KeptKey[]) {
      const task = server.taskFor(kept.index);
      expect(dutyOf(task, kept)).toEqual({ is: 'practise' });
      expect(acts.practise(given(server, kept))).toEqual({ ok: true });
      expect(dutyOf(task, { ...kept, pedersen: server.pedersen })).toEqual({ is: 'ready' });
      expect(server.pedersen).not.toContain(kept.seed);
    }
  });

  test('the trial finds a key that is not ours, a key of nobody, a key twice, and a finished key that is another', () => {
    const { server, members } = finishedCeremony(3, 3);
    const [first, second] = members as [KeptKey, KeptKey];
    const other = finishedCeremony(3, 3).server;
    const good = given(server, first);
    expect(acts.practise({ ...good, seed: second.seed })).toEqual({ ok: false, failed: 'key_not_ours' });
    expect(acts.practise({ ...good, index: 2 })).toEqual({ ok: false, failed: 'key_not_ours' });
    expect(acts.practise({ ...good, pedersen: other.pedersen! })).toEqual({
      ok: false,
      failed: 'certificates_changed',
    });
    const shown = (certificates: string[]) =>
      acts.practise({ ...good, certificates, pedersen: certificates.join(',') });
    expect(shown(good.certificates.slice(0, 2))).toEqual({ ok: false, failed: 'certificates_changed' });
    expect(shown(good.certificates.with(2, first.certificate))).toEqual({
      ok: false,
      failed: 'trustee_key_twice',
      subject: 'member 3',
    });
    const unproven = second.certificate.replace(
      /"response":"\d/,
      (a) => a.slice(0, -1) + (a.endsWith('1') ? '2' : '1'),
    );
    expect(shown(good.certificates.with(1, unproven))).toMatchObject({ failed: 'pok_invalid', subject: 'member 2' });
    expect(acts.practise({ ...good, threshold: 2 })).toMatchObject({ ok: false });
  });

  test('the backup file and the printed code bring the key back, and name another key', () => {
    const { server, members } = finishedCeremony(3, 3);
    const [first, second] = members as [KeptKey, KeptKey];
    const task = server.taskFor(1);
    expect(dutyOf(task, undefined)).toEqual({ is: 'load_backup' });
    expect(readBackup(writeBackup(first), task)).toEqual({ ...first, backedUp: true });
    const small = readBackup(writeSmallBackup(first), task) as KeptKey;
    expect(small).toMatchObject({ seed: first.seed, certificate: first.certificate, size: 3, threshold: 3 });
    expect(acts.seedFits(small)).toBe(true);
    expect(acts.seedFits({ ...small, seed: second.seed })).toBe(false);
    expect(acts.practise(given(server, small))).toEqual({ ok: true });
    expect(readBackup(writeBackup({ ...first, certificate: second.certificate }), task)).toBe('older_key');
  });

  test('a server that replaces a key, changes the numbers or asks for steps that there are not is stopped', () => {
    const { server, members } = finishedCeremony(3, 3);
    const [first, second] = members as [KeptKey, KeptKey];
    const task = server.taskFor(1);
    const kept = { ...first, certificates: task.certificates as string[], pedersen: server.pedersen };
    const stops = (shown: object, by = kept) => dutyOf({ ...task, ...shown }, by);
    const other = finishedCeremony(3, 3).server;
    expect(stops({ certificates: task.certificates.with(0, second.certificate) })).toEqual({
      is: 'stop',
      alarm: 'own_certificate_replaced',
    });
    expect(stops({ certificates: task.certificates.with(2, other.certificates[2]!) })).toEqual({
      is: 'stop',
      alarm: 'certificates_changed',
    });
    expect(stops({ pedersen: other.pedersen })).toEqual({ is: 'stop', alarm: 'pedersen_changed' });
    for (const shown of [{ threshold: 2 }, { size: 4, threshold: 4 }, { state: 'polynomials' }, { state: 'shares' }])
      expect(stops(shown), JSON.stringify(shown)).toEqual({ is: 'stop', alarm: 'numbers_changed' });
  });
});
