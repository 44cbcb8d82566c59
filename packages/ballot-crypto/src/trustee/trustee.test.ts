import { describe, expect, test } from 'vitest';
import type { Group } from '../group/group.js';
import { groupByName } from '../group/group-by-name.js';
import { outsideTheGroup, wrongContent } from '../testing/change-leaf.js';
import { dice } from '../testing/dice.js';
import { type Ceremony, ceremony, must } from '../testing/elections.js';
import { spoilEach } from '../testing/spoil.js';
import { toolChain, toolElections, vectorLines, vectorText } from '../testing/vectors.js';
import { checkCertificates, makeCertificate, memberKeys, newSeed } from './certificate.js';
import { checkPolynomial, commitmentTo, makePolynomial, polynomialWith, readPolynomial } from './polynomial.js';
import { receiveSecret, sendSecret } from './secret-message.js';
import { makeSingleTrustee } from './single.js';
import { assemblePedersen, readTrustees, trusteesRecord } from './trustees-record.js';
import { vinputFor } from './vinput.js';
import { checkVoutput, makeVoutput, openDecryptionKey } from './voutput.js';

const group = groupByName('Ed25519');
const made: Ceremony = ceremony(group, 2, 3, dice('ceremony'));

/** The failed check and whom it names, for each field of a message changed in turn. */
function failures(
  raw: string,
  of: Group,
  judge: (spoilt: string) => { ok: boolean; failed?: string; subject?: string },
) {
  const all = spoilEach(raw, wrongContent(of)).map(({ path, raw: spoilt }) => {
    const verdict = judge(spoilt);
    return [path, verdict.ok ? 'ACCEPTED' : `${verdict.failed} ${verdict.subject ?? ''}`.trim()] as const;
  });
  return Object.fromEntries(all);
}

describe.each(toolElections)('the trustees of %s', (name) => {
  test('are accepted, with the election key they give', () => {
    const chain = toolChain(name);
    const { group: groupName, public_key } = JSON.parse(chain.election) as { group: string; public_key: string };
    const of = groupByName(groupName);
    const old = name === 'bt20-2048-threshold-5';
    expect(must(readTrustees(of, chain.trustees, old ? 'old' : 'new')).electionKey).toBe(public_key);
    if (old) expect(readTrustees(of, chain.trustees)).toMatchObject({ failed: 'trustees_old_layout' });
  });
});

interface MemberSecrets {
  readonly kind: string;
  readonly index: number;
  readonly seed: string;
  readonly signing_key_sk: string;
  readonly decryption_key_dk: string;
  readonly decryption_key_mod_q: string;
  readonly dkey_encrypted_msg: string;
  readonly vinput: string;
  readonly voutput: string;
}

describe.each(toolElections.filter((name) => name.startsWith('bt33') && !name.includes('single')))(
  'the key generation of %s',
  (name) => {
    const of = groupByName(name.includes('2048') ? 'BELENIOS-2048' : 'Ed25519');
    const { trustees } = JSON.parse(vectorText(name, 'trustee_secrets.json')) as { trustees: MemberSecrets[] };
    const secrets = trustees.filter((t) => t.kind === 'Pedersen');
    const members = must(checkCertificates(of, vectorLines(name, 'certs.jsons'), 2));
    const polynomials = vectorLines(name, 'polynomials.jsons').map((raw, i) =>
      must(checkPolynomial(of, members, i + 1, raw)),
    );

    test('the private messages of the tool open, and give the keys the tool got', () => {
      for (const [i, s] of secrets.entries()) {
        expect(memberKeys(of, s.seed)).toEqual({
          signingKey: BigInt(s.signing_key_sk),
          decryptionKey: BigInt(s.decryption_key_dk),
        });
        expect(
          vinputFor(
            polynomials.map((p) => p.polynomial),
            i + 1,
          ),
        ).toBe(s.vinput);
        const output = must(makeVoutput(of, s.seed, members, i + 1, s.vinput, dice()));
        expect(String(output.decryptionKey)).toBe(s.decryption_key_mod_q);
        expect(must(openDecryptionKey(of, s.seed, s.dkey_encrypted_msg)).decryptionKey).toBe(output.decryptionKey);
        expect(
          checkVoutput(
            of,
            members,
            polynomials.map((p) => p.coefficients),
            i + 1,
            s.voutput,
          ).ok,
        ).toBe(true);
      }
    });

    test('what the members published assembles to the record of the tool', () => {
      const { entry } = must(
        assemblePedersen(
          of,
          members,
          vectorLines(name, 'polynomials.jsons'),
          secrets.map((s) => s.voutput),
        ),
      );
      expect(JSON.parse(entry)).toEqual(['Pedersen', JSON.parse(vectorText(name, 'threshold.json'))]);
    });
  },
);

