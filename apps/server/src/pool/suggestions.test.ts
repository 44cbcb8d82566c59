import * as contract from '@piaojue/contract';
import { describe, expect, test } from 'vitest';
import { dialects } from '../../../../db/src/testing/databases.js';
import { entriesOf, found, pool, pooled, take, twoYears, yearAsItStands } from '../testing/pool.js';
import { eraseDueSuggesters } from '../suggestions/retention.js';
import { disclose, entered, read, water, type Collecting } from '../testing/years.js';

const follow = (c: Collecting, code: string) => c.world.anyone.call(contract.followSuggestion, { query: { code } });
const at = (seq: number) => ({ seq: String(seq) });
const show = (c: Collecting, ...seqs: number[]) =>
  c.clerk.call(contract.showSuggestions, { body: { seqs, shown: true } });
const madeOf = async (c: Collecting, seq: number, year = 2026): Promise<number> => {
  const { status, body, text } = await take(c, seq, { year });
  if (status !== 200) throw new Error(text);
  return body.seq;
};

describe.each(dialects)('a suggestion of the pool in a later year on %s', (dialect) => {
  test('R-STATE-06: it is a row of its own with the same words, place and person; the old one stays and its code leads on', async () => {
    const c = await twoYears({ dialect });
    const old = await pooled(c, {
      title: '村口修一座小桥',
      content: '汛期过不了河，请修一座小桥。',
      placeCode: 'GX01',
      suggester: { name: '王喆', phone: '13800000000', email: 'wang@example.org' },
    });
    await c.world.database.sql(`UPDATE suggestion SET supports = 2 WHERE seq = ${old.seq}`);
    await c.world.database.sql(
      `INSERT INTO support (seq, device, at) VALUES (${old.seq}, 'd1', 'z'), (${old.seq}, 'd2', 'z')`,
    );
    const { version } = await read(c, old.seq);
    const seq = await madeOf(c, old.seq);

    const [before, made] = [await read(c, old.seq), await read(c, seq)];
    const same = ['title', 'content', 'category', 'place', 'channel', 'suggester', 'supports'] as const;
    for (const key of same) expect(made[key], key).toEqual(before[key]);
    expect([made.year, made.state, made.shown, made.code === before.code]).toEqual([2026, 'received', false, false]);
    expect([before.state, before.version]).toEqual(['pooled', version + 1]);
    expect([made.carriedFrom, before.carriedInto]).toEqual([{ seq: old.seq, year: 2025 }, [{ seq, year: 2026 }]]);
    expect(before.events.at(-1)?.text).toContain(`第 ${seq} 条`);
    expect(made.events.at(-1)?.text).toContain(`2025年度储备库的第 ${old.seq} 条`);
    const supports = await c.world.database.sql(`SELECT device FROM support WHERE seq = ${seq} ORDER BY device`);
    expect(supports.map(({ device }) => device)).toEqual(['d1', 'd2']);
    expect(await entriesOf(c.world, 'suggestion_carried')).toEqual([
      { seq: old.seq, into: seq, year: 2026, by: c.clerk.accountId },
    ]);
    // Found in its new ledger by its words, as everything there.
    const ledger = await c.clerk.call(contract.listSuggestions, { params: { year: '2026' }, query: { q: '小桥' } });
    expect(ledger.suggestions.map((line) => line.seq)).toEqual([seq]);

    const told = await follow(c, old.code);
    expect([told.state, told.events.at(-1)?.text]).toEqual(['pooled', expect.stringContaining('已列入2026年度办理')]);
    expect(told.carriedInto).toMatchObject([{ year: 2026, state: 'received', mergedInto: null, parts: [] }]);
  });

  test('what is wrong is refused, and nothing is written: twice, an older version, another state, a wrong year, a wrong office', async () => {
    const c = await twoYears({ dialect });
    const { seq } = await pooled(c);
    const [other, hidden] = [await entered(c), await entered(c)];
    await pool(c, hidden);
    await yearAsItStands(c.world, 2027, 'prepare');
    const ledger = await c.world.count('suggestion');
    const log = await c.world.count('log_leaf');
    const refusal = async (...given: Parameters<typeof take>) => (await take(...given)).refusal;
    expect(await refusal(c, other)).toBe('wrong_step');
    expect(await refusal(c, hidden)).toBe('decision_unannounced');
    expect(await refusal(c, seq, { year: 2025 })).toBe('year_not_later');
    expect(await refusal(c, seq, { year: 2027 })).toBe('wrong_phase');
    expect(await refusal(c, seq, { year: 2030 })).toBe('not_found');
    expect(await refusal(c, seq, { version: 1 })).toBe('conflict');
    expect(await refusal(c, seq, { by: c.water })).toBe('role_forbidden');
    expect(await refusal(c, seq, { by: await c.world.as('auditor') })).toBe('role_forbidden');
    expect(await c.world.count('suggestion')).toBe(ledger);
    expect((await take(c, seq, { by: c.office })).status).toBe(200);
    expect(await refusal(c, seq)).toBe('already_carried');
    expect(await c.world.count('suggestion')).toBe(ledger + 1);
    expect(await entriesOf(c.world, 'suggestion_carried')).toHaveLength(1);
    expect(await c.world.count('log_leaf')).toBeGreaterThan(log);
  });

  test('the pool is found over the years by words, year, category, town and kind, with reason, weight and where it went', async () => {
    const c = await twoYears({ dialect });
    const bridge = await entered(c, { title: '村口修一座小桥', placeCode: 'GX01' });
    const again = await entered(c, { title: '小桥要修' });
    await c.clerk.call(contract.mergeSuggestions, { params: at(bridge), body: { version: 1, sources: [again] } });
    await pool(c, bridge, '资金今年安排不了');
    await disclose(c, 'answers');
    await pooled(c, { title: '学校旁边装路灯', category: '教育', placeCode: 'FD' });
    await entered(c, { title: '还没有处理的一条' });
    const seq = await madeOf(c, bridge);

    expect(await found(c.clerk)).toEqual(['学校旁边装路灯', '村口修一座小桥']);
    for (const [query, names] of [
      [{ q: '小桥' }, ['村口修一座小桥']],
      [{ q: `#${bridge}` }, ['村口修一座小桥']],
      [{ q: '没有的字眼' }, []],
      [{ category: '教育' }, ['学校旁边装路灯']],
      [{ town: 'GX' }, ['村口修一座小桥']],
      [{ year: '2026' }, []],
      [{ kind: 'proposal' }, []],
      [{ page: '2' }, []],
    ] as const)
      expect(await found(c.clerk, query), JSON.stringify(query)).toEqual(names);
    const { total, lines } = await c.clerk.call(contract.listPool, { query: {} });
    expect(total).toBe(2);
    expect(lines[1]).toMatchObject({
      id: String(bridge),
      reason: '列入民生实事项目储备库：资金今年安排不了',
      behind: 2,
      takenUp: [{ year: 2026, id: String(seq) }],
      into: [],
    });
    expect(lines[0]).toMatchObject({ takenUp: [], into: [2026] });
  });
});

