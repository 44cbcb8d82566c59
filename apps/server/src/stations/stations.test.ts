import { randomUUID } from 'node:crypto';
import * as contract from '@piaojue/contract';
import type { BodyOf, StationInput } from '@piaojue/contract';
import { dialects } from '../../../../db/src/testing/databases.js';
import { describe, expect, test } from 'vitest';
import { plainStation as plain } from '../testing/samples/stations.js';
import { emptyCongress, type Person, type World } from '../testing/world.js';

interface Network {
  readonly world: World;
  readonly clerk: Person;
  readonly delegate: Person;
  readonly head: string;
  readonly town: string;
  readonly village: string;
  /** From 2024-02-20 to 2024-03-05; today is 2024-03-01. */
  readonly mobile: string;
}

/** A head station, a town station, a village point and a mobile team; the year collects. */
async function stationNetwork(options: Parameters<typeof emptyCongress>[0] = {}): Promise<Network> {
  const world = await emptyCongress(options);
  const clerk = await world.as('clerk');
  const delegate = await world.as('delegate');
  await world.database.sql(
    "INSERT INTO year (year, state, notice, per_person, places, least_surplus, version, created_at) VALUES (2024, 'collect', '', 3, 20, 20, 1, 'z')",
  );
  await world.database.sql("INSERT INTO place (code, name, town_code, x, y) VALUES ('05', '顾县镇', NULL, 60, 50)");
  const add = async (input: Partial<StationInput>): Promise<string> =>
    (await clerk.call(contract.addStation, { body: { ...plain, ...input } })).id;
  const head = await add({});
  const town = await add({ level: 'town', parentId: head, name: '顾县镇代表联络站', placeCode: '05' });
  const village = await add({ level: 'village', parentId: town, name: '安滩村代表联络点' });
  const mobile = await add({
    level: 'mobile',
    parentId: head,
    name: '流动工作站',
    openFrom: '2024-02-20',
    openUntil: '2024-03-05',
  });
  return { world, clerk, delegate, head, town, village, mobile };
}

type Reception = BodyOf<typeof contract.sendReception>;
const visit = (change: Partial<Reception> = {}): Reception => ({
  clientId: randomUUID(),
  at: '2024-02-29T02:00:00.000Z',
  visitors: 1,
  opinion: '',
  solved: false,
  solvedHow: '',
  suggestion: null,
  ...change,
});
const suggestion = {
  category: '交通出行' as const,
  title: '安滩村口的桥太窄',
  content: '桥窄得只能过一辆三轮，两边没有栏杆。',
  reason: '',
  advice: '',
  placeCode: '05',
  placeNote: '',
  point: null,
  suggesterKind: 'resident' as const,
  suggester: { name: '', phone: '', email: '' },
};

describe.each(dialects)('receptions (%s)', (dialect) => {
  test('a reception sent three times, twice at once, is one reception and one suggestion with one code', async () => {
    const { world, delegate, town } = await stationNetwork({ dialect });
    const body = visit({ opinion: '桥太窄', suggestion });
    const send = () => delegate.call(contract.sendReception, { params: { stationId: town }, body });
    const first = await send();
    const again = await Promise.all([send(), send()]);
    expect(first.code).toMatch(/^(\w{4}-){3}\w{4}$/);
    for (const each of again) expect(each).toEqual(first);
    expect(await world.count('reception')).toBe(1);
    expect(await world.count('suggestion')).toBe(1);
  });
});

test('what a delegate writes down for a visitor stands in the ledger with station, receiver and the time it was said', async () => {
  const { world, delegate, town, mobile } = await stationNetwork();
  await delegate.call(contract.sendReception, { params: { stationId: town }, body: visit({ suggestion }) });
  await delegate.call(contract.sendReception, { params: { stationId: mobile }, body: visit({ suggestion }) });
  const rows = await world.database.sql(
    'SELECT channel, station_id, received_by, received_at, shown FROM suggestion ORDER BY seq',
  );
  expect(
    rows.map(({ channel, station_id: at, received_by: by, received_at: when }) => [channel, at, by, when]),
  ).toEqual([
    ['station', town, delegate.accountId, '2024-02-29T02:00:00.000Z'],
    ['mobile_station', mobile, delegate.accountId, '2024-02-29T02:00:00.000Z'],
  ]);
});

