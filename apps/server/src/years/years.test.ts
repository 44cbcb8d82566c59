import * as contract from '@piaojue/contract';
import { describe, expect, test } from 'vitest';
import { dialects } from '../../../../db/src/testing/databases.js';
import { password } from '../testing/world.js';
import { disclose, settings, yearCollecting, yearInPreparation, type Collecting } from '../testing/years.js';

const of = ({ year }: Collecting) => ({ year: String(year) });

test('R-STATE-02: collecting starts by an act once the notice is public, ends by an act, and screening follows', async () => {
  const c = await yearInPreparation();
  const ask = async (endpoint: typeof contract.startCollecting | typeof contract.closeCollecting) =>
    (await c.clerk.ask(endpoint, { params: of(c) })).refusal;
  expect(await ask(contract.startCollecting)).toBe('notice_not_published');
  await disclose(c, 'notice');
  // The dates that people were told decide nothing.
  c.world.clock.now = Date.parse('2024-02-20T02:00:00Z');
  await c.clerk.call(contract.signIn, { body: { username: 'clerk', password } });
  expect(await ask(contract.startCollecting)).toBeUndefined();
  expect(await ask(contract.startCollecting)).toBe('wrong_phase');
  expect((await c.clerk.ask(contract.startScreening, { params: of(c) })).refusal).toBe('collecting_open');
  expect(await ask(contract.closeCollecting)).toBeUndefined();
  expect(await ask(contract.closeCollecting)).toBe('collecting_closed');
  expect((await c.clerk.call(contract.startScreening, { params: of(c) })).state).toBe('screen');
});

test('what people were told stays as they were told it; the rest may be set', async () => {
  const c = await yearInPreparation();
  await disclose(c, 'notice');
  const set = (change: Partial<contract.YearSettings>, version: number) =>
    c.clerk.ask(contract.setYear, { params: of(c), body: { version, settings: { ...settings, ...change } } });
  expect((await set({ notice: '另一份公告' }, 2)).refusal).toBe('notice_published');
  expect((await set({ collectUntil: '2024-05-01' }, 2)).refusal).toBe('notice_published');
  expect((await set({ places: 12 }, 2)).status).toBe(200);
  expect((await set({ places: 13 }, 2)).refusal).toBe('conflict');
});

test('while a notice waits for its review, it and its dates stay; taken back, they may be set again', async () => {
  const c = await yearInPreparation();
  const set = (change: Partial<contract.YearSettings>, version: number) =>
    c.clerk.ask(contract.setYear, { params: of(c), body: { version, settings: { ...settings, ...change } } });
  const { id } = await c.clerk.call(contract.prepareDisclosure, {
    params: of(c),
    body: { kind: 'notice', title: '征集公告' },
  });
  expect((await set({ notice: '另一份公告' }, 2)).refusal).toBe('notice_in_review');
  expect((await set({ collectFrom: '2024-02-01' }, 2)).refusal).toBe('notice_in_review');
  expect((await set({ perPerson: 5 }, 2)).status).toBe(200);
  await c.clerk.call(contract.withdrawDisclosure, { params: { ...of(c), disclosureId: id } });
  expect((await set({ notice: '另一份公告' }, 3)).status).toBe(200);
});

test('a window that ends before it begins is no window', async () => {
  const c = await yearInPreparation();
  const set = (collectFrom: string | null, collectUntil: string | null) =>
    c.clerk.ask(contract.setYear, {
      params: of(c),
      body: { version: 2, settings: { ...settings, collectFrom, collectUntil } },
    });
  expect((await set('2024-04-01', '2024-03-31')).refusal).toBe('dates_reversed');
  expect((await set('2024-04-01', '2024-04-01')).status).toBe(200);
});

test('a second window does not open while another is open', async () => {
  const c = await yearCollecting();
  await c.clerk.call(contract.createYear, { body: { year: 2026 } });
  const next = { ...c, year: 2026 };
  await c.clerk.call(contract.setYear, { params: of(next), body: { version: 1, settings } });
  await disclose(next, 'notice');
  // The next notice is in the register; people are led to the window that is open.
  const led = async () => (await c.world.anyone.call(contract.readCollecting)).current;
  expect(await led()).toMatchObject({ year: 2025, window: 'open' });
  const refused = await c.clerk.ask(contract.startCollecting, { params: of(next) });
  expect([refused.refusal, JSON.stringify(refused.body)]).toEqual([
    'another_window_open',
    expect.stringContaining('2025年度'),
  ]);
  await c.clerk.call(contract.closeCollecting, { params: of(c) });
  expect(await led()).toMatchObject({ year: 2026, window: 'not_yet' });
  expect((await c.clerk.call(contract.startCollecting, { params: of(next) })).state).toBe('collect');
});

test('a year is made at most two years ahead', async () => {
  const c = await yearInPreparation();
  const make = async (year: number) => (await c.clerk.ask(contract.createYear, { body: { year } })).refusal;
  expect([await make(2027), await make(1999), await make(2026)]).toEqual(['year_far', 'malformed', undefined]);
});

test('nothing is public before its act: the register holds what was reviewed by another, with both names', async () => {
  const c = await yearInPreparation();
  const register = async () => (await c.world.anyone.call(contract.readRegister)).disclosures;
  const prepared = await c.clerk.call(contract.prepareDisclosure, {
    params: of(c),
    body: { kind: 'notice', title: '征集公告' },
  });
  expect(await register()).toEqual([]);
  const params = { ...of(c), disclosureId: prepared.id };
  expect((await c.clerk.ask(contract.publishDisclosure, { params })).refusal).toBe('wrong_person');
  c.world.clock.advance(6 * 60_000);
  expect((await c.office.ask(contract.publishDisclosure, { params })).refusal).toBe('stale_sign_in');
  await c.office.call(contract.confirmPassword, { body: { password } });
  await c.office.call(contract.publishDisclosure, { params });
  expect(await register()).toMatchObject([
    { kind: 'notice', preparedBy: 'clerk同志', reviewedBy: 'gov_office同志', hash: prepared.hash },
  ]);
});

