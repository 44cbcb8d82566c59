import * as contract from '@piaojue/contract';
import { expect, test } from 'vitest';
import { dialects } from '../../../../db/src/testing/databases.js';
import { idea } from '../testing/samples/idea.js';
import { openWindow, sent, yearWithDraftNotice } from '../testing/collecting.js';

const entries = async (sql: (text: string) => Promise<Record<string, unknown>[]>, type: string) =>
  (await sql('SELECT entry FROM log_leaf ORDER BY seq'))
    .map(({ entry }) => JSON.parse(String(entry)) as { type: string; data: Record<string, unknown> })
    .filter((entry) => entry.type === type)
    .map(({ data }) => data);

test.each(dialects)(
  'what was shown and what was taken down stands in the register, by number, on %s',
  async (dialect) => {
    const open = await openWindow({ dialect });
    const { world, clerk, office, year } = open;
    const params = { year: String(year) };
    const seqs: number[] = [];
    for (const title of ['修一条村里的路', '建一个口袋公园', '装三盏路灯'])
      seqs.push((await sent(open, { title })).seq);
    const show = (numbers: number[], shown: boolean, by = clerk) => {
      world.clock.advance(1000);
      return by.call(contract.showSuggestions, { body: { seqs: numbers, shown } });
    };
    const register = async () => (await world.anyone.call(contract.listPublicShowings)).showings;
    expect(await register()).toEqual([]);

    await show([seqs[2]!, seqs[0]!], true);
    // Shown already: no act, no line.
    await show([seqs[0]!], true);
    await show([seqs[0]!], false, office);
    const lines = await register();
    expect(lines.map(({ kind, shown, count, by }) => [kind, shown, count, by])).toEqual([
      ['suggestion', false, 1, 'gov_office同志'],
      ['suggestion', true, 2, 'clerk同志'],
    ]);
    expect(lines[1]!.numbers).toEqual([
      { seq: seqs[0], public: false },
      { seq: seqs[2], public: true },
    ]);
    expect(JSON.stringify(lines)).not.toContain('路灯');
    expect((await clerk.call(contract.listShowings, { params })).total).toBe(2);

    const sql = (text: string) => world.database.sql(text);
    expect(await entries(sql, 'suggestions_shown')).toMatchObject([{ suggestions: 2, numbers: [seqs[0], seqs[2]] }]);
    expect(await entries(sql, 'suggestions_hidden')).toMatchObject([{ suggestions: 1, numbers: [seqs[0]] }]);

    const { events } = await clerk.call(contract.readSuggestion, { params: { seq: String(seqs[0]) } });
    expect(events.map(({ act, by }) => [act, by])).toEqual([
      ['received', null],
      ['show', 'clerk同志'],
      ['hide', 'gov_office同志'],
    ]);
    await expect(world.database.sql("UPDATE showing SET refs = '[]'")).rejects.toThrow('append-only');
  },
);

test('one act on suggestions of two years is a line in each, and a split takes the whole from sight', async () => {
  const open = await openWindow();
  const { world, clerk, year } = open;
  const { seq } = await sent(open);
  await clerk.call(contract.createYear, { body: { year: year + 1 } });
  await world.database.sql(`UPDATE year SET state = 'collect' WHERE year = ${year + 1}`);
  const { seq: later } = await clerk.call(contract.addSuggestion, {
    params: { year: String(year + 1) },
    body: { channel: 'letter', sourceRef: null, receivedOn: null, suggestion: idea() },
  });
  await clerk.call(contract.showSuggestions, { body: { seqs: [seq, later], shown: true } });
  expect(await world.count('showing')).toBe(2);
  // The public has not heard of the later year.
  const heard = async () => (await world.anyone.call(contract.listPublicShowings)).showings;
  expect((await heard()).map((line) => line.year)).toEqual([year]);
  world.clock.advance(1000);
  const part = { category: '教育', title: '其中一件事', content: '内容要有六个字以上' } as const;
  await clerk.call(contract.splitSuggestion, {
    params: { seq: String(seq) },
    body: { version: 1, parts: [part, { ...part, title: '另外一件事' }] },
  });
  expect((await heard())[0]).toMatchObject({ shown: false, numbers: [{ seq, public: false }] });
});

test('the register is read by twenty, newest first', async () => {
  const { world, clerk, year } = await yearWithDraftNotice();
  const [account] = await world.database.sql('SELECT id FROM account LIMIT 1');
  const rows = Array.from({ length: 45 }, (_, i) => {
    const n = String(i).padStart(2, '0');
    return `('showing${n}', ${year}, 'comment', 1, '["one"]', '${String(account?.['id'])}', '2024-03-01T00:00:${n}.000Z')`;
  });
  await world.database.sql(`INSERT INTO showing (id, year, kind, shown, refs, "by", at) VALUES ${rows.join(', ')}`);
  const params = { year: String(year) };
  const read = (page: string) => clerk.call(contract.listShowings, { params, query: { page } });
  const pages = [await read('1'), await read('2'), await read('3'), await read('4')];
  expect(pages.map(({ showings }) => showings.length)).toEqual([20, 20, 5, 0]);
  expect(pages[0]!.total).toBe(45);
  const ids = pages.flatMap(({ showings }) => showings.map(({ id }) => id));
  expect(ids).toEqual(ids.toSorted().toReversed());
  // Its notice is no more than a draft.
  expect((await world.anyone.call(contract.listPublicShowings)).total).toBe(0);
});