test('another text under a number already used is not answered with the first', async () => {
  const { world, delegate, town } = await stationNetwork();
  const params = { stationId: town };
  const body = visit({ opinion: '桥太窄', suggestion });
  const first = await delegate.call(contract.sendReception, { params, body });
  for (const change of [
    { opinion: '桥太窄了' },
    { suggestion: null },
    { suggestion: { ...suggestion, title: '另一件事情' } },
  ]) {
    const other = await delegate.ask(contract.sendReception, { params, body: { ...body, ...change } });
    expect(other.refusal).toBe('sent_otherwise');
  }
  expect(await delegate.call(contract.sendReception, { params, body })).toEqual(first);
  expect(await world.count('reception')).toBe(1);
});

test('a reception goes in the name of who wrote it down, or not at all', async () => {
  const { world, clerk, delegate, village } = await stationNetwork();
  const send = (as: string) =>
    clerk.ask(contract.sendReception, { params: { stationId: village }, query: { as }, body: visit() });
  expect((await send(delegate.accountId)).refusal).toBe('another_person');
  expect(await world.count('reception')).toBe(0);
  expect((await send(clerk.accountId)).status).toBe(200);
});

test('any delegate writes at any open station, a closed one takes nothing more, and what it took is still answered', async () => {
  const { world, clerk, delegate, village } = await stationNetwork();
  const taken = visit({ suggestion });
  const params = { stationId: village };
  const first = await delegate.call(contract.sendReception, { params, body: taken });
  const { version, level, parentId, name } = await clerk.call(contract.readDeskStation, { params });
  await clerk.call(contract.setStation, {
    params,
    body: { version, station: { ...plain, level, parentId, name, closed: true } },
  });
  const at = (sinceClosing: number) => new Date(world.clock.now + sinceClosing).toISOString();
  const sent = async (sinceClosing: number) =>
    (await delegate.ask(contract.sendReception, { params, body: visit({ at: at(sinceClosing) }) })).refusal;
  expect(await sent(60_000)).toBe('station_closed');
  expect(await delegate.call(contract.sendReception, { params, body: taken })).toEqual(first);
  // What a phone without network wrote down while it was open is not lost.
  expect(await sent(-3_600_000)).toBeUndefined();
  expect(await world.count('reception')).toBe(2);
});

test('a mobile team receives on its own days only, by the day in Beijing', async () => {
  const { delegate, mobile } = await stationNetwork();
  const at = async (time: string) =>
    (await delegate.ask(contract.sendReception, { params: { stationId: mobile }, body: visit({ at: time }) })).refusal;
  expect(await at('2024-02-19T15:59:00.000Z')).toBe('outside_days');
  expect(await at('2024-02-19T16:00:00.000Z')).toBeUndefined();
});

test('a reception in the future or more than two years back, or solved without saying what and how, is refused and nothing is kept', async () => {
  const { world, delegate, town } = await stationNetwork();
  const ask = async (change: Partial<Reception>) =>
    (await delegate.ask(contract.sendReception, { params: { stationId: town }, body: visit(change) })).refusal;
  expect(await ask({ at: '2024-03-01T03:00:00.000Z' })).toBe('time_wrong');
  expect(await ask({ at: '1999-02-20T02:00:00.000Z' })).toBe('time_too_early');
  expect(await ask({ at: '2022-02-28T15:59:00.000Z' })).toBe('time_too_early');
  expect(await ask({ solved: true, solvedHow: '当场办了' })).toBe('malformed');
  expect(await ask({ solved: true, opinion: '路灯不亮' })).toBe('malformed');
  expect(await ask({ suggestion: { ...suggestion, placeCode: '99' } })).toBe('place_unknown');
  expect(await world.count('reception')).toBe(0);
  expect(await world.count('suggestion')).toBe(0);
});

