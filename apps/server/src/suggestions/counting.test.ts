import fc from 'fast-check';
import * as contract from '@piaojue/contract';
import type { Figures } from '@piaojue/contract';
import { expect, test } from 'vitest';
import { seedDemo } from '../demo/seed.js';
import { emptyCongress, fresh, password, type Person, type World } from '../testing/world.js';
import { entered, read, water, yearCollecting, type Collecting } from '../testing/years.js';
import { dayOf } from './days.js';

const { suggestionFigures, handoverFigures, noTown } = contract;
const week = (monday: string) => ({
  from: monday,
  to: new Date(Date.parse(monday) + 6 * 86_400_000).toISOString().slice(0, 10),
});
type Asked = contract.QueryOf<typeof contract.listPublicSuggestions>;

/** What each bar of the page asks for, as its link does. */
const barsOf = (figures: Figures): { name: string; n: number; shown: number; query: Asked }[] => {
  const all = { figure: 'received' } as const;
  return [
    ...figures.byChannel.map((each) => ({ ...each, query: { ...all, channel: each.key } as Asked })),
    ...figures.byCategory.map((each) => ({ ...each, query: { ...all, category: each.key } as Asked })),
    ...figures.byTown.map((each) => ({ ...each, query: { ...all, town: each.key || noTown } })),
    ...figures.byWeek.map((each) => ({ ...each, query: { ...all, ...week(each.key) } })),
  ];
};

/** Each figure has behind it as many rows as it says, for the office and, of those shown, for everybody. */
async function expectRowsBehind({
  world,
  clerk,
  year,
}: {
  world: World;
  clerk: Person;
  year: number;
}): Promise<Figures> {
  const params = { year: String(year) };
  const figures = await clerk.call(contract.readFigures, { params });
  const known = await world.anyone.call(contract.readPublicFigures, { params });
  const listed = async (query: Asked) => clerk.call(contract.listSuggestions, { params, query });
  const open = async (query: Asked) =>
    (await world.anyone.call(contract.listPublicSuggestions, { params, query })).total;

  for (const figure of suggestionFigures) {
    const { total, suggestions } = await listed({ figure });
    if (figure !== 'supports') expect(total, figure).toBe(figures[figure]);
    else if (total <= 50)
      expect(
        suggestions.reduce((sum, { supports }) => sum + supports, 0),
        figure,
      ).toBe(figures.supports);
  }
  for (const figure of handoverFigures) {
    const { handovers } = await clerk.call(contract.listHandovers, { params, query: { figure } });
    expect(handovers.length, figure).toBe(figures.handovers[figure]);
  }
  for (const figure of [...suggestionFigures, ...handoverFigures])
    expect(await open({ figure }), `public ${figure}`).toBe(known.shownOf[figure]);
  for (const { name, n, query } of barsOf(figures)) expect((await listed(query)).total, name).toBe(n);
  for (const { name, shown, query } of barsOf(known)) expect(await open(query), `public ${name}`).toBe(shown);
  return figures;
}

