import * as contract from '@piaojue/contract';
import { expect, test } from 'vitest';
import { disclose, entered, read, yearCollecting } from '../testing/years.js';
import { fresh } from '../testing/world.js';
import { eraseDueSuggesters } from './retention.js';

const person = { name: '王秀兰', phone: '13900000000', email: 'wang@example.test' };
const erase = (c: Awaited<ReturnType<typeof yearCollecting>>) =>
  c.clerk.ask(contract.eraseSuggesters, { params: { year: String(c.year) } });

test.each(['sqlite', 'pg'] as const)(
  'R-91: on %s the persons of a year go when everybody has an answer, and not before; the log still verifies',
  async (dialect) => {
    const c = await yearCollecting({ dialect });
    const params = { year: String(c.year) };
    const seq = await entered(c, { suggester: person });
    await fresh(c.clerk);
    expect((await erase(c)).refusal).toBe('collecting_open');
    await c.clerk.call(contract.closeCollecting, { params });
    expect((await erase(c)).refusal).toBe('answers_open');
    const { version } = await read(c, seq);
    await c.clerk.call(contract.settleSuggestion, {
      params: { seq: String(seq) },
      body: { version, act: 'pool', reason: '条件还不具备。' },
    });
    expect((await erase(c)).refusal).toBe('answers_open');
    await disclose(c, 'answers');
    expect(await c.clerk.call(contract.readSuggesters, { params })).toMatchObject({ kept: 1, unanswered: 0 });
    expect((await erase(c)).body).toEqual({ erased: 1 });
    expect((await read(c, seq)).suggester).toBeNull();
    for (const table of ['suggester', 'letter', 'suggestion', 'log_leaf'])
      expect(JSON.stringify(await c.world.database.sql(`SELECT * FROM ${table}`))).not.toMatch(/王秀兰|wang@/);
  },
);

test('R-KEEP-01: two years after the window closed they are gone, whether anybody asks or not', async () => {
  const c = await yearCollecting();
  await entered(c, { suggester: person });
  await c.clerk.call(contract.closeCollecting, { params: { year: String(c.year) } });
  const kept = async () => (await c.world.database.sql('SELECT seq FROM suggester')).length;
  await eraseDueSuggesters(c.world.deps);
  expect(await kept()).toBe(1);
  c.world.clock.advance(731 * 24 * 3600 * 1000);
  await eraseDueSuggesters(c.world.deps);
  expect(await kept()).toBe(0);
});

test('a decision that was taken back before anybody heard of it is no news: neither announced later nor in the way', async () => {
  const c = await yearCollecting();
  const params = { year: String(c.year) };
  const seq = await entered(c, { suggester: person });
  const settle = async (act: 'decline' | 'reopen', reason: string) =>
    c.clerk.call(contract.settleSuggestion, {
      params: { seq: String(seq) },
      body: { version: (await read(c, seq)).version, act, reason },
    });
  await settle('decline', '理由甲');
  await settle('reopen', '再看一看');
  await settle('decline', '理由乙');
  await disclose(c, 'answers');
  const told = (await read(c, seq)).events.filter(({ act, announced }) => act === 'decline' && announced);
  expect(told.map(({ text }) => text)).toEqual([expect.stringContaining('理由乙')]);
  const again = await c.clerk.ask(contract.prepareDisclosure, { params, body: { kind: 'answers', title: '再来' } });
  expect(again.refusal).toBe('nothing_to_publish');
  expect((await c.clerk.call(contract.readSuggesters, { params })).unanswered).toBe(0);
});