test('a decision that nobody has announced is in the pool for those who decide, and for nobody else', async () => {
  const c = await twoYears();
  const auditor = await c.world.as('auditor');
  const seq = await entered(c, { title: '还没有公布的决定' });
  await show(c, seq);
  await pool(c, seq);
  expect(await found(c.office)).toEqual(['还没有公布的决定']);
  const [line] = (await c.clerk.call(contract.listPool, { query: {} })).lines;
  expect([line?.announced, line?.into]).toEqual([false, []]);
  for (const person of [auditor, c.water]) expect(await found(person)).toEqual([]);
  await disclose(c, 'answers');
  for (const person of [auditor, c.water]) expect(await found(person)).toEqual(['还没有公布的决定']);

  // Decided anew, the earlier announcement no longer holds.
  await c.clerk.call(contract.settleSuggestion, {
    params: at(seq),
    body: { version: (await read(c, seq)).version, act: 'reopen', reason: '再议' },
  });
  await pool(c, seq);
  for (const person of [auditor, c.water]) expect(await found(person)).toEqual([]);
  expect((await take(c, seq)).refusal).toBe('decision_unannounced');
});

test('a unit sees what is let through or was handed to it, and may open what everybody may read', async () => {
  const c = await twoYears();
  const [shown, handed, hidden] = [
    await entered(c, { title: '大家都看得到的' }),
    await entered(c, { title: '交给水利局的' }),
    await entered(c, { title: '没有公开的一条' }),
  ];
  await show(c, shown);
  await c.clerk.call(contract.forwardSuggestion, {
    params: at(handed),
    body: { version: 1, unit: water, demand: '请答复', deadline: '2024-03-20', shareContact: false },
  });
  const { handovers } = await read(c, handed);
  const { id, version } = handovers[0]!;
  await c.water.call(contract.replyHandover, { params: { handoverId: id }, body: { version, reply: '今年没有资金' } });
  await c.clerk.call(contract.checkHandover, {
    params: { handoverId: id },
    body: { version: version + 1, accepted: true, text: '', deadline: null },
  });
  for (const seq of [shown, handed, hidden]) await pool(c, seq);
  await disclose(c, 'answers');
  expect(await found(c.water)).toEqual(['交给水利局的', '大家都看得到的']);
  expect(await found(c.roads)).toEqual(['大家都看得到的']);
  const seq = await madeOf(c, shown);
  const lineOf = async () => (await c.roads.call(contract.listPool, { query: {} })).lines[0];
  expect(await lineOf()).toMatchObject({ takenUp: [{ year: 2026, id: null }], into: [] });
  await show(c, seq);
  expect(await lineOf()).toMatchObject({ takenUp: [{ year: 2026, id: String(seq) }] });
});