test('a member finds its key again with its seed alone', () => {
  made.voutputs.forEach((raw, i) => {
    const { private_key } = JSON.parse(raw) as { private_key: string };
    expect(must(openDecryptionKey(group, made.seeds[i]!, private_key)).decryptionKey).toBe(made.decryptionKeys[i]);
    expect(openDecryptionKey(group, made.seeds[(i + 1) % 3]!, private_key).ok).toBe(false);
  });
});

test('R-51: what the members send carries no seed, key, coefficient or share in clear', () => {
  const secrets = [
    ...made.seeds,
    ...made.decryptionKeys.map(String),
    ...made.seeds.flatMap((seed) => Object.values(memberKeys(group, seed)).map(String)),
    ...made.vinputs.flatMap((raw, i) =>
      (JSON.parse(raw) as { secrets: string[] }).secrets.map((secret, k) => {
        const opened = receiveSecret(
          group,
          memberKeys(group, made.seeds[i]!).decryptionKey,
          made.members.members[k]!.verification,
          secret,
        );
        return (JSON.parse(must(opened).message) as { secret: string }).secret;
      }),
    ),
  ];
  expect(secrets.length).toBe(3 + 3 + 6 + 9);
  const wire = [...made.certificates, ...made.polynomials, ...made.vinputs, ...made.voutputs, made.entry].join('\n');
  for (const secret of secrets) expect(wire.includes(secret)).toBe(false);
});

