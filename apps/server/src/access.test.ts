import * as contract from '@piaojue/contract';
import { accountRoles, endpoints, type AccountRole } from '@piaojue/contract';
import { voteMoves, voteStates, yearStates } from '@piaojue/rules';
import { beforeAll, describe, expect, test } from 'vitest';
import { askSample, changes, everything, picture, type Everything } from './testing/everything.js';
import { sampleOf } from './testing/samples.js';
import { urlOf } from './testing/world.js';

let all: Everything;
let sitting: Everything['sitting'];
let world: Everything['world'];
let people: Everything['people'];
let voteIn: Everything['voteIn'];
let yearIn: Everything['yearIn'];
beforeAll(async () => {
  all = await everything();
  ({ sitting, world, people, voteIn, yearIn } = all);
});

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
    const before = await picture(all);
    for (const state of voteStates)
      for (const endpoint of endpoints) {
        if (endpoint.roles.includes('anyone')) continue;
        for (const [who, person] of people) {
          if ((endpoint.roles as readonly string[]).includes(who)) continue;
          const { status, refusal } = await askSample(all, person, endpoint, voteIn.get(state)!);
          const wanted =
            who === 'anyone' || who === 'trustee' || endpoint.roles.includes('trustee')
              ? [401, 'not_signed_in']
              : [403, 'role_forbidden'];
          expect([status, refusal], `${endpoint.name} by ${who} while ${state}`).toEqual(wanted);
        }
      }
    expect(await picture(all)).toBe(before);
  });

  test('R-19, R-58: in a state that the contract does not list, every act is refused as wrong_phase, and nothing changes', async () => {
    const before = await picture(all);
    const phased = endpoints.filter(({ during }) => during);
    expect(phased.length).toBeGreaterThan(15);
    for (const endpoint of phased)
      for (const state of voteStates) {
        if (endpoint.during?.includes(state)) continue;
        for (const role of endpoint.roles) {
          const { status, refusal, text } = await askSample(all, people.get(role)!, endpoint, voteIn.get(state)!);
          expect([status, refusal], `${endpoint.name} by ${role} while ${state}: ${text}`).toEqual([
            409,
            'wrong_phase',
          ]);
        }
      }
    expect(await picture(all)).toBe(before);
  });

  test('R-19, R-58: in a state of the year that the contract does not list, every act is refused as wrong_phase', async () => {
    const before = await picture(all);
    const phased = endpoints.filter(({ inYear }) => inYear);
    expect(phased.length).toBeGreaterThan(3);
    for (const endpoint of phased)
      for (const state of yearStates) {
        if (endpoint.inYear?.includes(state)) continue;
        for (const role of endpoint.roles) {
          const { status, refusal, text } = await askSample(
            all,
            people.get(role)!,
            endpoint,
            'none',
            yearIn.get(state)!,
          );
          expect([status, refusal], `${endpoint.name} by ${role} while ${state}: ${text}`).toEqual([
            409,
            'wrong_phase',
          ]);
        }
      }
    expect(await picture(all)).toBe(before);
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
    const before = await picture(all);
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
    expect(await picture(all)).toBe(before);
  });

  test('R-17: no origin, a foreign origin, or no header of ours is refused, at every endpoint and with every content type', async () => {
    const before = await picture(all);
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
    expect(await picture(all)).toBe(before);
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
