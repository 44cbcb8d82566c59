import fc from 'fast-check';
import * as contract from '@piaojue/contract';
import { expect, test } from 'vitest';
import { openWindow, sent } from '../testing/collecting.js';
import { disclose, entered, read, yearCollecting, type Collecting } from '../testing/years.js';
import { averageDays, weekOf, weeksOf } from './figures.js';

test('weeks begin on Monday in Beijing', () => {
  expect(weekOf('2024-03-03T15:59:59.999Z')).toBe('2024-02-26'); // Sunday, one moment before midnight
  expect(weekOf('2024-03-03T16:00:00.000Z')).toBe('2024-03-04');
});

test('every week from the first to the last is there once, and nothing within a year of the window is lost', () => {
  const moments = fc.array(fc.date({ min: new Date('2024-01-01'), max: new Date('2025-12-31'), noInvalidDate: true }));
  fc.assert(
    fc.property(moments, (dates) => {
      const counts = new Map<string, { n: number; shown: number }>();
      for (const date of dates) {
        const week = weekOf(date.toISOString());
        counts.set(week, { n: (counts.get(week)?.n ?? 0) + 1, shown: 0 });
      }
      const weeks = weeksOf(counts, { opened: '2024-12-01T00:00:00.000Z', closed: '2025-02-01T00:00:00.000Z' });
      expect(weeks.reduce((sum, { n }) => sum + n, 0)).toBe(dates.length);
      for (const [i, { key }] of weeks.entries())
        expect(Date.parse(key)).toBe(Date.parse(weeks[0]!.key) + i * 7 * 86_400_000);
    }),
  );
});

test('a date of another century draws no century of weeks', () => {
  const window = { opened: '2024-03-01T00:00:00.000Z', closed: '2024-04-01T00:00:00.000Z' };
  const weeks = weeksOf(
    new Map(['1999-03-01', '2024-03-04', '2099-03-02'].map((week) => [week, { n: 1, shown: 0 }])),
    window,
  );
  expect(weeks.map(({ key }) => key)).toEqual([
    '2024-02-26',
    '2024-03-04',
    '2024-03-11',
    '2024-03-18',
    '2024-03-25',
    '2024-04-01',
  ]);
});

test('the days of a hand-over are those of the calendar in Beijing, on average to a tenth', () => {
  const paper = (issuedAt: string, repliedAt: string | null) => ({ issuedAt, repliedAt });
  expect(averageDays([])).toBeNull();
  expect(averageDays([paper('2024-03-01T01:00:00.000Z', null)])).toBeNull();
  // The evening of the 1st in UTC is the 2nd in Beijing.
  expect(averageDays([paper('2024-03-01T15:59:59.999Z', '2024-03-01T16:00:00.000Z')])).toBe(1);
  expect(
    averageDays([
      paper('2024-03-01T01:00:00.000Z', '2024-03-01T09:00:00.000Z'),
      paper('2024-03-01T01:00:00.000Z', '2024-03-02T01:00:00.000Z'),
      paper('2024-03-01T01:00:00.000Z', '2024-03-02T01:00:00.000Z'),
    ]),
  ).toBe(0.7);
});

for (const dialect of ['sqlite', 'pg'] as const)
  test(`${dialect}: each way of counting adds up to what was received`, async () => {
    const open = await openWindow({ perPerson: 50, dialect });
    const places = [
      ['编码', '镇（街道）', '村（社区）'],
      ['T1', '城关镇', ''],
      ['V1', '城关镇', '东街村'],
      ['T2', '山化镇', ''],
    ];
    const { imported } = await open.clerk.call(contract.importPlaces, {
      body: { format: 'json', content: JSON.stringify(places), commit: true },
    });
    expect(imported).toBe(3);
    await sent(open, { placeCode: 'T1' });
    await sent(open, { placeCode: 'V1', category: '教育' });
    open.world.clock.advance(15 * 86_400_000);
    await sent(open, { placeCode: 'T2' });
    await sent(open);
    const clerk = await open.world.person('clerk2', ['clerk']);
    const staffs = await clerk.call(contract.readFigures, { params: { year: '2025' } });
    const figures = await open.world.anyone.call(contract.readPublicFigures, { params: { year: '2025' } });
    expect(staffs).toEqual(figures);
    expect(figures.byTown.map(({ key, n }) => [key, n])).toEqual([
      ['T1', 2],
      ['', 1],
      ['T2', 1],
    ]);
    expect(figures.byCategory.map(({ key, n }) => [key, n])).toEqual([
      ['交通出行', 3],
      ['教育', 1],
    ]);
    expect(figures.byChannel).toEqual([{ key: 'web', name: '网上提交', n: 4, shown: 0 }]);
    expect(figures.byWeek.map(({ n }) => n)).toEqual([2, 0, 2]);
    for (const counted of [figures.byTown, figures.byCategory, figures.byChannel, figures.byWeek])
      expect(counted.reduce((sum, { n }) => sum + n, 0)).toBe(figures.received);
  });

