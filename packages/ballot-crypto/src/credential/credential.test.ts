import { describe, expect, test } from 'vitest';
import { groupByName } from '../group/group-by-name.js';
import { deriveCredential20 } from '../testing/credential-2-0.js';
import { dice } from '../testing/dice.js';
import { toolElections, vectorText } from '../testing/vectors.js';
import { deriveCredential, newCredential, normalizeCredential } from './credential.js';
import { credentialsRecord, readCredentials } from './credentials-record.js';

interface CredentialVector {
  readonly uuid: string;
  readonly group: string;
  readonly credentials: readonly { private_credential: string; secret_exponent: string; public_credential: string }[];
}

describe.each(toolElections)('%s', (name) => {
  test('credentials derive as the tool derives them', () => {
    const { uuid, group, credentials } = JSON.parse(vectorText(name, 'credentials.json')) as CredentialVector;
    for (const c of credentials.slice(0, 5)) {
      const derive = name.startsWith('bt20') ? deriveCredential20 : deriveCredential;
      const { secretKey, publicKey } = derive(groupByName(group), uuid, c.private_credential);
      expect(String(secretKey)).toBe(c.secret_exponent);
      expect(publicKey).toBe(c.public_credential);
    }
  });
});

test('a credential is 22 letters in groups of 5, 6, 5, 6, all of them in use', () => {
  const random = dice();
  const all = Array.from({ length: 200 }, () => newCredential(random));
  for (const c of all)
    expect(c).toMatch(
      /^[1-9A-HJ-NP-Za-km-z]{5}-[1-9A-HJ-NP-Za-km-z]{6}-[1-9A-HJ-NP-Za-km-z]{5}-[1-9A-HJ-NP-Za-km-z]{6}$/,
    );
  expect(new Set(all.join('').replaceAll('-', '')).size).toBe(58);
  expect(new Set(all).size).toBe(200);
});

test('a credential may be typed with or without dashes and spaces, also full-width', () => {
  const c = '2WTLA-2fLS9K-iAk63-ECxG5h';
  const wide = [...c].map((x) => String.fromCharCode(x.charCodeAt(0) + 0xfee0)).join('');
  for (const typed of [
    c,
    ` ${c} `,
    c.replaceAll('-', ''),
    c.replaceAll('-', ' '),
    c.replaceAll('-', '－'),
    c.replaceAll('-', '—'),
    wide,
    `${c}\u3000`,
  ]) {
    expect(normalizeCredential(typed)).toBe(c);
  }
  for (const typed of [
    '',
    c.slice(1),
    `${c}h`,
    c.replace('W', '0'),
    c.replace('W', 'O'),
    c.replace('W', 'l'),
    c.replace('W', '民'),
  ]) {
    expect(normalizeCredential(typed)).toBeUndefined();
  }
  expect(() => deriveCredential(groupByName('Ed25519'), 'u', c.replaceAll('-', ''))).toThrow(RangeError);
});

test('R-48: the list of public credentials is sorted and refuses duplicates', () => {
  expect(credentialsRecord(['b', 'a'])).toBe('["a","b"]');
  expect(() => credentialsRecord(['b', 'a', 'b'])).toThrow('twice');
});

test('R-48: a list with a duplicate, a weight or a foreign element is refused by name', () => {
  const group = groupByName('Ed25519');
  const [a, b] = [2n, 3n].map((x) => group.encode(group.powerOfGenerator(x)));
  const failure = (raw: string) => {
    const read = readCredentials(group, raw);
    return read.ok ? [...read.credentials] : [read.failed, read.subject];
  };
  expect(failure(JSON.stringify([b, a]))).toEqual([b, a]);
  expect(failure(JSON.stringify([a, b, a]))).toEqual(['credential_twice', 'credential 3']);
  expect(failure(JSON.stringify([a, `${b},2`]))).toEqual(['weights_not_supported', 'credential 2']);
  expect(failure(JSON.stringify([a, group.encode(group.neutral)]))).toEqual([
    'credential_not_an_element',
    'credential 2',
  ]);
  expect(failure(JSON.stringify([a, '0'.repeat(64)]))).toEqual(['credential_not_an_element', 'credential 2']);
  expect(failure(`[ "${a}"]`)).toEqual(['credentials_not_canonical', undefined]);
});
