import * as contract from '@piaojue/contract';
import { endpoints, type Endpoint } from '@piaojue/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import { changes, everything, picture, type Everything } from './testing/everything.js';
import { sampleOf } from './testing/samples.js';
import { noPaper } from './testing/situations.js';
import { urlOf } from './testing/world.js';

let all: Everything;
let sitting: Everything['sitting'];
let world: Everything['world'];
let people: Everything['people'];
let voteIn: Everything['voteIn'];
beforeAll(async () => {
  all = await everything();
  ({ sitting, world, people, voteIn } = all);
});

describe('R-21: nothing unknown is taken', () => {
  const odd = ['role', 'roles2', 'phase', 'state', 'unitId', 'seq', 'id', 'isAdmin', 'constructor_', '$where'];
  const allowedWho = (endpoint: Endpoint) =>
    endpoint.roles.includes('anyone') ? world.anyone : people.get(endpoint.roles[0]!)!;

  test('R-21: one key more in the body is refused, at every endpoint', async () => {
    const before = await picture(all);
    for (const endpoint of changes) {
      const state = endpoint.during?.[0] ?? 'draft';
      const sample = sampleOf(endpoint, { sittingId: sitting.sittingId, voteId: voteIn.get(state)! });
      for (const key of odd) {
        const { status, refusal } = await allowedWho(endpoint).ask(endpoint, {
          ...sample,
          body: { ...sample.body, [key]: 'x' },
        } as never);
        expect([status, refusal], `${endpoint.name} ${key}`).toEqual([400, 'malformed']);
      }
    }
    expect(await picture(all)).toBe(before);
  });

  test('R-21: one key more, or a key twice, in the query is refused, at every endpoint', async () => {
    for (const endpoint of endpoints) {
      const state = endpoint.during?.[0] ?? 'draft';
      const sample = sampleOf(endpoint, { sittingId: sitting.sittingId, voteId: voteIn.get(state)! });
      const { status } = await allowedWho(endpoint).ask(endpoint, {
        ...sample,
        query: { ...sample.query, extra: '1' },
      } as never);
      expect(status, endpoint.name).toBe(400);
      for (const [key, value] of Object.entries(sample.query ?? {})) {
        const twice = await allowedWho(endpoint).raw({
          method: endpoint.method,
          url: `${urlOf(endpoint, sample.params, sample.query)}&${key}=${String(value)}`,
        });
        expect(twice.status, `${endpoint.name} ${key}`).toBe(400);
      }
    }
  });

  test('R-21: keys inside what is nested are refused too', async () => {
    const clerk = people.get('clerk')!;
    const voteId = voteIn.get('draft')!;
    const { rules } = await clerk.call(contract.readVote, { params: { voteId } });
    const set = (given: object) =>
      clerk.ask(contract.setRules, { params: { voteId }, body: { rules: given as never } });
    for (const given of [
      { ...rules, extra: 1 },
      { ...rules, clauses: { ...rules.clauses, extra: 'x' } },
      { ...rules, places: '3' },
      { ...rules, places: 3.5 },
      { ...rules, majorityBase: 'some' },
      { ...rules, pickRule: ['at_most_n'] },
      { ...rules, writeIn: true },
      { ...rules, clauses: 'none' },
      { ...rules, rankWeights: [1, 'x'] },
      {},
      [rules],
    ])
      expect((await set(given)).refusal, JSON.stringify(given).slice(0, 80)).toMatch(/rules_invalid|malformed/);
    const totals = {
      ...noPaper(1),
      projects: [{ listNumber: 1, for: 0, against: 0, abstain: 0, more: 1 }],
    };
    expect(
      (
        await people
          .get('teller')!
          .ask(contract.enterPaper, { params: { voteId: voteIn.get('closed')! }, body: { totals } })
      ).status,
    ).toBe(400);
  });
});