test('after collecting and screening a reception is still written down, but no suggestion is made of it', async () => {
  const { world, delegate, town } = await stationNetwork();
  for (const state of ['screen', 'standing_committee_review'])
    await world.database.sql(`UPDATE year SET state = '${state}'`);
  const params = { stationId: town };
  expect((await delegate.ask(contract.sendReception, { params, body: visit({ suggestion }) })).refusal).toBe(
    'not_collecting',
  );
  await delegate.call(contract.sendReception, { params, body: visit({ opinion: '路灯不亮' }) });
  expect(await world.count('reception')).toBe(1);
});

test('what a phone sends late belongs to the year whose window was open on the day it was held', async () => {
  const { world, delegate, head } = await stationNetwork();
  await world.database.sql(
    `INSERT INTO year (year, state, notice, per_person, places, least_surplus, version, created_at, collect_opened_at, collect_closed_at)
     VALUES (2023, 'screen', '', 3, 20, 20, 1, 'z', '2024-01-01T00:00:00.000Z', '2024-01-31T12:00:00.000Z')`,
  );
  const send = (at: string) =>
    delegate.call(contract.sendReception, { params: { stationId: head }, body: visit({ at, suggestion }) });
  const years = async () =>
    (
      await world.database.sql(
        'SELECT r.year AS reception, s.year AS suggestion FROM reception r JOIN suggestion s ON s.seq = r.seq ORDER BY s.seq',
      )
    ).map((row) => [row['reception'], row['suggestion']]);
  await send('2024-01-31T15:00:00.000Z'); // 23:00 of the last day, in Beijing
  await send('2024-01-31T17:00:00.000Z'); // the day after: the year under way
  expect(await years()).toEqual([
    [2023, 2023],
    [2024, 2024],
  ]);
  // That year takes no suggestion any more: it is not lost, and the reception is still of its day.
  await world.database.sql("UPDATE year SET state = 'standing_committee_review' WHERE year = 2023");
  await send('2024-01-20T02:00:00.000Z');
  expect((await years())[2]).toEqual([2023, 2024]);
});

test('figures of a station count those below it, by month in Beijing, and lead to the lines', async () => {
  const { clerk, delegate, head, town, village } = await stationNetwork();
  const send = (stationId: string, change: Partial<Reception>) =>
    delegate.call(contract.sendReception, { params: { stationId }, body: visit(change) });
  await send(town, { at: '2024-01-31T15:00:00.000Z', visitors: 3 });
  await send(village, {
    at: '2024-01-31T17:00:00.000Z',
    visitors: 2,
    opinion: '路灯不亮',
    solved: true,
    solvedHow: '已修',
  });
  await send(village, { at: '2024-02-20T02:00:00.000Z', opinion: '桥太窄', suggestion });
  const query = { year: '2024', month: '2024-02' };
  const log = await clerk.call(contract.readStationLog, { params: { stationId: town }, query });
  expect(log.total).toEqual({ receptions: 3, visitors: 6, opinions: 2, solved: 1, suggestions: 1 });
  expect(log.months.map(({ month, visitors }) => [month, visitors])).toEqual([
    ['2024-02', 3],
    ['2024-01', 3],
  ]);
  expect(log.receptions.map(({ opinion }) => opinion)).toEqual(['桥太窄', '路灯不亮']);
  const all = await clerk.call(contract.readStationLog, { params: { stationId: head }, query });
  expect(all.total).toEqual(log.total);
});

test('two clerks change a station at once: the second is told what stands there now', async () => {
  const { clerk, town, head } = await stationNetwork();
  const params = { stationId: town };
  const { version } = await clerk.call(contract.readDeskStation, { params });
  const station = { ...plain, level: 'town' as const, parentId: head, name: '顾县镇代表联络站', phone: '1' };
  await clerk.call(contract.setStation, { params, body: { version, station } });
  const late = await clerk.ask(contract.setStation, { params, body: { version, station: { ...station, phone: '2' } } });
  expect([late.status, late.refusal]).toEqual([409, 'conflict']);
  expect((late.body as unknown as { detail: { phone: string } }).detail.phone).toBe('1');
  const members = await clerk.ask(contract.setStationMembers, { params, body: { version, members: [] } });
  expect(members.refusal).toBe('conflict');
});

