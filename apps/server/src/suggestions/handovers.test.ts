import * as contract from '@piaojue/contract';
import { beforeEach, expect, test } from 'vitest';
import { entered, read, roads, water, yearCollecting, type Collecting } from '../testing/years.js';

let c: Collecting;
beforeEach(async () => {
  c = await yearCollecting();
});

const inYear = () => ({ year: String(c.year) });
const forward = async (
  seq: number,
  given: Partial<contract.BodyOf<typeof contract.forwardSuggestion>> = {},
): Promise<Awaited<ReturnType<typeof c.clerk.ask<typeof contract.forwardSuggestion>>>> =>
  c.clerk.ask(contract.forwardSuggestion, {
    params: { seq: String(seq) },
    body: {
      version: (await read(c, seq)).version,
      unit: water,
      demand: '请办',
      deadline: '2024-03-20',
      shareContact: false,
      ...given,
    },
  });
const papers = async (who = c.water) => (await who.call(contract.listHandovers, { params: inYear() })).handovers;

test('a unit reads what it must handle: the place, the spot, reason and advice, and whether there is somebody to ask', async () => {
  const seq = await entered(c, {
    placeCode: 'FD01',
    placeNote: '村委会门前',
    reason: '雨天积水',
    advice: '修一条水沟',
    suggester: { name: '王喆', phone: '13800000000', email: '' },
  });
  await forward(seq);
  expect(await papers()).toMatchObject([
    {
      place: '府店镇安乐村',
      placeNote: '村委会门前',
      reason: '雨天积水',
      advice: '修一条水沟',
      hasContact: true,
      contact: null,
    },
  ]);
  const silent = await entered(c);
  await forward(silent);
  expect((await papers()).find((each) => each.seq === silent)).toMatchObject({ hasContact: false, contact: null });
});

test('R-91: name and phone go to the unit only when the office says so, with an entry, and the person is told; not after the handling', async () => {
  const seq = await entered(c, { suggester: { name: '王喆', phone: '13800000000', email: '' } });
  await forward(seq, { shareContact: true });
  const [paper] = await papers();
  expect(paper?.contact).toEqual({ name: '王喆', phone: '13800000000', email: '' });
  expect(await papers(c.roads)).toEqual([]);
  expect((await papers(await c.world.as('auditor')))[0]?.contact).toBeNull();
  expect((await read(c, seq)).events.at(-1)).toMatchObject({ act: 'contact', announced: true });
  const log = JSON.stringify(await c.world.database.sql('SELECT entry FROM log_leaf'));
  expect(log).toContain('contact_passed');
  expect(log).not.toContain('13800000000');
  await c.clerk.call(contract.settleSuggestion, {
    params: { seq: String(seq) },
    body: { version: (await read(c, seq)).version, act: 'recall', reason: '另交' },
  });
  expect((await papers())[0]?.contact).toBeNull();
});

test('R-20: the photos of a suggestion are read by the unit that has its paper, through the paper, and by no other', async () => {
  const [seq, other] = [await entered(c), await entered(c)];
  await forward(seq);
  await c.world.database.sql(
    `INSERT INTO attachment (id, owner_kind, owner_id, name, type, size, hash, bytes, at) VALUES ('photo1', 'suggestion', '${seq}', '照片1.jpg', 'image/jpeg', 1, 'x', x'ff', 'z'), ('photo2', 'suggestion', '${other}', '照片1.jpg', 'image/jpeg', 1, 'x', x'ff', 'z')`,
  );
  const [paper] = await papers();
  expect(paper?.photos).toEqual([{ id: 'photo1' }]);
  const status = async (who: typeof c.water | undefined, photo: string) =>
    (
      await c.world.app.inject({
        url: `/api/handovers/${paper?.id}/photos/${photo}`,
        ...(who?.cookie ? { headers: { cookie: who.cookie } } : {}),
      })
    ).statusCode;
  expect(await status(c.water, 'photo1')).toBe(200);
  expect(await status(c.water, 'photo2')).toBe(404);
  expect(await status(c.roads, 'photo1')).toBe(404);
  expect(await status(c.clerk, 'photo1')).toBe(200);
  expect(await status(await c.world.as('delegate'), 'photo1')).toBe(403);
  expect(await status(undefined, 'photo1')).toBe(401);
});

