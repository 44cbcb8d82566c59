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