test('the tree keeps its three levels: no village under the head, no second name, no days but of a mobile team', async () => {
  const { clerk, head, town } = await stationNetwork();
  const add = async (change: Partial<StationInput>) =>
    (await clerk.ask(contract.addStation, { body: { ...plain, name: '新联络站', ...change } })).refusal;
  expect(await add({ level: 'village', parentId: head })).toBe('parent_wrong');
  expect(await add({ level: 'town', parentId: null })).toBe('parent_wrong');
  expect(await add({ level: 'town', parentId: town })).toBe('parent_wrong');
  expect(await add({ level: 'head', parentId: head })).toBe('parent_wrong');
  expect(await add({ level: 'town', parentId: head, name: '顾县镇代表联络站' })).toBe('name_taken');
  expect(await add({ level: 'town', parentId: head, openFrom: '2024-03-01' })).toBe('days_wrong');
  expect(await add({ level: 'mobile', parentId: head, openFrom: '2024-03-02', openUntil: '2024-03-01' })).toBe(
    'days_wrong',
  );
  expect(await add({ level: 'town', parentId: head, placeCode: '99' })).toBe('place_unknown');
});

test('the roster is public: who sits when; an import replaces the same hours and takes all rows or none', async () => {
  const { world, clerk, town } = await stationNetwork();
  const params = { stationId: town };
  await clerk.call(contract.setDuty, {
    params,
    body: { day: '2024-03-07', hours: '上午', names: ['王建国'], before: [], outsiders: true },
  });
  const file = (rows: string[][], commit: boolean) => ({
    format: 'json' as const,
    content: JSON.stringify([['日期', '时间', '值守代表'], ...rows]),
    commit,
    outsiders: true,
  });
  const bad = await clerk.call(contract.importDuties, {
    params,
    body: file(
      [
        ['2024年3月14日', '上午', '李桂英、张秀兰'],
        ['3月15日', '上午', ''],
        ['2024/3/14', '上午', '刘志强'],
      ],
      true,
    ),
  });
  expect(bad.imported).toBe(0);
  expect(bad.errors.map(({ row, column }) => [row, column])).toEqual([
    [3, '日期'],
    [3, '值守代表'],
    [4, '日期'],
  ]);
  expect(await world.count('duty')).toBe(1);
  const good = [
    ['2024年3月7日', '上午', '李桂英、张秀兰'],
    ['2024.3.14', '上午', '刘志强'],
  ];
  await clerk.call(contract.importDuties, { params, body: file(good, true) });
  const { duties } = await world.anyone.call(contract.readStation, { params });
  expect(duties.map(({ day, names }) => [day, names])).toEqual([
    ['2024-03-07', ['李桂英', '张秀兰']],
    ['2024-03-14', ['刘志强']],
  ]);
});