test('nothing is handed over to a unit that nobody can sign in for', async () => {
  const seq = await entered(c);
  expect((await forward(seq, { unit: '不存在的局' })).refusal).toBe('unit_unknown');
  const admin = await c.world.as('admin');
  await admin.call(contract.setAccountDisabled, { params: { accountId: c.water.accountId }, body: { disabled: true } });
  expect((await forward(seq)).refusal).toBe('unit_unknown');
  expect((await forward(seq, { unit: roads })).status).toBe(200);
});

test('what is late comes first, then what is due first, and what is closed last', async () => {
  const seqs: number[] = [];
  for (const deadline of ['2024-03-20', '2024-03-02', '2024-03-10', '2024-03-30']) {
    const seq = await entered(c);
    seqs.push(seq);
    await forward(seq, { deadline });
  }
  const [a, late, b, recalled] = seqs;
  await c.clerk.call(contract.settleSuggestion, {
    params: { seq: String(recalled) },
    body: { version: (await read(c, recalled!)).version, act: 'recall', reason: '另交' },
  });
  c.world.clock.now = Date.parse('2024-03-02T16:30:00Z');
  await c.clerk.call(contract.signIn, { body: { username: 'clerk', password: 'Test-7719-lamp' } });
  expect((await papers(c.clerk)).map(({ seq }) => seq)).toEqual([late, b, a, recalled]);
});

test('a unit gets the texts for its answers and none of the reasons that others give', async () => {
  const texts = async (who: typeof c.water) => (await who.call(contract.listStockTexts)).texts.map(({ use }) => use);
  for (const use of contract.stockTextUses)
    await c.clerk.call(contract.setStockText, { body: { use, title: '同一个名称', body: '内容', before: '' } });
  expect(await texts(c.water)).toEqual(['unit']);
  expect((await texts(c.clerk)).toSorted()).toEqual([...contract.stockTextUses].toSorted());
  const { texts: left } = await c.clerk.call(contract.setStockText, {
    body: { use: 'pool', title: '同一个名称', body: '', before: '内容' },
  });
  expect(left.map(({ use, title }) => `${use} ${title}`).toSorted()).toEqual(
    contract.stockTextUses
      .filter((use) => use !== 'pool')
      .map((use) => `${use} 同一个名称`)
      .toSorted(),
  );
});

test('two people at one text: whoever read the old one is told what stands there now, and nothing of the first is lost', async () => {
  const set = (body: string, before: string, who = c.clerk) =>
    who.ask(contract.setStockText, { body: { use: 'pool', title: '资金来源', body, before } });
  expect((await set('明年安排资金。', '')).status).toBe(200);
  expect((await set('列入中期规划。', '明年安排资金。', c.office)).status).toBe(200);
  for (const [body, before] of [
    ['后年安排资金。', '明年安排资金。'],
    ['后年安排资金。', ''],
    ['', '明年安排资金。'],
  ] as const) {
    const late = await set(body, before);
    expect([late.status, late.refusal]).toEqual([409, 'conflict']);
    expect(late.text).toContain('现在的内容：列入中期规划。');
  }
  expect((await c.clerk.call(contract.listStockTexts)).texts.map(({ body }) => body)).toEqual(['列入中期规划。']);
  expect((await set('', '列入中期规划。')).status).toBe(200);
  const gone = await set('后年安排资金。', '列入中期规划。');
  expect([gone.refusal, gone.text.includes('已经删除')]).toEqual(['conflict', true]);
});