const figuresFor = (c: Collecting) => c.clerk.call(contract.readFigures, { params: { year: String(c.year) } });
const figuresForAll = (c: Collecting) =>
  c.world.anyone.call(contract.readPublicFigures, { params: { year: String(c.year) } });
const mergeInto = async (c: Collecting, seq: number, sources: number[]) =>
  c.clerk.call(contract.mergeSuggestions, {
    params: { seq: String(seq) },
    body: { version: (await read(c, seq)).version, sources },
  });

test('附议 of what was merged, and merged again, is counted once', async () => {
  const c = await yearCollecting();
  const [a, b, d] = [await entered(c), await entered(c), await entered(c)];
  for (const [seq, n] of [
    [a, 1],
    [b, 2],
    [d, 4],
  ])
    await c.world.database.sql(`UPDATE suggestion SET supports = ${n} WHERE seq = ${seq}`);
  expect((await figuresFor(c)).supports).toBe(7);
  await mergeInto(c, b, [d]);
  expect((await figuresFor(c)).supports).toBe(7);
  await mergeInto(c, a, [b]);
  expect((await figuresFor(c)).supports).toBe(7);
});

test('whatever was merged into the origin of a candidate has grown into it too', async () => {
  const c = await yearCollecting();
  const [a, b] = [await entered(c), await entered(c), await entered(c)];
  await mergeInto(c, a, [b]);
  await c.world.database.sql(
    `INSERT INTO proposal (id, year, unit, created_by, created_at, updated_by, updated_at, state, state_reason, fields, version) VALUES ('p1', ${c.year}, 'x', '${c.clerk.accountId}', 'z', '${c.clerk.accountId}', 'z', 'candidate', '', '{}', 1)`,
  );
  await c.world.database.sql(`INSERT INTO proposal_origin (proposal_id, seq) VALUES ('p1', ${a})`);
  expect((await figuresFor(c)).candidates).toBe(2);
  // The list of candidates is not public.
  expect((await figuresForAll(c)).candidates).toBe(0);
});

const settled = async (c: Collecting, seq: number, act: 'solve' | 'decline' | 'reopen') =>
  c.clerk.call(contract.settleSuggestion, {
    params: { seq: String(seq) },
    body: { version: (await read(c, seq)).version, act, reason: '理由说在这里' },
  });
const splitInTwo = async (c: Collecting, seq: number) => {
  const part = (title: string) => ({ category: '教育' as const, title, content: '内容要有六个字以上' });
  const { splitInto } = await c.clerk.call(contract.splitSuggestion, {
    params: { seq: String(seq) },
    body: { version: (await read(c, seq)).version, parts: [part('学校门口装路灯'), part('学校旁边修厕所')] },
  });
  return splitInto.map((each) => each.seq);
};

test('of what was split the parts are counted, each way adds up, and all can be answered', async () => {
  const c = await yearCollecting();
  const [whole, merged] = [await entered(c), await entered(c)];
  await mergeInto(c, whole, [merged]);
  const [a = 0, b = 0] = await splitInTwo(c, whole);
  const figures = await figuresFor(c);
  expect([figures.received, figures.split, figures.answered]).toEqual([3, 1, 0]);
  for (const counted of [figures.byTown, figures.byCategory, figures.byChannel, figures.byWeek])
    expect(counted.reduce((sum, { n }) => sum + n, 0)).toBe(figures.received);
  await settled(c, a, 'solve');
  expect((await figuresFor(c)).answered).toBe(1);
  // The other part is split once more; what was merged into the whole waits for all of them.
  const [d = 0, e = 0] = await splitInTwo(c, b);
  await settled(c, d, 'solve');
  expect((await figuresFor(c)).answered).toBe(2);
  await settled(c, e, 'solve');
  const last = await figuresFor(c);
  expect([last.received, last.answered]).toEqual([4, 4]);
});

test('one that was taken up again is answered no more, nor what was merged into it', async () => {
  const c = await yearCollecting();
  const [a, b] = [await entered(c), await entered(c)];
  await mergeInto(c, a, [b]);
  await settled(c, a, 'decline');
  await disclose(c, 'answers');
  expect((await figuresFor(c)).answered).toBe(2);
  await settled(c, a, 'reopen');
  expect((await figuresFor(c)).answered).toBe(0);
  await settled(c, a, 'decline');
  expect((await figuresFor(c)).answered).toBe(2);
  // The second decision is not public, and the first one stands no more.
  const { answered, declined } = await figuresForAll(c);
  expect([answered, declined]).toEqual([0, 0]);
});
