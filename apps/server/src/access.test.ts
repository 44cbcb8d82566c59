import * as contract from '@piaojue/contract';
import { accountRoles, endpoints, type AccountRole, type Endpoint } from '@piaojue/contract';
import { voteMoves, voteStates, yearStates, type VoteState, type YearState } from '@piaojue/rules';
import { beforeAll, describe, expect, test } from 'vitest';
import { sampleOf } from './testing/samples.js';
import { holdCeremony, noPaper, sittingWithDraftVote, type Sitting } from './testing/situations.js';
import { Person, urlOf, type World } from './testing/world.js';

let sitting: Sitting;
let world: World;
const people = new Map<string, Person>();
/** A vote in every state, reached by moves that the database allows. */
const voteIn = new Map<VoteState, string>();
/** A year in every state, written as it stands. */
const yearIn = new Map<YearState, number>();

beforeAll(async () => {
  sitting = await sittingWithDraftVote({ votes: voteStates.length });
  ({ world } = sitting);
  await holdCeremony(sitting);
  for (const role of accountRoles) people.set(role, await world.as(role));
  people.set('anyone', new Person(world));
  people.set('trustee', sitting.keepers[0]!.page);
  for (const [i, state] of voteStates.entries()) {
    const id = sitting.voteIds[i]!;
    for (const step of wayTo(state)) await world.database.sql(`UPDATE vote SET state = '${step}' WHERE id = '${id}'`);
    voteIn.set(state, id);
  }
  for (const [i, state] of yearStates.entries()) {
    const year = 2031 + i;
    await world.database.sql(
      `INSERT INTO year (year, state, notice, per_person, places, least_surplus, version, created_at) VALUES (${year}, '${state}', '', 3, 20, 20, 1, 'z')`,
    );
    yearIn.set(state, year);
  }
});

function wayTo(goal: VoteState): VoteState[] {
  const ways: VoteState[][] = [['draft']];
  for (const way of ways) {
    if (way.at(-1) === goal) return way.slice(1);
    for (const next of Object.values(voteMoves[way.at(-1)!])) if (!way.includes(next)) ways.push([...way, next]);
  }
  throw new Error(`no way to ${goal}`);
}

const askSample = (person: Person, endpoint: Endpoint, voteId: string, year = 2031) =>
  person.ask(endpoint, sampleOf(endpoint, { sittingId: sitting.sittingId, voteId, year }) as never);
const changes = endpoints.filter(({ method }) => method !== 'GET');
/** Everything that an act could have changed, counted. */
const picture = async (): Promise<string> => {
  const states = await world.database.sql('SELECT id, state, rules FROM vote ORDER BY id');
  const counts = await Promise.all(
    [
      'account',
      'sitting',
      'delegate',
      'candidate',
      'log_leaf',
      'casting',
      'pending_act',
      'key_message',
      'public_credential',
      'year',
      'suggestion',
      'station',
      'reception',
      'proposal',
      'disclosure',
    ].map((table) => world.count(table)),
  );
  return JSON.stringify([states, counts]);
};

