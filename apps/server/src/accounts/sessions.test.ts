import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import * as contract from '@piaojue/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import { refusedAfter } from './service.js';
import { emptyCongress, fresh, password, Person, type World } from '../testing/world.js';

let world: World;
let clerk: Person;
let secret: string;
beforeAll(async () => {
  world = await emptyCongress();
  clerk = await world.as('clerk');
  secret = (JSON.parse(readFileSync(join(world.database.folder, 'keys.json'), 'utf8')) as { jwtSecret: string })
    .jwtSecret;
});

const part = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const signed = (header: unknown, claims: unknown, key = secret, hash = 'sha256'): string => {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${createHmac(hash, key).update(text).digest('base64url')}`;
};
const claimsOf = (person: Person): Record<string, unknown> =>
  JSON.parse(Buffer.from(person.cookie!.split('=')[1]!.split('.')[1]!, 'base64url').toString()) as Record<
    string,
    unknown
  >;
const ours = { alg: 'HS256', typ: 'piaojue+jwt' };
const asks = async (token: string): Promise<number> =>
  (await world.anyone.raw({ url: '/api/session', headers: { cookie: `piaojue=${token}` } })).status;
const now = () => Math.floor(Date.now() / 1000);

describe('R-11: a token is ours to the byte, or nobody’s', () => {
  test('R-11: what we sign ourselves, in the same form, is taken: the forgeries below fail for their own reason', async () => {
    expect(await asks(signed(ours, claimsOf(clerk)))).toBe(200);
  });

  test('R-11: other algorithms, other types, critical headers and keys from the header are refused', async () => {
    const claims = claimsOf(clerk);
    const headers: unknown[] = [
      { alg: 'none', typ: 'piaojue+jwt' },
      { alg: 'None' },
      { alg: 'nOnE', typ: 'piaojue+jwt' },
      { alg: 'HS384', typ: 'piaojue+jwt' },
      { alg: 'HS512', typ: 'piaojue+jwt' },
      { alg: 'RS256', typ: 'piaojue+jwt' },
      { alg: 'ES256', typ: 'piaojue+jwt' },
      { alg: 'EdDSA', typ: 'piaojue+jwt' },
      { alg: 'hs256', typ: 'piaojue+jwt' },
      { alg: ['HS256'], typ: 'piaojue+jwt' },
      { alg: 'HS256' },
      { typ: 'piaojue+jwt' },
      {},
      [],
      null,
      'HS256',
      { alg: 'HS256', typ: 'JWT' },
      { alg: 'HS256', typ: 'at+jwt' },
      { alg: 'HS256', typ: 'PIAOJUE+JWT' },
      { ...ours, crit: ['exp'] },
      { ...ours, crit: [], b64: false },
      { ...ours, kid: '../../dev/null' },
      { ...ours, jku: 'http://evil.test/keys' },
      { ...ours, jwk: { kty: 'oct', k: 'AA' } },
      { ...ours, x5u: 'x' },
      { ...ours, cty: 'JWT' },
      { ...ours, zip: 'DEF' },
      { typ: 'piaojue+jwt', alg: 'HS256' },
      `{"alg":"HS256", "typ":"piaojue+jwt"}`,
      `{"alg":"HS256","typ":"piaojue+jwt","alg":"none"}`,
      ' {"alg":"HS256","typ":"piaojue+jwt"}',
    ];
    for (const header of headers) {
      const status = await asks(signed(header, claims));
      // Equal after reading means equal in meaning: only then may other bytes pass, and these do not change it.
      const harmless = typeof header === 'string' && (header.includes(', ') || header.startsWith(' '));
      if (!harmless) expect(status, JSON.stringify(header)).toBe(401);
      expect(await asks(`${part(header)}.${part(claims)}.`), JSON.stringify(header)).toBe(401);
    }
    expect(await asks(signed({ ...ours, alg: 'HS512' }, claims, secret, 'sha512'))).toBe(401);
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const text = `${part({ ...ours, alg: 'RS256' })}.${part(claims)}`;
    expect(await asks(`${text}.${createSign('sha256').update(text).sign(pair.privateKey, 'base64url')}`)).toBe(401);
    const pem = pair.publicKey.export({ type: 'spki', format: 'pem' }) as string;
    for (const key of [pem, ` ${pem}`, '', 'secret', `${secret} `, secret.slice(1), secret.toLowerCase()])
      expect(await asks(signed(ours, claims, key)), key).toBe(401);
  });

  test('R-11: expired, not yet valid, for another audience or issuer, in a list, of another type or missing: all refused', async () => {
    const claims = claimsOf(clerk);
    const wrong: Record<string, unknown>[] = [
      { exp: now() - 3600 },
      { exp: now() - 61 },
      { exp: 'soon' },
      { exp: null },
      { exp: undefined },
      { exp: -1 },
      { nbf: now() + 3600 },
      { nbf: now() + 90 },
      { nbf: 'soon' },
      { nbf: undefined },
      { iss: 'other' },
      { iss: ['piaojue'] },
      { iss: ['piaojue', 'other'] },
      { iss: undefined },
      { iss: '' },
      { iss: null },
      { iss: { piaojue: 1 } },
      { aud: 'other' },
      { aud: ['piaojue'] },
      { aud: ['other', 'piaojue'] },
      { aud: undefined },
      { aud: '' },
      { aud: null },
      { sid: 'nobody' },
      { sid: undefined },
      { sid: null },
      { sid: [claims.sid] },
      { sid: { $ne: 1 } },
      { sid: 7 },
      { sid: '' },
      { sub: undefined },
    ];
    for (const change of wrong)
      expect(await asks(signed(ours, { ...claims, ...change })), JSON.stringify(change)).toBe(401);
  });

  test('R-11: for every change of any header or claim, and every changed byte: refused', async () => {
    const claims = claimsOf(clerk);
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.constant(null),
      fc.boolean(),
      fc.array(fc.string(), { maxLength: 2 }),
      fc.dictionary(fc.string(), fc.string(), { maxKeys: 2 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('alg', 'typ', 'crit', 'kid', 'jwk'), value, async (name, given) => {
        fc.pre(JSON.stringify({ ...ours, [name]: given }) !== JSON.stringify(ours));
        expect(await asks(signed({ ...ours, [name]: given }, claims))).toBe(401);
      }),
      { numRuns: 150 },
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('iss', 'aud', 'sid'), value, async (name, given) => {
        fc.pre(given !== claims[name]);
        expect(await asks(signed(ours, { ...claims, [name]: given }))).toBe(401);
      }),
      { numRuns: 150 },
    );
    const token = clerk.cookie!.split('=')[1]!;
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 2), fc.constantFrom(...'ABCxyz019-_.= '), async (at, letter) => {
        fc.pre(token[at] !== letter);
        expect(await asks(token.slice(0, at) + letter + token.slice(at + 1))).toBe(401);
      }),
      { numRuns: 200 },
    );
    for (const odd of [
      '',
      '.',
      '..',
      '...',
      'a.b.c',
      `${token}.x`,
      `${token}${token}`,
      token.split('.').slice(0, 2).join('.'),
    ])
      expect(await asks(odd), odd).toBe(401);
  });

  test('a cookie under the name of https is not read over http', async () => {
    const token = clerk.cookie!.split('=')[1]!;
    expect(
      (await world.anyone.raw({ url: '/api/session', headers: { cookie: `__Host-piaojue=${token}` } })).status,
    ).toBe(401);
    expect(
      (await world.anyone.raw({ url: '/api/session', headers: { authorization: `Bearer ${token}` } })).status,
    ).toBe(401);
  });
});

describe('R-13: a session ends at once', () => {
  test('R-13: after signing out the same cookie is nobody’s, also in another window', async () => {
    const person = await world.person('leaving', ['teller']);
    const { cookie } = person;
    const window = new Person(world);
    window.cookie = cookie;
    await window.call(contract.readMe);
    await person.call(contract.signOut);
    expect(person.cookie).toBeUndefined();
    expect((await window.ask(contract.readMe)).status).toBe(401);
    expect((await window.ask(contract.confirmPassword, { body: { password } })).status).toBe(401);
  });

  test('R-13: an account that is disabled is out with its next request, and enabled again it must sign in anew', async () => {
    const admin = await world.as('admin');
    const person = await world.person('disabled', ['teller']);
    await admin.call(contract.setAccountDisabled, {
      params: { accountId: person.accountId },
      body: { disabled: true },
    });
    expect((await person.ask(contract.readMe)).status).toBe(401);
    expect((await new Person(world).ask(contract.signIn, { body: { username: 'disabled', password } })).refusal).toBe(
      'sign_in_failed',
    );
    await admin.call(contract.setAccountDisabled, {
      params: { accountId: person.accountId },
      body: { disabled: false },
    });
    expect((await person.ask(contract.readMe)).status).toBe(401);
    expect(
      (
        await admin.ask(contract.setAccountDisabled, {
          params: { accountId: admin.accountId },
          body: { disabled: true },
        })
      ).refusal,
    ).toBe('own_account');
  });

  test('R-13: a change of offices bites with the next request', async () => {
    const person = await world.person('changing', ['admin']);
    expect((await person.ask(contract.listAccounts)).status).toBe(200);
    await world.database.sql(`UPDATE account SET roles = '["unit"]' WHERE id = '${person.accountId}'`);
    expect((await person.ask(contract.listAccounts)).refusal).toBe('role_forbidden');
  });
});

describe('R-14: a session ends by itself', () => {
  test('R-14: after 15 minutes without a request, and after 8 hours with requests', async () => {
    const idle = await world.person('idle', ['teller']);
    world.clock.advance(14 * 60_000);
    expect((await idle.ask(contract.readMe)).status).toBe(200);
    world.clock.advance(16 * 60_000);
    expect((await idle.ask(contract.readMe)).status).toBe(401);
    const busy = await world.person('busy', ['teller']);
    for (let minutes = 0; minutes < 8 * 60; minutes += 10) {
      expect((await busy.ask(contract.readMe)).status).toBe(200);
      world.clock.advance(10 * 60_000);
    }
    world.clock.advance(1000);
    expect((await busy.ask(contract.readMe)).status).toBe(401);
  });
});

describe('R-16: signing in makes a new token and ends the old one', () => {
  test('R-16: the token from before, planted or one’s own, is dead afterwards', async () => {
    const person = await world.person('fixed', ['teller']);
    const planted = person.cookie;
    await person.call(contract.signIn, { body: { username: 'fixed', password } });
    expect(person.cookie).not.toBe(planted);
    const thief = new Person(world);
    thief.cookie = planted;
    expect((await thief.ask(contract.readMe)).status).toBe(401);
    expect((await person.ask(contract.readMe)).status).toBe(200);
  });

  test('R-16: a cookie that was planted before the first sign-in is not taken over', async () => {
    const victim = new Person(world);
    victim.cookie = 'piaojue=planted.by.somebody';
    await world.account('victim', ['teller']);
    await victim.call(contract.signIn, { body: { username: 'victim', password } });
    expect(victim.cookie).not.toContain('planted');
  });
});

describe('R-16: the password entered again makes a new token and ends the old one', () => {
  const withCookie = (cookie: string | undefined): Person => {
    const window = new Person(world);
    window.cookie = cookie;
    return window;
  };

  test('R-16: what was taken from the browser before is nobody’s afterwards', async () => {
    const person = await world.person('stepping', ['clerk']);
    const before = person.cookie;
    const answer = await person.ask(contract.confirmPassword, { body: { password } });
    expect(person.cookie).not.toBe(before);
    expect(answer.text).not.toContain(person.cookie!.split('=')[1]!);
    expect((await withCookie(before).ask(contract.readMe)).status).toBe(401);
    expect((await withCookie(before).ask(contract.confirmPassword, { body: { password } })).status).toBe(401);
    expect((await person.ask(contract.readMe)).status).toBe(200);
  });

  test('R-16: a wrong password leaves the token as it is', async () => {
    const person = await world.person('fumbling', ['clerk']);
    const before = person.cookie;
    await person.ask(contract.confirmPassword, { body: { password: 'wrong' } });
    expect(person.cookie).toBe(before);
    expect((await person.ask(contract.readMe)).status).toBe(200);
  });

  test('R-16: entered twice at once, only one new token comes of one old', async () => {
    const person = await world.person('doubling', ['clerk']);
    const windows = [withCookie(person.cookie), withCookie(person.cookie)];
    const answers = await Promise.all(
      windows.map((window) => window.ask(contract.confirmPassword, { body: { password } })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401]);
    expect(await world.count(`login_session WHERE account_id = '${person.accountId}' AND ended_at IS NULL`)).toBe(1);
  });

  test('R-14: entering the password again does not put off the end after eight hours', async () => {
    const person = await world.person('lasting', ['clerk']);
    for (let minutes = 0; minutes < 8 * 60; minutes += 10) {
      await fresh(person);
      world.clock.advance(10 * 60_000);
    }
    world.clock.advance(1000);
    expect((await person.ask(contract.readMe)).status).toBe(401);
  });
});

test('R-15: the cookie is HttpOnly, SameSite=Strict, without a domain, and the token stands in no body', async () => {
  await world.account('cookie', ['teller']);
  const answer = await new Person(world).ask(contract.signIn, { body: { username: 'cookie', password } });
  const cookie = String(answer.headers['set-cookie']);
  expect(cookie).toMatch(/^piaojue=/);
  for (const word of [/HttpOnly/, /SameSite=Strict/, /Path=\//]) expect(cookie).toMatch(word);
  expect(cookie).not.toMatch(/Domain/i);
  expect(answer.text).not.toContain(cookie.split(/[=;]/)[1]!);
});

test('R-07: what cannot be undone wants a password of the last five minutes', async () => {
  const person = await world.person('stale', ['clerk']);
  await fresh(person);
  world.clock.advance(5 * 60_000 + 1000);
  const { id: sittingId } = await person.call(contract.createSitting, { body: { title: 'x', year: 2024 } });
  await person.call(contract.importDelegates, {
    params: { sittingId },
    body: { format: 'csv', content: '代表证号,姓名,代表团\n1,甲,一团', commit: true },
  });
  const { id: voteId } = await person.call(contract.createVote, {
    params: { sittingId },
    body: { title: 'x', kind: 'approve_only', group: 'Ed25519', places: 1 },
  });
  await world.database.sql(`UPDATE vote SET state = 'frozen' WHERE id = '${voteId}'`);
  expect((await person.ask(contract.voidVote, { params: { voteId }, body: { reason: 'x' } })).refusal).toBe(
    'stale_sign_in',
  );
  await fresh(person);
  expect((await person.ask(contract.voidVote, { params: { voteId }, body: { reason: 'x' } })).status).toBe(200);
});

test('R-04: the sixth wrong password locks the account for 15 minutes, and nobody else', async () => {
  await world.account('guessed', ['teller']);
  const guess = (word: string) =>
    new Person(world).ask(contract.signIn, { body: { username: 'guessed', password: word } });
  for (let i = 0; i < 5; i++) expect((await guess('wrong')).refusal).toBe('sign_in_failed');
  const [locked, unknown] = [
    await guess(password),
    await new Person(world).ask(contract.signIn, { body: { username: 'nobody', password } }),
  ];
  expect(locked.refusal).toBe('sign_in_failed');
  // what a locked account answers is what an unknown one answers
  expect([locked.status, locked.text]).toEqual([unknown.status, unknown.text]);
  await world.account('neighbour', ['teller']);
  expect((await new Person(world).ask(contract.signIn, { body: { username: 'neighbour', password } })).status).toBe(
    200,
  );
  world.clock.advance(15 * 60_000 + 1000);
  expect((await guess(password)).status).toBe(200);
});

test('R-05: no refused sign-in answers before the time that covers every way to refuse one', async () => {
  await world.account('timed', ['teller']);
  await world.account('shut', ['teller']);
  await world.database.sql(`UPDATE account SET locked_until = '2999-01-01T00:00:00.000Z' WHERE username = 'shut'`);
  for (const username of ['timed', 'shut', 'nobody']) {
    const asked = performance.now();
    await new Person(world).ask(contract.signIn, { body: { username, password: 'wrong' } });
    // A timer of Node may fire within its last millisecond.
    expect(performance.now() - asked, username).toBeGreaterThan(refusedAfter - 2);
  }
});

test('R-04: guesses sent all at once are judged one after the other: the right one after the fifth is too late', async () => {
  await world.account('hurried', ['teller']);
  const guess = (word: string) =>
    new Person(world).ask(contract.signIn, { body: { username: 'hurried', password: word } });
  const answers = await Promise.all([...Array.from({ length: 8 }, () => 'wrong'), password].map(guess));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 9 }, () => 401));
});

test('R-04: what strangers type at the door does not keep a signed-in clerk from confirming', async () => {
  const clerk = await world.person('targeted', ['clerk']);
  for (let i = 0; i < 6; i++)
    await new Person(world).ask(contract.signIn, { body: { username: 'targeted', password: 'wrong' } });
  expect((await clerk.ask(contract.confirmPassword, { body: { password } })).status).toBe(200);
});

test('R-07: the fifth wrong password under one session ends that session and no other', async () => {
  const person = await world.person('mistyping', ['clerk']);
  const elsewhere = new Person(world, person.accountId);
  await elsewhere.call(contract.signIn, { body: { username: 'mistyping', password } });
  const type = (word: string) => person.ask(contract.confirmPassword, { body: { password: word } });
  for (let left = 4; left >= 1; left--) {
    const refused = await type('wrong');
    expect([refused.refusal, JSON.parse(refused.text).detail]).toEqual(['password_wrong', { left }]);
  }
  expect((await type('wrong')).refusal).toBe('password_wrong');
  expect((await type(password)).refusal).toBe('not_signed_in');
  expect((await elsewhere.ask(contract.confirmPassword, { body: { password } })).status).toBe(200);
});

test('R-103: a flood at the door is told to come again, and whoever comes after it is let in', async () => {
  const guest = new Person(world);
  const flood = (size: number, nameOf: (i: number) => string) =>
    Promise.all(
      Array.from({ length: size }, (_, i) =>
        guest.ask(contract.signIn, { body: { username: nameOf(i), password: 'x' } }),
      ),
    );
  for (const answers of [await flood(600, (i) => `nobody${i}`), await flood(40, () => 'nobody')]) {
    const turned = answers.filter(({ status }) => status === 503);
    expect(turned.length).toBeGreaterThan(0);
    for (const { headers, refusal } of turned) expect([headers['retry-after'], refusal]).toEqual(['2', 'busy']);
  }
  await world.account('after', ['teller']);
  expect((await new Person(world).ask(contract.signIn, { body: { username: 'after', password } })).status).toBe(200);
});
