import * as contract from '@piaojue/contract';
import { expect, test } from 'vitest';
import { idea } from '../testing/samples/idea.js';
import { entered, read, yearCollecting, type Collecting } from '../testing/years.js';
import { receivedFault } from './received-on.js';

const inYear = (c: Collecting) => ({ year: String(c.year) });
const add = (c: Collecting, given: Partial<contract.BodyOf<typeof contract.addSuggestion>>) =>
  c.clerk.ask(contract.addSuggestion, {
    params: inYear(c),
    body: { channel: 'hotline', sourceRef: null, receivedOn: null, suggestion: idea(), ...given },
  });

test.each(['sqlite', 'pg'] as const)(
  'on %s a caller is found by number, code, name and phone or the beginning of them; names and phones not by an auditor',
  async (dialect) => {
    const c = await yearCollecting({ dialect });
    await entered(c);
    const { body } = await add(c, {
      sourceRef: '20240301-0077',
      suggestion: idea({ title: '请修村口的桥', suggester: { name: '欧阳喆', phone: '138 0013-8000', email: '' } }),
    });
    const finds = async (q: string, who = c.clerk) =>
      (await who.call(contract.listSuggestions, { params: inYear(c), query: { q } })).suggestions.map(({ seq }) => seq);
    const { code } = await read(c, body.seq);
    for (const q of ['20240301-0077', '20240301', code, code.toLowerCase().replaceAll('-', ''), code.slice(0, 7)])
      expect(await finds(q), q).toEqual([body.seq]);
    for (const q of ['欧阳喆', '欧阳', '13800138000', '1380013', '138-0013-8000']) {
      expect(await finds(q), q).toEqual([body.seq]);
      expect(await finds(q, await c.world.as('auditor')), q).toEqual([]);
    }
    expect(await finds('村口的桥', await c.world.as('auditor'))).toEqual([body.seq]);
    expect(await finds(String(body.seq))).toEqual([body.seq]);
    for (const trap of ["20240301' OR 1=1 --", '%', '2024030_', '0013']) expect(await finds(trap), trap).toEqual([]);
  },
);

test('a list is narrowed to days in Beijing, and from one suggestion the way goes on within the same list', async () => {
  const c = await yearCollecting();
  const seqs: number[] = [];
  for (const receivedOn of ['2023-12-31', '2024-01-01', '2024-01-02', '2024-01-03'])
    seqs.push((await add(c, { receivedOn })).body.seq);
  const query = { from: '2024-01-01', to: '2024-01-02' };
  const { total, suggestions } = await c.clerk.call(contract.listSuggestions, { params: inYear(c), query });
  expect([total, ...suggestions.map(({ seq }) => seq)]).toEqual([2, seqs[2], seqs[1]]);
  const beside = (seq: number | undefined, filters = query as contract.SuggestionFilters) =>
    c.clerk.call(contract.readNeighbours, { params: { seq: String(seq) }, query: filters });
  expect(await beside(seqs[2])).toEqual({ previous: null, next: seqs[1], page: 1 });
  expect(await beside(seqs[1])).toEqual({ previous: seqs[2], next: null, page: 1 });
  expect(await beside(seqs[3], {})).toEqual({ previous: null, next: seqs[2], page: 1 });
});

test('the ledger leaves as a file the way the page shows it', async () => {
  const c = await yearCollecting();
  await entered(c, { title: '学校门口的路灯', category: '教育' });
  await entered(c, { title: '村口的路要修补' });
  const file = await c.world.app.inject({
    url: `/api/years/${c.year}/suggestions.csv?category=${encodeURIComponent('教育')}&page=3`,
    headers: { cookie: c.clerk.cookie ?? '' },
  });
  expect(file.body).toContain('学校门口的路灯');
  expect(file.body).not.toContain('村口的路要修补');
  const strange = await c.world.app.inject({
    url: `/api/years/${c.year}/suggestions.xlsx?state=nonsense`,
    headers: { cookie: c.clerk.cookie ?? '' },
  });
  expect(strange.statusCode).toBe(400);
});

test('a suggestion was received between two years before the notice and today', async () => {
  const c = await yearCollecting();
  const received = async (receivedOn: string) => (await add(c, { receivedOn })).refusal;
  const today = new Date(c.world.clock.now + 8 * 3_600_000).toISOString().slice(0, 10);
  expect(await received('2030-01-01')).toBe('day_in_future');
  expect(await received('1999-01-01')).toBe('received_too_early');
  expect(await received(today)).toBeUndefined();
  expect(await received('2023-01-01')).toBeUndefined();
  const span = { from: '2022-03-01', until: '2024-03-01' };
  const faults = ['2022-02-28', '2022-03-01', '2024-03-01', '2024-03-02'].map(
    (day) => receivedFault(day, span)?.refusal,
  );
  expect(faults).toEqual(['received_too_early', undefined, undefined, 'day_in_future']);
});

test('who registered a suggestion finds it again with its code, and hears of a decision when everybody does', async () => {
  const c = await yearCollecting();
  const delegate = await c.world.as('delegate');
  const { seq, code } = await delegate.call(contract.addSuggestion, {
    params: inYear(c),
    body: { channel: 'delegate', sourceRef: null, receivedOn: null, suggestion: idea() },
  });
  await entered(c);
  await c.clerk.call(contract.settleSuggestion, {
    params: { seq: String(seq) },
    body: { version: 1, act: 'decline', reason: '已有安排' },
  });
  const own = async (who: typeof delegate) =>
    (await who.call(contract.listOwnSuggestions, { params: inYear(c) })).suggestions;
  expect(await own(delegate)).toMatchObject([{ seq, code, state: 'undecided' }]);
  expect(await own(c.water)).toEqual([]);
});