test('members sit at a station, at hours that can be told; others only where the clerk says so', async () => {
  const { clerk, town } = await stationNetwork();
  const params = { stationId: town };
  const { version } = await clerk.call(contract.readDeskStation, { params });
  const members = [{ name: '赵晓丽', office: 'leader' as const, username: null }];
  await clerk.call(contract.setStationMembers, { params, body: { version, members } });
  const set = (names: string[], hours = '上午8:30至11:30', outsiders = false) =>
    clerk.ask(contract.setDuty, { params, body: { day: '2024-03-07', hours, names, before: [], outsiders } });
  for (const day of ['1999-03-07', '2099-03-07']) {
    const body = { day, hours: '上午', names: ['赵晓丽'], before: [], outsiders: true };
    expect((await clerk.ask(contract.setDuty, { params, body })).refusal).toBe('day_wrong');
    const content = JSON.stringify([
      ['日期', '时间', '值守代表'],
      [day, '11:30至8:30', '赵晓丽'],
      [day, '上午', '赵晓丽'],
    ]);
    const file = { format: 'json' as const, content, commit: true, outsiders: true };
    expect((await clerk.call(contract.importDuties, { params, body: file })).errors).toEqual([
      { row: 2, column: '时间', message: expect.stringContaining('结束的时间应在开始之后') as string },
      { row: 3, column: '日期', message: '日期应在2022年3月1日到2026年3月1日之间' },
    ]);
  }
  const stranger = await set(['赵晓丽', '王建国']);
  expect([stranger.refusal, (stranger.body as unknown as { detail: string[] }).detail]).toEqual([
    'not_members',
    ['王建国'],
  ]);
  expect((await set(['赵晓丽'])).status).toBe(200);
  expect((await set(['赵晓丽', '王建国'], '14时至17时', true)).status).toBe(200);
  for (const hours of ['随时', '25:00', '8:75至9:00', '11:30至8:30'])
    expect((await set(['赵晓丽'], hours)).refusal).toBe('malformed');
  const body = {
    format: 'json' as const,
    content: JSON.stringify([
      ['日期', '时间', '值守代表'],
      ['2024-03-14', '上午', '赵晓丽、王建国'],
    ]),
    commit: true,
  };
  expect((await clerk.call(contract.importDuties, { params, body: { ...body, outsiders: false } })).errors).toEqual([
    { row: 2, column: '值守代表', message: '王建国不在本站的成员名单里' },
  ]);
  expect((await clerk.call(contract.importDuties, { params, body: { ...body, outsiders: true } })).imported).toBe(1);
});

test('two people at one line of the roster: the second is told who sits now, and may then decide', async () => {
  const { world, clerk, town } = await stationNetwork();
  const other = await world.person('clerk2', ['clerk']);
  const params = { stationId: town };
  const set = (who: typeof clerk, names: string[], before: string[]) =>
    who.ask(contract.setDuty, { params, body: { day: '2024-03-07', hours: '上午', names, before, outsiders: true } });
  expect((await set(clerk, ['李桂英'], [])).status).toBe(200);
  const late = await set(other, ['王建国'], []);
  expect([late.status, late.refusal]).toEqual([409, 'conflict']);
  expect((late.body as unknown as { detail: unknown }).detail).toEqual({
    day: '2024-03-07',
    hours: '上午',
    names: ['李桂英'],
    sentence: '现在排定的是李桂英。',
  });
  const sitting = async () => (await clerk.call(contract.readDeskStation, { params })).duties;
  expect((await sitting()).map(({ names }) => names)).toEqual([['李桂英']]);
  expect((await set(other, ['王建国', '张秀兰'], ['李桂英'])).status).toBe(200);
  const [duty] = await sitting();
  await clerk.call(contract.removeDuty, { params: { ...params, dutyId: duty?.id ?? '' } });
  const gone = await set(clerk, ['李桂英'], ['王建国', '张秀兰']);
  expect([gone.refusal, gone.text.includes('这次值守已经删除')]).toEqual(['conflict', true]);
  expect(await sitting()).toEqual([]);
});

test('anybody sees who the members are, and nobody outside sees their accounts', async () => {
  const { world, clerk, delegate, town } = await stationNetwork();
  const params = { stationId: town };
  const { version } = await clerk.call(contract.readDeskStation, { params });
  const members = [
    { name: '许俊峰', office: 'delegate' as const, username: 'delegate' },
    { name: '赵晓丽', office: 'leader' as const, username: null },
  ];
  await clerk.call(contract.setStationMembers, { params, body: { version, members } });
  const shown = await world.anyone.ask(contract.readStation, { params });
  expect(shown.body.members).toEqual([
    { name: '赵晓丽', office: 'leader' },
    { name: '许俊峰', office: 'delegate' },
  ]);
  expect(shown.text).not.toContain(delegate.accountId);
  expect(shown.text).not.toContain('username');
  const wrong = [{ name: '某人', office: 'staff' as const, username: 'nobody-here' }];
  const body = { version: version + 1, members: wrong };
  expect((await clerk.ask(contract.setStationMembers, { params, body })).refusal).toBe('account_unknown');
});