describe('R-80: types are strict and prototypes out of reach', () => {
  test('R-80: numbers are no texts, lists no values, and nothing is coerced', async () => {
    const clerk = people.get('clerk')!;
    for (const body of [
      { title: 1, year: 2024 },
      { title: 'x', year: '2024' },
      { title: ['x'], year: 2024 },
      { title: null, year: 2024 },
      { title: 'x' },
      { title: 'x', year: 2024.5 },
      { title: 'x', year: 1e300 },
      { title: { toString: 'x' }, year: 2024 },
      [],
      'x',
      7,
      null,
      true,
    ])
      expect((await clerk.ask(contract.createSitting, { body: body as never })).status, JSON.stringify(body)).toBe(400);
  });

  test('R-80: a body that reaches for the prototype is refused, wherever the key stands', async () => {
    const clerk = people.get('clerk')!;
    for (const payload of [
      '{"title":"x","year":2024,"__proto__":{"admin":true}}',
      '{"__proto__":null,"title":"x","year":2024}',
      '{"title":"x","year":2024,"constructor":{"prototype":{"admin":true}}}',
      '{"title":{"__proto__":{}},"year":2024}',
      '{"title":"x","year":2024,"\\u005f_proto__":1}',
    ])
      expect(
        (
          await clerk.raw({
            method: 'POST',
            url: '/api/sittings',
            headers: { 'content-type': 'application/json' },
            payload,
          })
        ).status,
        payload,
      ).toBe(400);
    for (const search of [
      '?__proto__=1',
      '?__proto__[admin]=1',
      '?constructor=1',
      '?from=0&__proto__=x',
      '?from=0&from=1',
      '?from[]=0',
      '?limit=1e2&toString=1',
    ])
      expect((await world.anyone.raw({ url: `/api/public/log${search}` })).status, search).toBe(400);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });
});

describe('R-78: text is Unicode that can be kept', () => {
  const titled = (title: string) => people.get('clerk')!.ask(contract.createSitting, { body: { title, year: 2024 } });

  test('R-78: rare characters come back as they are, decomposed ones are composed, length is in characters', async () => {
    for (const title of ['𠮷祥区第一次会议', '𫘜𬭛𰻞面', '会议 😀', 'ﾆﾎﾝ', '𠮷'.repeat(80)])
      expect((await titled(title)).body.title).toBe(title.normalize('NFC'));
    expect((await titled('e\u0301tude')).body.title).toBe('étude');
    expect((await titled('𠮷'.repeat(81))).status).toBe(400);
  });

  test('R-78: control characters, bidi overrides, NUL and half characters are refused, everywhere', async () => {
    for (const bad of ['a\u0000b', 'a\u0007b', 'a\u001b[31mb', 'a\u202eb', 'a\u2066b', 'a\rb', 'x\ud800', '\udc00x']) {
      expect((await titled(bad)).status, JSON.stringify(bad)).toBe(400);
      if (!/[\0\p{Surrogate}]/u.test(bad)) continue;
      expect((await world.anyone.ask(contract.signIn, { body: { username: bad, password: bad } })).status).toBe(400);
      expect(
        (await people.get('trustee')!.ask(contract.sendCertificate, { body: { certificate: bad, commitment: null } }))
          .status,
      ).toBe(400);
      const { rules } = await people
        .get('clerk')!
        .call(contract.readVote, { params: { voteId: voteIn.get('draft')! } });
      expect(
        (
          await people.get('clerk')!.ask(contract.setRules, {
            params: { voteId: voteIn.get('draft')! },
            body: { rules: { ...rules, clauses: { ...rules.clauses, places: bad } } },
          })
        ).status,
      ).toBe(400);
    }
    expect((await world.anyone.raw({ url: `/api/booth/votes/${voteIn.get('open')}/slip?publicKey=%00` })).status).toBe(
      400,
    );
  });
});

describe('R-77: sizes are bounded', () => {
  test('R-77: a body beyond the limit of its endpoint is refused with 413 before it is parsed', async () => {
    for (const endpoint of changes) {
      const limit = endpoint.bodyLimit ?? 262_144;
      if (limit > 3_000_000) continue;
      const person = endpoint.roles.includes('anyone') ? world.anyone : people.get(endpoint.roles[0]!)!;
      const { params } = sampleOf(endpoint, { sittingId: sitting.sittingId, voteId: voteIn.get('draft')! });
      const { status, refusal } = await person.raw({
        method: endpoint.method,
        url: urlOf(endpoint, params),
        headers: { 'content-type': 'application/json' },
        payload: `{"x":"${'y'.repeat(limit)}"}`,
      });
      expect([status, refusal], endpoint.name).toEqual([413, 'too_large']);
    }
    expect(Math.max(...endpoints.map(({ bodyLimit }) => bodyLimit ?? 0))).toBeLessThanOrEqual(50_000_000);
    expect(endpoints.find(({ name }) => name === 'cast_ballot')?.bodyLimit).toBeLessThanOrEqual(512_000);
  });

  test('R-77: nesting beyond the deepest body of ours is refused', async () => {
    for (const depth of [13, 100, 20_000]) {
      const payload = `{"title":"x","year":2024,"x":${'['.repeat(depth)}${']'.repeat(depth)}}`;
      expect(
        (
          await people
            .get('clerk')!
            .raw({ method: 'POST', url: '/api/sittings', headers: { 'content-type': 'application/json' }, payload })
        ).status,
        String(depth),
      ).toBe(400);
    }
  });
});

