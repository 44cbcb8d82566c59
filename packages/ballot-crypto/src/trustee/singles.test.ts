import { expect, test } from 'vitest';
import { groupByName } from '../group/group-by-name.js';
import { wrongContent } from '../testing/change-leaf.js';
import { dice } from '../testing/dice.js';
import { ceremony, must } from '../testing/elections.js';
import { spoilEach } from '../testing/spoil.js';
import { memberKeys, newSeed } from './certificate.js';
import { makeSingleTrustee, needsEveryone, singleTrusteeOf } from './single.js';
import { checkSingles } from './singles.js';
import { readTrustees, trusteesRecord } from './trustees-record.js';

const group = groupByName('Ed25519');
const random = dice('singles');
const seeds = [newSeed(random), newSeed(random), newSeed(random)];
const singles = seeds.map((seed) => singleTrusteeOf(group, memberKeys(group, seed).decryptionKey, random));
const entries = singles.map(({ entry }) => entry);

test('a member finds its single key again with its seed alone', () => {
  seeds.forEach((seed, i) => {
    const { decryptionKey } = memberKeys(group, seed);
    expect(decryptionKey).toBe(singles[i]!.secretKey);
    expect(group.encode(group.powerSecret(group.generator, decryptionKey))).toBe(singles[i]!.publicKey);
    expect(entries.join('')).not.toContain(seed);
    expect(entries.join('')).not.toContain(String(decryptionKey));
  });
});

test('the keys of all members, behind that of the server, are a trustees record of which each part is mandatory', () => {
  const server = makeSingleTrustee(group, random, '服务器');
  const trustees = must(readTrustees(group, trusteesRecord([server.entry, entries.join(',')])));
  expect(trustees.all.map(({ owner, entry, publicKey }) => [owner, entry, publicKey])).toEqual(
    [server, ...singles].map(({ publicKey }, i) => [i + 1, i, publicKey]),
  );
  expect(trustees.entries).toEqual(Array.from({ length: 4 }, () => ({ kind: 'Single', threshold: 1, size: 1 })));
});

test('a text that is not exactly one proven key is refused by name, and its member named', () => {
  expect(must(checkSingles(group, entries)).all.map(({ publicKey }) => publicKey)).toEqual(
    singles.map(({ publicKey }) => publicKey),
  );
  const [first = '', second = '', third = ''] = entries;
  const check = (wrong: string) => checkSingles(group, [first, wrong, third]);
  const named = singleTrusteeOf(group, singles[1]!.secretKey, random, '张三').entry;
  const other = singleTrusteeOf(groupByName('BELENIOS-2048'), singles[1]!.secretKey, random).entry;
  const wrongs: readonly (readonly [string, string])[] = [
    ['', 'trustees_none'],
    ['x', 'trustees_not_canonical'],
    [` ${second}`, 'trustees_not_canonical'],
    [`${second},${singleTrusteeOf(group, 7n, random).entry}`, 'single_expected'],
    [ceremony(group, 2, 3, random).entry, 'single_expected'],
    [ceremony(group, 1, 1, random).entry, 'single_expected'],
    [named, 'single_with_more'],
    [first, 'trustee_key_twice'],
    [singleTrusteeOf(group, singles[0]!.secretKey, random).entry, 'trustee_key_twice'],
    [singleTrusteeOf(group, 0n, random).entry, 'key_not_an_element'],
    [other, 'key_not_an_element'],
  ];
  for (const [wrong, failed] of wrongs)
    expect(check(wrong), wrong.slice(0, 60)).toEqual({ ok: false, failed, subject: 'member 2' });
  for (const { path, raw } of spoilEach(second, wrongContent(group)))
    expect(check(raw), path).toMatchObject({
      failed: path === '0' ? 'trustees_not_canonical' : 'pok_invalid',
      subject: 'member 2',
    });
  // Two halves that only together are JSON.
  const cut = second.indexOf(',', 20);
  expect(checkSingles(group, [second.slice(0, cut), second.slice(cut + 1)])).toMatchObject({
    failed: 'trustees_not_canonical',
    subject: 'member 1',
  });
});

test('only a group whose threshold is its size needs everyone', () => {
  expect([needsEveryone({ size: 3, threshold: 3 }), needsEveryone({ size: 3, threshold: 2 })]).toEqual([true, false]);
});