/** Something that is done to one of those there are; what is not possible at that moment is refused and changes nothing. */
type Act = (c: Collecting, seq: number, n: number) => Promise<unknown>;
const at = (seq: number) => ({ params: { seq: String(seq) } });
const version = async (c: Collecting, seq: number) => ({ version: (await read(c, seq)).version });
const paperOf = async (c: Collecting, seq: number) => (await read(c, seq)).handovers.at(-1);
const part = (title: string) => ({ category: '教育' as const, title, content: '内容要有六个字以上' });
const acts: Readonly<Record<string, Act>> = {
  show: (c, seq) => c.clerk.ask(contract.showSuggestions, { body: { seqs: [seq], shown: true, looked: [seq] } }),
  support: (c, seq) => c.world.database.sql(`UPDATE suggestion SET supports = supports + 2 WHERE seq = ${seq}`),
  merge: async (c, seq, n) =>
    c.clerk.ask(contract.mergeSuggestions, { ...at(seq), body: { ...(await version(c, seq)), sources: [n] } }),
  split: async (c, seq) => {
    const parts = ['学校门口装路灯', '学校旁边修厕所'].map(part);
    return c.clerk.ask(contract.splitSuggestion, { ...at(seq), body: { ...(await version(c, seq)), parts } });
  },
  forward: async (c, seq, n) => {
    const deadline = dayOf(new Date(c.world.clock.now + (n % 3) * 86_400_000));
    const body = { ...(await version(c, seq)), unit: water, demand: '请办', deadline, shareContact: false };
    return c.clerk.ask(contract.forwardSuggestion, { ...at(seq), body });
  },
  reply: async (c, seq) => {
    const paper = await paperOf(c, seq);
    if (!paper) return;
    const body = { version: paper.version, reply: '四月底前修好' };
    await c.water.ask(contract.replyHandover, { params: { handoverId: paper.id }, body });
  },
  check: async (c, seq, n) => {
    const paper = await paperOf(c, seq);
    if (!paper) return;
    const accepted = n % 3 > 0;
    const body = { version: paper.version, accepted, text: '看过', deadline: accepted ? null : '2030-01-01' };
    await c.clerk.ask(contract.checkHandover, { params: { handoverId: paper.id }, body });
  },
  settle: async (c, seq, n) => {
    const act = (['solve', 'adopt', 'pool', 'decline', 'reopen', 'recall'] as const)[n % 6] ?? 'solve';
    const body = { ...(await version(c, seq)), act, reason: '理由说在这里' };
    return c.clerk.ask(contract.settleSuggestion, { ...at(seq), body });
  },
  announce: async (c) => {
    const params = { year: String(c.year) };
    const { body } = await c.clerk.ask(contract.prepareDisclosure, {
      params,
      body: { kind: 'answers', title: '结果' },
    });
    if (!body.id) return;
    await fresh(c.office);
    await c.office.call(contract.publishDisclosure, { params: { ...params, disclosureId: body.id } });
  },
  candidate: async (c, seq) => {
    const by = c.clerk.accountId;
    await c.world.database.sql(
      `INSERT INTO proposal (id, year, unit, created_by, created_at, updated_by, updated_at, state, state_reason, fields, version) VALUES ('p${seq}', ${c.year}, 'x', '${by}', 'z', '${by}', 'z', 'candidate', '', '{}', 1) ON CONFLICT DO NOTHING`,
    );
    await c.world.database.sql(
      `INSERT INTO proposal_origin (proposal_id, seq) VALUES ('p${seq}', ${seq}) ON CONFLICT DO NOTHING`,
    );
  },
  wait: async (c) => {
    c.world.clock.advance(2 * 86_400_000);
    for (const [who, username] of [
      [c.clerk, 'clerk'],
      [c.office, 'gov_office'],
      [c.water, 'shuili'],
    ] as const)
      await who.call(contract.signIn, { body: { username, password } });
  },
};

for (const [dialect, numRuns] of [
  ['sqlite', 12],
  ['pg', 2],
] as const)
  test(`${dialect}: whatever was done, each figure has as many rows behind it as it says`, { timeout: 240_000 }, () => {
    const n = fc.integer({ min: 1, max: 12 });
    const done = fc.array(fc.tuple(fc.constantFrom(...Object.keys(acts)), n, n), { minLength: 20, maxLength: 60 });
    return fc.assert(
      fc.asyncProperty(done, async (steps) => {
        const c = await yearCollecting({ dialect });
        for (let i = 0; i < 8; i += 1)
          await entered(c, {
            category: i % 2 === 0 ? '教育' : '交通出行',
            placeCode: ['FD', 'FD01', 'GX01', null][i % 4] ?? null,
          });
        for (const [name, seq, other] of steps)
          if (seq <= (await c.world.count('suggestion'))) await acts[name]?.(c, seq, other);
        await expectRowsBehind(c);
        await c.world.remove();
      }),
      { numRuns, endOnFailure: true },
    );
  });

test('the demo: each figure of both years has as many rows behind it as it says', async () => {
  const world = await emptyCongress({ demo: true });
  await world.database.sql('DELETE FROM congress');
  world.clock.now = Date.parse('2024-12-20T01:00:00.000Z');
  await seedDemo(world.deps);
  const clerk = await world.person('counting', ['clerk']);
  const { answered, candidates, merged, handovers } = await expectRowsBehind({ world, clerk, year: 2024 });
  expect(Math.min(answered, candidates, merged, handovers.replied)).toBeGreaterThan(0);
  const { handovers: open } = await expectRowsBehind({ world, clerk, year: 2025 });
  expect(open.issued).toBeGreaterThan(open.replied);
});