test('fifty a page, newest year first, each line once', async () => {
  const c = await twoYears();
  for (let i = 1; i <= 52; i++) await pool(c, await entered(c, { title: `储备建议第${i}条` }));
  const pages = [await found(c.clerk), await found(c.clerk, { page: '2' })];
  expect(pages.map(({ length }) => length)).toEqual([50, 2]);
  expect(pages[1]).toEqual(['储备建议第2条', '储备建议第1条']);
  expect(new Set(pages.flat()).size).toBe(52);
});

describe('the answers of the later year', () => {
  const decide = async (c: Collecting, seq: number) => {
    c.world.clock.advance(1000);
    await c.clerk.call(contract.settleSuggestion, {
      params: at(seq),
      body: { version: (await read(c, seq)).version, act: 'adopt', reason: '列入今年的建议' },
    });
  };
  const withMail = (email: string) => ({ suggester: { name: '', phone: '', email } });

  test('they reach whoever suggested it, and those whose suggestion had been merged into it, once they are announced', async () => {
    const c = await twoYears();
    const [leading, merged] = [
      await entered(c, withMail('a@example.org')),
      await entered(c, withMail('b@example.org')),
    ];
    await c.clerk.call(contract.mergeSuggestions, { params: at(leading), body: { version: 1, sources: [merged] } });
    await pool(c, leading);
    await disclose(c, 'answers');
    const codes = [(await read(c, leading)).code, (await read(c, merged)).code];
    const seq = await madeOf(c, leading);
    await decide(c, seq);
    for (const code of codes) {
      const text = JSON.stringify(await follow(c, code));
      expect(text).not.toContain('adopt');
      expect(text).not.toContain('列入今年的建议');
    }
    await disclose({ ...c, year: 2026 }, 'answers');
    for (const code of codes)
      expect((await follow(c, code)).carriedInto).toMatchObject([
        { year: 2026, state: 'adopted', events: [{}, { text: '转为项目建议：列入今年的建议' }] },
      ]);
    const letters = await c.world.database.sql(
      `SELECT address, body FROM letter WHERE body LIKE '%列入今年的建议%' ORDER BY address`,
    );
    expect(letters.map(({ address }) => address)).toEqual(['a@example.org', 'b@example.org']);
    // Each is written to about the code that the person holds.
    for (const [i, { body }] of letters.entries()) expect(body).toContain(codes[i]);
  });

  test('merged or split there, and taken up once more after that, the first code still leads to all of it', async () => {
    const c = await twoYears();
    const old = await pooled(c);
    const seq = await madeOf(c, old.seq);
    const inNext = { ...c, year: 2026 };
    const leading = await entered(inNext, { title: '别人说的同一件事' });
    await c.clerk.call(contract.mergeSuggestions, { params: at(leading), body: { version: 1, sources: [seq] } });
    await pool(c, leading);
    await disclose(inNext, 'answers');
    await yearAsItStands(c.world, 2027, 'screen');
    await madeOf(c, leading, 2027);
    const told = await follow(c, old.code);
    expect(told.carriedInto).toMatchObject([
      { year: 2026, state: 'merged', mergedInto: { seq: null, title: null, state: 'pooled' } },
      { year: 2027, state: 'received' },
    ]);
    expect(JSON.stringify(told)).not.toContain('别人说的同一件事');
  });

  test('R-KEEP-01: two years after the window of the first year closed, the person is gone from the later year too', async () => {
    const c = await twoYears();
    const old = await pooled(c, withMail('a@example.org'));
    await madeOf(c, old.seq);
    const newer = await entered({ ...c, year: 2026 }, withMail('b@example.org'));
    const closed = new Date(c.world.clock.now).toISOString();
    await c.world.database.sql(`UPDATE year SET collect_closed_at = '${closed}' WHERE year = 2025`);
    await c.world.database.sql(`UPDATE year SET collect_closed_at = NULL WHERE year = 2026`);
    c.world.clock.advance(731 * 24 * 3600 * 1000);
    await eraseDueSuggesters(c.world.deps);
    const kept = await c.world.database.sql('SELECT seq FROM suggester');
    expect(kept.map((row) => row['seq'])).toEqual([newer]);
  });

  test('R-91: whoever is erased is erased in every year', async () => {
    const c = await twoYears();
    const old = await pooled(c, withMail('a@example.org'));
    const seq = await madeOf(c, old.seq);
    await decide(c, seq);
    await disclose({ ...c, year: 2026 }, 'answers');
    await c.clerk.call(contract.eraseSuggester, {
      params: at(old.seq),
      body: { version: (await read(c, old.seq)).version },
    });
    expect([(await read(c, old.seq)).suggester, (await read(c, seq)).suggester]).toEqual([null, null]);
    expect(await c.world.database.sql('SELECT seq FROM suggester')).toEqual([]);
    expect(await c.world.database.sql('SELECT id FROM letter WHERE address IS NOT NULL')).toEqual([]);
    expect((await entriesOf(c.world, 'suggester_erased')).map((data) => data['seq'])).toEqual([old.seq, seq]);
  });
});