test('R-51: a message is opened by its recipient only, and only as from its sender', () => {
  const [a, b, c] = made.members.members;
  const keys = made.seeds.map((seed) => memberKeys(group, seed));
  const raw = sendSecret(group, keys[0]!.signingKey, b!.encryption, '{"secret":"1"}', dice('message'));
  expect(receiveSecret(group, keys[1]!.decryptionKey, a!.verification, raw)).toEqual({
    ok: true,
    message: '{"secret":"1"}',
  });
  expect(receiveSecret(group, keys[2]!.decryptionKey, a!.verification, raw)).toMatchObject({
    failed: 'message_not_decryptable',
  });
  expect(receiveSecret(group, keys[1]!.decryptionKey, c!.verification, raw)).toMatchObject({
    failed: 'message_signature_invalid',
  });
  expect(
    failures(raw, group, (spoilt) => receiveSecret(group, keys[1]!.decryptionKey, a!.verification, spoilt)),
  ).toEqual({
    algorithm: 'message_not_canonical',
    alpha: 'message_not_decryptable',
    beta: 'message_not_decryptable',
    data: 'message_not_canonical',
  });
  const flipped = raw.replace(/"data":"(..)/, (_, byte: string) => `"data":"${byte === '00' ? '01' : '00'}`);
  expect(receiveSecret(group, keys[1]!.decryptionKey, a!.verification, flipped)).toMatchObject({
    failed: 'message_not_decryptable',
  });
  const alpha = (JSON.parse(raw) as { alpha: string }).alpha;
  const outside = raw.replace(alpha, outsideTheGroup(group));
  expect(receiveSecret(group, keys[1]!.decryptionKey, a!.verification, outside)).toMatchObject({
    failed: 'message_not_an_element',
  });
  expect(() => sendSecret(group, 1n, outsideTheGroup(group), '', dice())).toThrow(RangeError);
});

test('R-52: a certificate is refused when it is for another group, size, threshold or index, or any field is changed', () => {
  const check = (certificates: readonly string[], threshold = 2) => checkCertificates(group, certificates, threshold);
  expect(check(made.certificates).ok).toBe(true);
  expect(check(made.certificates, 3)).toMatchObject({ failed: 'certificate_wrong_place', subject: 'member 1' });
  expect(check(made.certificates.slice(0, 2))).toMatchObject({
    failed: 'certificate_wrong_place',
    subject: 'member 1',
  });
  expect(check(made.certificates.toReversed())).toMatchObject({
    failed: 'certificate_wrong_place',
    subject: 'member 1',
  });
  expect(check(made.certificates.with(2, made.certificates[1]!))).toMatchObject({
    failed: 'certificate_wrong_place',
    subject: 'member 3',
  });
  expect(check(made.certificates.with(1, 'x'))).toMatchObject({
    failed: 'certificate_not_canonical',
    subject: 'member 2',
  });
  const twin = makeCertificate(group, made.seeds[0]!, { size: 3, threshold: 2, index: 2 }, dice('twin'));
  expect(check(made.certificates.with(1, twin))).toMatchObject({
    failed: 'certificate_key_twice',
    subject: 'member 2',
  });
  const found = failures(made.certificates[1]!, group, (spoilt) => check(made.certificates.with(1, spoilt)));
  expect(found).toEqual({
    'message>.context.group': 'certificate_wrong_group member 2',
    'message>.context.size': 'certificate_wrong_place member 2',
    'message>.context.threshold': 'certificate_wrong_place member 2',
    'message>.context.index': 'certificate_wrong_place member 2',
    'message>.verification': 'certificate_signature_invalid member 2',
    'message>.encryption': 'certificate_signature_invalid member 2',
    'signature.challenge': 'certificate_signature_invalid member 2',
    'signature.response': 'certificate_signature_invalid member 2',
  });
  const key = (JSON.parse((JSON.parse(made.certificates[1]!) as { message: string }).message) as { encryption: string })
    .encryption;
  expect(check(made.certificates.with(1, made.certificates[1]!.replace(key, outsideTheGroup(group))))).toMatchObject({
    failed: 'certificate_key_not_an_element',
    subject: 'member 2',
  });
});

test('R-52: a server that shows one member other certificates is caught by the others’ signatures', () => {
  const random = dice('two faces');
  const evil = newSeed(random);
  const shown = made.certificates.with(2, makeCertificate(group, evil, { size: 3, threshold: 2, index: 3 }, random));
  const membersShown = must(checkCertificates(group, shown, 2));
  const forB = makePolynomial(group, made.seeds[1]!, membersShown, 2, random);
  const polynomials = made.polynomials.with(1, forB).map((raw) => readPolynomial(JSON.parse(raw)));
  expect(makeVoutput(group, made.seeds[0]!, made.members, 1, vinputFor(polynomials, 1), random)).toMatchObject({
    failed: 'certificates_signature_invalid',
    subject: 'member 2',
  });
  expect(makeVoutput(group, made.seeds[1]!, membersShown, 2, vinputFor(polynomials, 2), random)).toMatchObject({
    failed: 'certificates_signature_invalid',
    subject: 'member 1',
  });
});

test('R-52: a last member that chooses other coefficients after seeing the others’ breaks its commitment', () => {
  const random = dice('late');
  const commitments = made.seeds.map((seed, i) => commitmentTo(group, seed, { size: 3, threshold: 2, index: i + 1 }));
  const chosen = polynomialWith(group, made.seeds[2]!, made.members, 3, [5n, 7n], random);
  expect(checkPolynomial(group, made.members, 3, chosen).ok).toBe(true);
  expect(checkPolynomial(group, made.members, 3, chosen, commitments[2]!)).toMatchObject({
    failed: 'commitment_differs',
    subject: 'member 3',
  });
  const late = made.polynomials.with(2, chosen);
  const routed = (all: readonly string[]) =>
    vinputFor(
      all.map((raw) => readPolynomial(JSON.parse(raw))),
      1,
    );
  const judge = (all: readonly string[]) =>
    makeVoutput(group, made.seeds[0]!, made.members, 1, routed(all), random, commitments);
  expect(judge(made.polynomials).ok).toBe(true);
  expect(judge(late)).toMatchObject({ failed: 'commitment_differs', subject: 'member 3' });
  // A member that makes its message again sends other bytes, and the same coefficients.
  const again = made.polynomials.with(2, makePolynomial(group, made.seeds[2]!, made.members, 3, random));
  expect(again[2]).not.toBe(made.polynomials[2]);
  expect(judge(again).ok).toBe(true);
});

describe('R-53: any one value corrupted names its culprit', () => {
  test('in what member 2 publishes in step 3', () => {
    const found = failures(made.polynomials[1]!, group, (spoilt) => checkPolynomial(group, made.members, 2, spoilt));
    const publicPart = Object.entries(found).filter(
      ([path]) => !path.startsWith('polynomial') && !path.startsWith('secrets'),
    );
    expect(Object.fromEntries(publicPart)).toEqual({
      'coefexps.message>.coefexps.0': 'coefexps_signature_invalid member 2',
      'coefexps.message>.coefexps.1': 'coefexps_signature_invalid member 2',
      'coefexps.signature.challenge': 'coefexps_signature_invalid member 2',
      'coefexps.signature.response': 'coefexps_signature_invalid member 2',
      'signature.challenge': 'certificates_signature_invalid member 2',
      'signature.response': 'certificates_signature_invalid member 2',
    });
    expect(checkPolynomial(group, made.members, 2, `${made.polynomials[1]!} `)).toMatchObject({
      failed: 'polynomial_not_canonical',
    });
    const short = JSON.parse(made.polynomials[1]!) as { secrets: string[] };
    short.secrets.pop();
    expect(checkPolynomial(group, made.members, 2, JSON.stringify(short))).toMatchObject({
      failed: 'polynomial_wrong_arity',
      subject: 'member 2',
    });
  });

  test('in what is routed to member 1', () => {
    const found = failures(made.vinputs[0]!, group, (spoilt) =>
      makeVoutput(group, made.seeds[0]!, made.members, 1, spoilt, dice('v')),
    );
    const expected = (path: string): string => {
      const sender = Number(/\d+/.exec(path)?.[0] ?? 0) + 1;
      if (path.startsWith('polynomial')) return 'own_polynomial_replaced member 1';
      if (/algorithm|data/.test(path)) return `message_not_canonical member ${sender}`;
      if (path.startsWith('secrets')) return `message_not_decryptable member ${sender}`;
      if (path.startsWith('coefexps')) return `coefexps_signature_invalid member ${sender}`;
      return `certificates_signature_invalid member ${sender}`;
    };
    expect(Object.keys(found).length).toBe(4 + 3 * 4 + 3 * 4 + 3 * 2);
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((path) => [path, expected(path)])));
    const missing = JSON.parse(made.vinputs[0]!) as { secrets: string[] };
    missing.secrets.pop();
    expect(makeVoutput(group, made.seeds[0]!, made.members, 1, JSON.stringify(missing), dice())).toMatchObject({
      failed: 'vinput_wrong_arity',
    });
  });

  test('a share that is signed and encrypted well but does not fit', () => {
    const random = dice('liar');
    const liar = memberKeys(group, made.seeds[2]!);
    const send = (message: string) =>
      sendSecret(group, liar.signingKey, made.members.members[0]!.encryption, message, random);
    const withShare = (message: string) => {
      const vinput = JSON.parse(made.vinputs[0]!) as { secrets: string[] };
      vinput.secrets[2] = send(message);
      return makeVoutput(group, made.seeds[0]!, made.members, 1, JSON.stringify(vinput), random);
    };
    expect(withShare('{"secret":"5"}')).toMatchObject({ failed: 'share_does_not_fit_coefexps', subject: 'member 3' });
    expect(withShare('{"share":"5"}')).toMatchObject({ failed: 'share_not_canonical', subject: 'member 3' });
    const forAnother = JSON.parse(made.vinputs[0]!) as { secrets: string[] };
    forAnother.secrets[2] = (JSON.parse(made.vinputs[1]!) as { secrets: string[] }).secrets[2]!;
    expect(makeVoutput(group, made.seeds[0]!, made.members, 1, JSON.stringify(forAnother), random)).toMatchObject({
      failed: 'message_not_decryptable',
      subject: 'member 3',
    });
  });

  test('coefficients of the wrong number or outside the group, though signed', () => {
    const one = ceremony(group, 1, 3, dice('one'));
    expect(checkPolynomial(group, made.members, 2, one.polynomials[1]!)).toMatchObject({
      failed: 'coefexps_wrong_count',
      subject: 'member 2',
    });
  });

  test('in the key that member 2 returns', () => {
    const coefficients = made.polynomials.map(
      (raw, i) => must(checkPolynomial(group, made.members, i + 1, raw)).coefficients,
    );
    const judge = (raw: string) => checkVoutput(group, made.members, coefficients, 2, raw);
    const found = failures(made.voutputs[1]!, group, judge);
    const publicPart = Object.entries(found).filter(([path]) => path.startsWith('public_key'));
    expect(Object.fromEntries(publicPart)).toEqual({
      'public_key.pok.challenge': 'pok_invalid member 2',
      'public_key.pok.response': 'pok_invalid member 2',
      'public_key.public_key': 'pok_invalid member 2',
      'public_key.signature.challenge': 'key_signature_invalid member 2',
      'public_key.signature.response': 'key_signature_invalid member 2',
    });
    expect(judge(made.voutputs[0]!)).toMatchObject({ failed: 'key_does_not_fit_coefexps', subject: 'member 2' });
    const { signature: _, ...unsigned } = (JSON.parse(made.voutputs[1]!) as { public_key: { signature: unknown } })
      .public_key;
    expect(judge(JSON.stringify({ private_key: '', public_key: unsigned }))).toMatchObject({
      failed: 'key_signature_missing',
      subject: 'member 2',
    });
    expect(
      assemblePedersen(group, made.members, made.polynomials, made.voutputs.with(1, made.voutputs[0]!)),
    ).toMatchObject({ failed: 'key_does_not_fit_coefexps', subject: 'member 2' });
  });

  test('in the trustees record', () => {
    const single = makeSingleTrustee(group, dice('single'), '大会秘书处');
    const raw = trusteesRecord([single.entry, made.entry]);
    const trustees = must(readTrustees(group, raw));
    expect(trustees.all.map((t) => [t.owner, t.entry, t.index, t.name])).toEqual([
      [1, 0, 0, '大会秘书处'],
      [2, 1, 1, undefined],
      [3, 1, 2, undefined],
      [4, 1, 3, undefined],
    ]);
    const found = failures(raw, group, (spoilt) => readTrustees(group, spoilt));
    for (const [path, failure] of Object.entries(found)) {
      const member = Number(/(certs|coefexps|signatures|verification_keys)\.(\d)/.exec(path)?.[2] ?? -1) + 1;
      const expected =
        path === '0.0' || path === '1.0'
          ? 'trustees_not_canonical'
          : path === '0.1.name'
            ? 'ACCEPTED' // a name is not signed by anyone
            : path.startsWith('0.1')
              ? 'pok_invalid trustee 1'
              : path === '1.1.threshold'
                ? 'certificate_wrong_place trustee 2, member 1'
                : `trustee ${1 + member}, member ${member}`;
      expect(failure, path).toContain(expected);
    }
    expect(readTrustees(group, trusteesRecord([single.entry, single.entry]))).toMatchObject({
      failed: 'trustee_key_twice',
      subject: 'trustee 2',
    });
    expect(readTrustees(group, '[]')).toMatchObject({ failed: 'trustees_none' });
    expect(readTrustees(group, `${raw} `)).toMatchObject({ failed: 'trustees_not_canonical' });
    const fewer = JSON.parse(raw) as [unknown, [string, { coefexps: unknown[] }]];
    fewer[1][1].coefexps.pop();
    expect(readTrustees(group, JSON.stringify(fewer))).toMatchObject({
      failed: 'trustees_wrong_arity',
      subject: 'trustee 2, member 1',
    });
  });
});

test('a place outside the group, a foreign seed and a malformed seed throw', () => {
  const place = { size: 3, threshold: 2, index: 4 };
  expect(() => makeCertificate(group, made.seeds[0]!, place, dice())).toThrow(RangeError);
  expect(() => makePolynomial(group, made.seeds[0]!, made.members, 2, dice())).toThrow('not that of member 2');
  expect(() => memberKeys(group, 'short')).toThrow(RangeError);
});