test('places: a village needs its town, codes come once, and the list is taken whole or not at all', async () => {
  const c = await yearInPreparation();
  const take = (rows: string[][]) =>
    c.clerk.call(contract.importPlaces, {
      body: { format: 'json', content: JSON.stringify([['编码', '镇（街道）', '村（社区）'], ...rows]), commit: true },
    });
  const before = (await c.world.anyone.call(contract.listPlaces)).places;
  expect((await take([['A', '甲镇', '乙村']])).errors).toMatchObject([{ row: 2, column: '镇（街道）' }]);
  expect(
    (
      await take([
        ['A', '甲镇', ''],
        ['A', '丙镇', ''],
      ])
    ).errors,
  ).toMatchObject([{ row: 3, column: '编码' }]);
  expect((await c.world.anyone.call(contract.listPlaces)).places).toEqual(before);
  expect((await take([['FD', '府店镇（新名）', '']])).imported).toBe(1);
  expect((await c.world.anyone.call(contract.listPlaces)).places).toContainEqual(
    expect.objectContaining({ code: 'FD', name: '府店镇（新名）' }),
  );
});

describe.each(dialects)('a later notice on %s', (dialect) => {
  const later = {
    title: '关于延长征集时间的公告',
    notice: '征集截止日期延长。',
    collectFrom: '2024-03-01',
    collectUntil: '2024-05-01',
  };
  const prepare = (c: Collecting, change: Partial<typeof later> = {}) =>
    c.clerk.ask(contract.prepareNoticeChange, { params: of(c), body: { ...later, ...change } });
  const publish = (c: Collecting, disclosureId: string, by = c.office) =>
    by.ask(contract.publishDisclosure, { params: { ...of(c), disclosureId } });
  const current = async (c: Collecting) => (await c.world.anyone.call(contract.readCollecting)).current;

  test('moves the dates once another person has let it out; what people were told before stays readable', async () => {
    const c = await yearInPreparation({ dialect });
    c.world.clock.now = Date.parse('2024-02-20T02:00:00Z');
    for (const username of ['clerk', 'gov_office'])
      await (username === 'clerk' ? c.clerk : c.office).call(contract.signIn, { body: { username, password } });
    expect((await prepare(c)).refusal).toBe('notice_not_published');
    await disclose(c, 'notice');
    c.world.clock.now += 60_000;
    await c.clerk.call(contract.startCollecting, { params: of(c) });
    expect((await prepare(c, { collectUntil: '2024-02-28' })).refusal).toBe('dates_reversed');
    expect((await prepare(c, { collectFrom: '2024-01-01', collectUntil: '2024-02-01' })).refusal).toBe('until_past');
    expect((await prepare(c, { collectFrom: '2024-03-02' })).refusal).toBe('window_begun');
    const { id } = (await prepare(c)).body;
    expect((await prepare(c)).refusal).toBe('already_prepared');
    expect((await current(c))?.collectUntil).toBe('2024-04-01');
    expect((await publish(c, id, c.clerk)).refusal).toBe('wrong_person');
    expect((await publish(c, id)).status).toBe(200);
    expect(await current(c)).toMatchObject({
      title: later.title,
      collectUntil: '2024-05-01',
      window: 'open',
      earlier: [{ title: '征集公告', notice: settings.notice }],
    });
    expect((await c.clerk.call(contract.readYear, { params: of(c) })).collectUntil).toBe('2024-05-01');
    const again = await c.clerk.ask(contract.prepareDisclosure, {
      params: of(c),
      body: { kind: 'notice', title: '征集公告' },
    });
    expect(again.refusal).toBe('wrong_phase');
    const { disclosures } = await c.world.anyone.call(contract.readRegister);
    expect(disclosures.map(({ kind, title }) => [kind, title])).toEqual([
      ['notice', later.title],
      ['notice', '征集公告'],
    ]);
  });

  test('is not let out once the window has closed, nor prepared', async () => {
    const c = await yearCollecting({ dialect });
    const until = { collectUntil: '2099-05-01' };
    const { id } = (await prepare(c, until)).body;
    await c.clerk.call(contract.closeCollecting, { params: of(c) });
    expect((await publish(c, id)).refusal).toBe('content_changed');
    expect((await current(c))?.collectUntil).toBe('2024-04-01');
    expect((await prepare(c, until)).refusal).toBe('collecting_closed');
  });
});

test('nobody is told of a window that was over before it began', async () => {
  const c = await yearInPreparation();
  const until = async (collectUntil: string) => {
    const { version } = await c.clerk.call(contract.readYear, { params: of(c) });
    await c.clerk.call(contract.setYear, {
      params: of(c),
      body: { version, settings: { ...settings, collectFrom: '2020-01-01', collectUntil } },
    });
    return c.clerk.ask(contract.prepareDisclosure, { params: of(c), body: { kind: 'notice', title: '征集公告' } });
  };
  expect((await until('2020-02-01')).refusal).toBe('until_past');
  const { id } = (await until('2024-03-20')).body;
  await c.office.call(contract.publishDisclosure, { params: { ...of(c), disclosureId: id } });
  c.world.clock.now = Date.parse('2024-04-20T02:00:00Z');
  await c.clerk.call(contract.signIn, { body: { username: 'clerk', password } });
  expect((await c.clerk.ask(contract.startCollecting, { params: of(c) })).refusal).toBe('until_past');
});