describe('R-19: one table of role, act and phase', () => {
  test('R-19: every route of the server stands in the contract, or in the short list of downloads', () => {
    const downloads = [
      'GET /api/public/screen/live',
      'GET /api/public/votes/:voteId/archive.bel',
      'GET /api/public/votes/:voteId/publication.zip',
      'GET /api/public/votes/:voteId/result.json',
      'GET /api/public/votes/:voteId/result.csv',
      'GET /api/public/log.jsonl',
      'GET /api/public/checkpoint',
      'GET /api/years/:year/suggestions.csv',
      'GET /api/years/:year/suggestions.xlsx',
      'GET /api/suggestions/:seq/photos/:id',
      'GET /api/handovers/:handoverId/photos/:id',
      'GET /api/public/years/:year/candidates.xlsx',
      'GET /api/proposals/:proposalId/attachments/:attachmentId',
      'GET /api/years/:year/candidates.xlsx',
      'GET /api/public/disclosures/:disclosureId/content',
    ];
    const listed = new Set([...endpoints.map(({ method, path }) => `${method} /api${path}`), ...downloads]);
    const served = routesOf(world.app.printRoutes({ commonPrefix: false }));
    const real = served
      .filter(({ url }) => !url.endsWith('*'))
      .flatMap(({ url, methods }) => methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${url}`));
    expect(real.toSorted()).toEqual([...listed].toSorted());
  });

  test('R-19: an office that the contract does not list is refused, in every state of the vote, and nothing changes', async () => {
    const before = await picture();
    for (const state of voteStates)
      for (const endpoint of endpoints) {
        if (endpoint.roles.includes('anyone')) continue;
        for (const [who, person] of people) {
          if ((endpoint.roles as readonly string[]).includes(who)) continue;
          const { status, refusal } = await askSample(person, endpoint, voteIn.get(state)!);
          const wanted =
            who === 'anyone' || who === 'trustee' || endpoint.roles.includes('trustee')
              ? [401, 'not_signed_in']
              : [403, 'role_forbidden'];
          expect([status, refusal], `${endpoint.name} by ${who} while ${state}`).toEqual(wanted);
        }
      }
    expect(await picture()).toBe(before);
  });

  test('R-19, R-58: in a state that the contract does not list, every act is refused as wrong_phase, and nothing changes', async () => {
    const before = await picture();
    const phased = endpoints.filter(({ during }) => during);
    expect(phased.length).toBeGreaterThan(15);
    for (const endpoint of phased)
      for (const state of voteStates) {
        if (endpoint.during?.includes(state)) continue;
        for (const role of endpoint.roles) {
          const { status, refusal, text } = await askSample(people.get(role)!, endpoint, voteIn.get(state)!);
          expect([status, refusal], `${endpoint.name} by ${role} while ${state}: ${text}`).toEqual([
            409,
            'wrong_phase',
          ]);
        }
      }
    expect(await picture()).toBe(before);
  });

  test('R-19, R-58: in a state of the year that the contract does not list, every act is refused as wrong_phase', async () => {
    const before = await picture();
    const phased = endpoints.filter(({ inYear }) => inYear);
    expect(phased.length).toBeGreaterThan(3);
    for (const endpoint of phased)
      for (const state of yearStates) {
        if (endpoint.inYear?.includes(state)) continue;
        for (const role of endpoint.roles) {
          const { status, refusal, text } = await askSample(people.get(role)!, endpoint, 'none', yearIn.get(state)!);
          expect([status, refusal], `${endpoint.name} by ${role} while ${state}: ${text}`).toEqual([
            409,
            'wrong_phase',
          ]);
        }
      }
    expect(await picture()).toBe(before);
  });

  test('R-19: every act that moves a vote is limited to the states from which the rules allow the move', () => {
    const acts = {
      freeze_vote: 'freeze',
      prepare_vote: 'prepare',
      open_vote: 'open',
      suspend_vote: 'suspend',
      resume_vote: 'resume',
      close_vote: 'close',
      tally_vote: 'tally',
      confirm_outcome: 'confirm',
      publish_vote: 'publish',
      void_vote: 'void',
    } as const;
    for (const [name, act] of Object.entries(acts)) {
      const from = voteStates.filter((state) => act in voteMoves[state]);
      expect(endpoints.find((endpoint) => endpoint.name === name)?.during?.toSorted(), name).toEqual(from.toSorted());
    }
  });

  test('R-22: no act for anybody casts for another, changes, removes or opens a ballot', () => {
    for (const { name, path, method, roles } of endpoints) {
      expect(`${name} ${path}`, name).not.toMatch(
        /(delete|remove|change|edit|update|replace|decrypt|open)_?\/?(a_)?ballot/,
      );
      if (/\/ballots/.test(path)) expect([name, method, roles]).toEqual(['cast_ballot', 'POST', ['anyone']]);
    }
    // A partial decryption is of the one total: no parameter names a ballot.
    const part = endpoints.find(({ name }) => name === 'send_partial_decryption');
    expect(part?.path).toBe('/trustee/votes/:voteId/partial-decryption');
  });
});

/** `printRoutes` draws a tree; this reads it back. */
function routesOf(tree: string): { url: string; methods: string[] }[] {
  const stack: string[] = [];
  const routes: { url: string; methods: string[] }[] = [];
  for (const line of tree.split('\n')) {
    const match = /^((?:│ {3}| {4})*)(?:├──|└──) (\S*?)(?: \(([A-Z, ]+)\))?$/.exec(line.trimEnd());
    if (!match) continue;
    const depth = match[1]!.length / 4;
    stack.length = depth;
    stack.push(match[2]!);
    if (match[3]) routes.push({ url: stack.join(''), methods: match[3].split(', ') });
  }
  return routes;
}

describe('R-17: a change of state comes from our own pages only', () => {
  const types = [
    undefined,
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'APPLICATION/JSON',
    ' application/json',
    'application/json\t',
    'application/json garbage',
    'application/json;charset=utf-16',
    'application/json, text/plain',
    'application/vnd.api+json',
    '',
  ];
  const origins = [
    undefined,
    'null',
    'http://evil.test',
    `http://piaojue.test.evil.test`,
    'http://evil.test@piaojue.test:1',
    'not a url',
  ];

  test('R-17: every content type but ours is refused before the handler, at every endpoint', async () => {
    const before = await picture();
    for (const endpoint of changes) {
      const sample = sampleOf(endpoint, { sittingId: sitting.sittingId, voteId: voteIn.get('draft')! });
      const person = endpoint.path.startsWith('/booth') ? world.anyone : people.get(endpoint.roles[0]!)!;
      for (const type of types.slice(1)) {
        const { status, refusal } = await person.raw({
          method: endpoint.method,
          url: urlOf(endpoint, sample.params),
          headers: { 'content-type': type },
          payload: JSON.stringify(sample.body ?? {}),
        });
        expect([status, refusal], `${endpoint.name} ${type}`).toEqual([415, 'unsupported_media']);
      }
    }
    expect(await picture()).toBe(before);
  });

  test('R-17: no origin, a foreign origin, or no header of ours is refused, at every endpoint and with every content type', async () => {
    const before = await picture();
    for (const endpoint of changes) {
      const sample = sampleOf(endpoint, { sittingId: sitting.sittingId, voteId: voteIn.get('draft')! });
      const person = endpoint.path.startsWith('/booth') ? world.anyone : people.get(endpoint.roles[0]!)!;
      const send = (headers: Record<string, string | undefined>) =>
        person.raw({
          method: endpoint.method,
          url: urlOf(endpoint, sample.params),
          headers: { 'content-type': 'application/json', ...headers },
          payload: JSON.stringify(sample.body ?? {}),
        });
      for (const origin of origins)
        expect((await send({ origin })).refusal, `${endpoint.name} ${origin}`).toBe('origin_forbidden');
      expect((await send({ 'x-piaojue': undefined })).refusal, endpoint.name).toBe('origin_forbidden');
      expect((await send({ 'x-piaojue': '2' })).refusal, endpoint.name).toBe('origin_forbidden');
    }
    for (const type of types)
      for (const origin of origins)
        expect(
          (
            await people.get('clerk')!.raw({
              method: 'POST',
              url: '/api/sittings',
              headers: { 'content-type': type, origin },
              payload: '{"title":"x","year":2024}',
            })
          ).refusal,
        ).toBe('origin_forbidden');
    expect(await picture()).toBe(before);
  });

  test('R-17: a change of state is no GET, and no other method is answered', async () => {
    for (const endpoint of changes) {
      const { params } = sampleOf(endpoint, { sittingId: sitting.sittingId, voteId: voteIn.get('draft')! });
      const listed = endpoints.filter(({ path }) => path === endpoint.path).map(({ method }): string => method);
      for (const method of ['GET', 'PATCH', 'DELETE', 'POST', 'PUT'] as const) {
        if (listed.includes(method)) continue;
        const { status } = await people.get('admin')!.raw({
          method,
          url: urlOf(endpoint, params),
          ...(method === 'GET' ? {} : { headers: { 'content-type': 'application/json' }, payload: '{}' }),
        });
        expect(status, `${method} ${endpoint.path}`).toBe(404);
      }
    }
  });
});

describe('R-21: nothing unknown is taken', () => {
  const odd = ['role', 'roles2', 'phase', 'state', 'unitId', 'seq', 'id', 'isAdmin', 'constructor_', '$where'];
  const allowedWho = (endpoint: Endpoint) =>
    endpoint.roles.includes('anyone') ? world.anyone : people.get(endpoint.roles[0]!)!;

  test('R-21: one key more in the body is refused, at every endpoint', async () => {
    const before = await picture();
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
    expect(await picture()).toBe(before);
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

test('R-23: a refusal is logged with who, what and on which object, and without the body', async () => {
  const from = world.logged.length;
  const unit = people.get('unit')!;
  await unit.ask(contract.suspendVote, {
    params: { voteId: voteIn.get('open')! },
    body: { reason: 'a reason that is nobody’s business' },
  });
  await people.get('clerk')!.ask(contract.suspendVote, {
    params: { voteId: voteIn.get('draft')! },
    body: { reason: 'a reason that is nobody’s business' },
  });
  const lines = world.logged
    .slice(from)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ msg }) => msg === 'refused');
  expect(lines[0]).toMatchObject({
    act: 'suspend_vote',
    refusal: 'role_forbidden',
    by: unit.accountId,
    object: { voteId: voteIn.get('open') },
  });
  expect(lines[1]).toMatchObject({ act: 'suspend_vote', refusal: 'wrong_phase', by: people.get('clerk')!.accountId });
  expect(world.logged.join('')).not.toContain('nobody’s business');
});

test('the roles of the contract are offices that exist', () => {
  const known: readonly string[] = [...accountRoles, 'anyone', 'trustee'];
  for (const { name, roles } of endpoints) {
    expect(roles.length, name).toBeGreaterThan(0);
    expect(
      roles.every((role) => known.includes(role)),
      name,
    ).toBe(true);
    if (roles.includes('anyone') || roles.includes('trustee')) expect(roles.length, name).toBe(1);
  }
  expect(accountRoles satisfies readonly AccountRole[]).toContain('clerk');
});