describe('R-81: what goes wrong tells nothing of the inside', () => {
  const inside =
    /node_modules|\/apps\/|\/src\/|dist\/|\.ts:|\.js:|at .*\(|SELECT |INSERT |UPDATE |sqlite|drizzle|postgres|params:|stack/i;

  test('R-81: thirty faults, each answered by a code and nothing else', async () => {
    const faults: {
      method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS' | 'PATCH';
      url: string;
      payload?: string;
      type?: string;
    }[] = [
      ...[
        '/api/nothing',
        '/nothing',
        '/api/',
        '/',
        '/api/votes',
        '/api/votes/',
        '/api/../etc/passwd',
        '/api/votes/%2e%2e%2f',
        '/api/votes/%E0%A4%A',
        '/api/%',
        '/api/public/votes/x/archive.bel',
        '/api/public/votes/x/publication.zip',
        "/api/public/votes/'/archive.bel",
        '/api/public/votes/x/result.csv',
        '/api/public/results/none',
        "/api/public/results/'%20OR%201=1--",
        '/api/public/log?from=-1',
        '/api/public/log?limit=100000',
        '/api/public/log/inclusion?seq=99999999&size=1',
        '/api/public/log/consistency?from=5&to=2',
        '/api/booth/receipts?tracker=x',
        '/api/__proto__',
        '/api/constructor',
      ].map((url) => ({ url })),
      { method: 'POST', url: '/api/session', payload: '{', type: 'application/json' },
      { method: 'POST', url: '/api/session', payload: '', type: 'application/json' },
      { method: 'POST', url: '/api/session', payload: 'null', type: 'application/json' },
      {
        method: 'POST',
        url: '/api/session',
        payload: '{"username":{"$gt":""},"password":1}',
        type: 'application/json',
      },
      {
        method: 'POST',
        url: '/api/session',
        payload: `{"username":"' OR 1=1 --","password":"x"}`,
        type: 'application/json',
      },
      { method: 'OPTIONS', url: '/api/session' },
      { method: 'PATCH', url: '/api/session', payload: '{}', type: 'application/json' },
      {
        method: 'POST',
        url: `/api/booth/votes/${voteIn.get('open')}/ballots`,
        payload: '{"ballot":"{"}',
        type: 'application/json',
      },
    ];
    expect(faults.length).toBeGreaterThanOrEqual(30);
    for (const { method = 'GET', url, payload, type } of faults) {
      const { status, text } = await world.anyone.raw({
        method,
        url,
        ...(payload === undefined ? {} : { payload, headers: { 'content-type': type } }),
      });
      expect(status, `${method} ${url}`).toBeGreaterThanOrEqual(400);
      expect(status, `${method} ${url}: ${text}`).toBeLessThan(500);
      expect(text, `${method} ${url}`).not.toMatch(inside);
      expect(JSON.parse(text), url).toHaveProperty('refusal');
    }
  });

  test('an address that cannot be read is told in words to whoever opens it, and as data to our own pages', async () => {
    const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
    const open = (headers: Record<string, string>) =>
      world.app.inject({ method: 'GET', url: '/follow/AB%', headers: { accept, ...headers } });
    const page = await open({});
    expect([page.statusCode, page.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8']);
    expect(page.body).toContain('没有这个页面。');
    expect(page.body).not.toContain('malformed');
    expect((await open({ 'x-piaojue': '1' })).json()).toMatchObject({ refusal: 'malformed' });
  });

  test('R-81: a broken invariant answers 500 with a number to ask for, and logs where, not what', async () => {
    const id = voteIn.get('tallying')!;
    await world.database.sql(`UPDATE vote SET rules = '{"broken":true}' WHERE id = '${voteIn.get('draft')}'`);
    const from = world.logged.length;
    const { status, body, text } = await people
      .get('clerk')!
      .ask(contract.readVote, { params: { voteId: voteIn.get('draft')! } });
    expect(status, id).toBe(500);
    expect(Object.keys(body).toSorted()).toEqual(['refusal', 'requestId']);
    expect(text).not.toMatch(inside);
    expect(world.logged.slice(from).join('')).toContain('request failed');
  });
});
