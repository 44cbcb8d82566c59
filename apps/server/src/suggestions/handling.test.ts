import * as contract from '@piaojue/contract';
import { beforeEach, describe, expect, test } from 'vitest';
import { idea } from '../testing/samples/idea.js';
import { disclose, entered, read, water, yearCollecting, type Collecting } from '../testing/years.js';

let c: Collecting;
beforeEach(async () => {
  c = await yearCollecting();
});

const at = (seq: number) => ({ seq: String(seq) });
const inYear = () => ({ year: String(c.year) });
const versionOf = async (seq: number) => (await read(c, seq)).version;
const settle = async (seq: number, act: 'solve' | 'adopt' | 'pool' | 'decline' | 'reopen' | 'recall') =>
  c.clerk.ask(contract.settleSuggestion, {
    params: at(seq),
    body: { version: await versionOf(seq), act, reason: '理由说在这里' },
  });
const forward = async (seq: number, deadline = '2024-03-20') =>
  c.clerk.call(contract.forwardSuggestion, {
    params: at(seq),
    body: { version: await versionOf(seq), unit: water, demand: '请提出办法', deadline, shareContact: false },
  });
const handoverOf = async (seq: number) => (await read(c, seq)).handovers.at(-1)!;
const reply = async (seq: number, by = c.water) => {
  const { id, version } = await handoverOf(seq);
  return by.ask(contract.replyHandover, { params: { handoverId: id }, body: { version, reply: '四月底前修好' } });
};
const check = async (seq: number, accepted: boolean) => {
  const { id, version } = await handoverOf(seq);
  return c.clerk.ask(contract.checkHandover, {
    params: { handoverId: id },
    body: { version, accepted, text: '看过现场', deadline: accepted ? null : '2024-03-25' },
  });
};

describe('merging', () => {
  test('every source keeps its code, points to the leading one and is told; what was merged before goes along', async () => {
    const [a, b, d] = [await entered(c), await entered(c), await entered(c)];
    const codes = await Promise.all([a, b, d].map(async (seq) => (await read(c, seq)).code));
    await c.clerk.call(contract.mergeSuggestions, { params: at(b), body: { version: 1, sources: [d] } });
    const led = await c.clerk.call(contract.mergeSuggestions, {
      params: at(a),
      body: { version: 1, sources: [b] },
    });
    expect(led.mergedFrom.map(({ seq }) => seq).toSorted()).toEqual([b, d]);
    for (const [i, seq] of [a, b, d].entries()) expect((await read(c, seq)).code).toBe(codes[i]);
    expect((await read(c, d)).mergedInto?.seq).toBe(a);
    expect((await read(c, b)).events.at(-1)?.text).toContain(`第 ${a} 条`);
  });

  test('nothing is merged into itself, into one that is merged, or across what is settled; all or none', async () => {
    const [a, b, d] = [await entered(c), await entered(c), await entered(c)];
    const merge = async (into: number, sources: number[]) =>
      (
        await c.clerk.ask(contract.mergeSuggestions, {
          params: at(into),
          body: { version: await versionOf(into), sources },
        })
      ).refusal;
    expect(await merge(a, [a])).toBe('merge_impossible');
    expect(await merge(a, [9999])).toBe('merge_impossible');
    await settle(d, 'decline');
    expect(await merge(a, [b, d])).toBe('merge_impossible');
    expect((await read(c, b)).state).toBe('received');
    await merge(a, [b]);
    expect(await merge(b, [d])).toBe('merge_impossible');
  });

  test('taken back, the source is handled by itself again', async () => {
    const [a, b] = [await entered(c), await entered(c)];
    await c.clerk.call(contract.mergeSuggestions, { params: at(a), body: { version: 1, sources: [b] } });
    const back = await c.clerk.call(contract.unmergeSuggestion, {
      params: at(b),
      body: { version: await versionOf(b), reason: '地点不同' },
    });
    expect([back.state, back.mergedInto]).toEqual(['received', null]);
    expect((await read(c, a)).mergedFrom).toEqual([]);
  });
});

test('split: two ideas in one form become two rows with the same origin and person, and the old row leads to them', async () => {
  const seq = await entered(c, { suggester: { name: '王喆', phone: '13800000000', email: '' } });
  const part = (title: string) => ({ category: '教育' as const, title, content: '内容要有六个字以上' });
  const split = await c.clerk.call(contract.splitSuggestion, {
    params: at(seq),
    body: { version: 1, parts: [part('学校门口装路灯'), part('学校旁边修厕所')] },
  });
  expect(split.state).toBe('split');
  expect(split.splitInto.map(({ title }) => title).toSorted()).toEqual(['学校旁边修厕所', '学校门口装路灯'].toSorted());
  const [first] = split.splitInto;
  const child = await read(c, first!.seq);
  expect([child.splitFrom?.seq, child.suggester?.name, child.channel]).toEqual([seq, '王喆', 'letter']);
  expect((await settle(seq, 'solve')).refusal).toBe('wrong_step');
});

describe('hand-over 交办单', () => {
  test('numbered in the year, answered by its unit, checked, and only then told word for word', async () => {
    const [a, b] = [await entered(c), await entered(c)];
    await forward(a);
    await forward(b);
    expect([(await handoverOf(a)).number, (await handoverOf(b)).number]).toEqual([1, 2]);
    expect((await read(c, a)).events.at(-1)?.text).toContain('2024年3月20日');
    expect((await reply(a)).status).toBe(200);
    expect((await read(c, a)).events.some(({ text }) => text.includes('四月底前修好'))).toBe(false);
    expect((await settle(a, 'solve')).refusal).toBe('reply_unchecked');
    expect((await check(a, true)).status).toBe(200);
    expect((await read(c, a)).events.at(-1)?.text).toBe(`${water}答复：四月底前修好`);
    expect((await read(c, a)).letters.at(-1)?.body).toContain('四月底前修好');
    expect((await settle(a, 'solve')).status).toBe(200);
  });

  test('sent back, the unit has a new deadline and answers again', async () => {
    const seq = await entered(c);
    await forward(seq);
    await reply(seq);
    expect((await check(seq, false)).status).toBe(200);
    expect([(await handoverOf(seq)).state, (await handoverOf(seq)).deadline, (await read(c, seq)).state]).toEqual([
      'issued',
      '2024-03-25',
      'forwarded',
    ]);
    expect((await reply(seq)).status).toBe(200);
  });

  test('sent back, the old reply is no reply: past its new deadline it is late; what it said stays with the office', async () => {
    const seq = await entered(c);
    await c.clerk.call(contract.showSuggestions, {
      body: { seqs: [seq], shown: true },
    });
    await forward(seq);
    await reply(seq);
    const figures = async () => (await c.clerk.call(contract.readFigures, { params: inYear() })).handovers;
    expect(await figures()).toMatchObject({ replied: 1, inTime: 1, late: 0, averageDays: 0 });
    await check(seq, false);
    expect(await figures()).toMatchObject({ replied: 0, inTime: 0, late: 0, averageDays: null });
    const { events, code } = await read(c, seq);
    const note = events.find(({ act }) => act === 'check_note');
    expect(note).toMatchObject({ announced: false });
    expect(note?.text).toMatch(/四月底前修好[^]*看过现场/);
    const { anyone } = c.world;
    const own = await anyone.ask(contract.followSuggestion, { query: { code } });
    const others = await anyone.ask(contract.readPublicSuggestion, { params: at(seq) });
    for (const { status, text } of [own, others]) {
      expect([status, text.includes('四月底前修好'), text.includes('看过现场')]).toEqual([200, false, false]);
    }
    c.world.clock.now = Date.parse('2024-03-25T16:30:00Z');
    await c.clerk.call(contract.signIn, { body: { username: 'clerk', password: 'Test-7719-lamp' } });
    expect(await figures()).toMatchObject({ replied: 0, late: 1 });
  });

  test('a reply that nobody checked yet is not merged away', async () => {
    const [a, b] = [await entered(c), await entered(c)];
    await forward(b);
    await reply(b);
    const merge = async () =>
      c.clerk.ask(contract.mergeSuggestions, { params: at(a), body: { version: await versionOf(a), sources: [b] } });
    expect((await merge()).refusal).toBe('reply_unchecked');
    await check(b, true);
    expect((await merge()).status).toBe(200);
  });

  test('a deadline in the past is refused; recalled, the paper is void and the suggestion free again', async () => {
    const seq = await entered(c);
    const { refusal } = await c.clerk.ask(contract.forwardSuggestion, {
      params: at(seq),
      body: { version: 1, unit: water, demand: '请办', deadline: '2024-02-29', shareContact: false },
    });
    expect(refusal).toBe('deadline_past');
    await forward(seq);
    await settle(seq, 'recall');
    expect([(await handoverOf(seq)).state, (await read(c, seq)).state]).toEqual(['recalled', 'received']);
    expect((await reply(seq)).refusal).toBe('wrong_step');
  });

  test('R-20: a unit sees and answers its own papers and no others', async () => {
    const seq = await entered(c);
    await forward(seq);
    const listed = async (who: typeof c.water) =>
      (await who.call(contract.listHandovers, { params: inYear() })).handovers.map((each) => each.seq);
    expect([await listed(c.water), await listed(c.roads), await listed(c.clerk)]).toEqual([[seq], [], [seq]]);
    expect((await reply(seq, c.roads)).refusal).toBe('not_found');
    const nobody = await c.world.person('noUnit', ['unit']);
    expect(await listed(nobody)).toEqual([]);
    expect((await reply(seq, nobody)).refusal).toBe('not_found');
  });

  test('late ones are found by the filter', async () => {
    const seq = await entered(c);
    await forward(seq, '2024-03-02');
    const late = async () =>
      (await c.clerk.call(contract.listSuggestions, { params: inYear(), query: { late: '1' } })).total;
    expect(await late()).toBe(0);
    c.world.clock.now = Date.parse('2024-03-02T16:30:00Z');
    await c.clerk.call(contract.signIn, { body: { username: 'clerk', password: 'Test-7719-lamp' } });
    expect(await late()).toBe(1);
  });
});

describe('decisions', () => {
  test('a decision is announced with its round, by two people, and nobody hears of it before', async () => {
    const seq = await entered(c, { suggester: { name: '', phone: '', email: 'a@example.org' } });
    await settle(seq, 'decline');
    expect((await read(c, seq)).events.at(-1)?.announced).toBe(false);
    expect((await read(c, seq)).letters).toEqual([]);
    await disclose(c, 'answers');
    expect((await read(c, seq)).events.at(-1)?.announced).toBe(true);
    expect((await read(c, seq)).letters).toHaveLength(1);
  });

  test('the same person does not prepare and publish; a prepared round is published once, or withdrawn', async () => {
    await settle(await entered(c), 'pool');
    const { id } = await c.clerk.call(contract.prepareDisclosure, {
      params: inYear(),
      body: { kind: 'answers', title: '第一批' },
    });
    const params = { ...inYear(), disclosureId: id };
    expect((await c.clerk.ask(contract.publishDisclosure, { params })).refusal).toBe('wrong_person');
    const again = { params: inYear(), body: { kind: 'answers' as const, title: '第二批' } };
    expect((await c.office.ask(contract.prepareDisclosure, again)).refusal).toBe('already_prepared');
    await c.office.call(contract.withdrawDisclosure, { params });
    expect((await c.office.ask(contract.publishDisclosure, { params })).refusal).toBe('already_published');
    await disclose(c, 'answers');
    expect((await c.clerk.ask(contract.prepareDisclosure, again)).refusal).toBe('nothing_to_publish');
  });

  test('nobody is answered without a round: what comes late is not merged into a decision under review or public', async () => {
    const [leading, late] = [await entered(c), await entered(c)];
    const merge = async () =>
      c.clerk.ask(contract.mergeSuggestions, {
        params: at(leading),
        body: { version: await versionOf(leading), sources: [late] },
      });
    await settle(leading, 'decline');
    const { id } = await c.clerk.call(contract.prepareDisclosure, {
      params: inYear(),
      body: { kind: 'answers', title: '第一批' },
    });
    expect((await merge()).refusal).toBe('answer_in_review');
    await c.office.call(contract.publishDisclosure, { params: { ...inYear(), disclosureId: id } });
    const refused = await merge();
    expect([refused.refusal, /单独处理，随下一批公布/.test(refused.text)]).toEqual(['merge_impossible', true]);
    expect((await read(c, late)).letters).toEqual([]);
    await settle(leading, 'reopen');
    expect((await merge()).status).toBe(200);
  });

  test('a decision under review is not changed; one taken back before is never announced', async () => {
    const seq = await entered(c);
    await settle(seq, 'decline');
    const { id } = await c.clerk.call(contract.prepareDisclosure, {
      params: inYear(),
      body: { kind: 'answers', title: '第一批' },
    });
    expect((await settle(seq, 'reopen')).refusal).toBe('answer_in_review');
    await c.clerk.call(contract.withdrawDisclosure, { params: { ...inYear(), disclosureId: id } });
    await settle(seq, 'reopen');
    await settle(seq, 'pool');
    await disclose(c, 'answers');
    const told = (await read(c, seq)).events.filter(({ announced }) => announced).map(({ act }) => act);
    expect(told).toEqual(['received', 'reopen', 'pool']);
  });

  test('whoever was merged gets the answer too', async () => {
    const [a, b] = [await entered(c), await entered(c)];
    await c.clerk.call(contract.mergeSuggestions, { params: at(a), body: { version: 1, sources: [b] } });
    await settle(a, 'solve');
    expect((await read(c, b)).letters).toHaveLength(1);
  });

  test('one merged into what was answered already gets that answer by letter; one into what is not, none', async () => {
    const [a, b, d] = [await entered(c), await entered(c), await entered(c)];
    const merge = async (into: number, source: number) =>
      c.clerk.call(contract.mergeSuggestions, {
        params: at(into),
        body: { version: await versionOf(into), sources: [source] },
      });
    await merge(b, d);
    expect((await read(c, d)).letters).toEqual([]);
    await settle(a, 'solve');
    await merge(a, b);
    // Also who came with it; and nobody twice.
    for (const seq of [a, b, d]) expect((await read(c, seq)).letters, String(seq)).toHaveLength(1);
    await settle(a, 'reopen');
    const e = await entered(c);
    await merge(a, e);
    expect((await read(c, e)).letters).toEqual([]);
  });
});

test('two people at one suggestion: the second is told what stands there now, and nothing is lost', async () => {
  const seq = await entered(c);
  const body = { version: 1, golden: true };
  await c.office.call(contract.flagGolden, { params: at(seq), body });
  const { refusal, body: answer } = await c.clerk.ask(contract.flagGolden, { params: at(seq), body });
  expect(refusal).toBe('conflict');
  expect((answer as unknown as { detail: contract.Suggestion }).detail).toMatchObject({ golden: true, version: 2 });
  // Whoever follows it reads when, and when no longer.
  await c.office.call(contract.flagGolden, { params: at(seq), body: { version: 2, golden: false } });
  expect((await read(c, seq)).events.map(({ act }) => act).slice(-2)).toEqual(['golden', 'golden_withdrawn']);
});

test('R-91: name, phone and address are erased together, everywhere; the suggestion stays', async () => {
  const seq = await entered(c, { suggester: { name: '李镕', phone: '13800000000', email: 'li@example.org' } });
  await settle(seq, 'solve');
  await c.clerk.call(contract.eraseSuggester, { params: at(seq), body: { version: await versionOf(seq) } });
  expect((await read(c, seq)).suggester).toBeNull();
  expect(await c.world.count(`suggester WHERE seq = ${seq}`)).toBe(0);
  expect(await c.world.count(`letter WHERE address IS NOT NULL`)).toBe(0);
  const log = JSON.stringify(await c.world.database.sql('SELECT entry FROM log_leaf'));
  for (const secret of ['李镕', '13800000000', 'li@example.org']) expect(log).not.toContain(secret);
});

test('an auditor reads a suggestion without the person behind it', async () => {
  const seq = await entered(c, { suggester: { name: '李镕', phone: '13800000000', email: '' } });
  const auditor = await c.world.as('auditor');
  expect(await auditor.call(contract.readSuggestion, { params: at(seq) })).toMatchObject({ suggester: null });
});

test('an office enters only what comes its way, and a numbered letter once', async () => {
  const delegate = await c.world.as('delegate');
  const add = (who: typeof delegate, channel: 'hotline' | 'delegate', sourceRef: string | null) =>
    who.ask(contract.addSuggestion, {
      params: inYear(),
      body: {
        channel,
        sourceRef,
        receivedOn: null,
        suggestion: { ...idea(), title: '代表的建议' },
      },
    });
  expect((await add(delegate, 'hotline', null)).refusal).toBe('wrong_channel');
  expect((await add(delegate, 'delegate', null)).status).toBe(200);
  expect((await add(c.clerk, 'hotline', '20240301001')).status).toBe(200);
  for (const same of ['20240301001', '２０２４０３０１００１'])
    expect((await add(c.clerk, 'hotline', same)).refusal).toBe('source_repeated');
});

test('附议 that came with one merged twice over is counted once, and goes with it', async () => {
  const [a, b, d] = [await entered(c), await entered(c), await entered(c)];
  await c.world.database.sql(`UPDATE suggestion SET supports = 3 WHERE seq = ${d}`);
  const merge = async (into: number, from: number) =>
    c.clerk.call(contract.mergeSuggestions, {
      params: { seq: String(into) },
      body: { version: (await read(c, into)).version, sources: [from] },
    });
  const unmerge = async (seq: number) =>
    c.clerk.call(contract.unmergeSuggestion, {
      params: { seq: String(seq) },
      body: { version: (await read(c, seq)).version, reason: '不是一件事' },
    });
  const supports = async () => Promise.all([a, b, d].map(async (seq) => (await read(c, seq)).supports));
  await c.world.database.sql(`UPDATE suggestion SET supports = 5 WHERE seq = ${a}`);
  await merge(b, d);
  await merge(a, b);
  expect(await supports()).toEqual([8, 0, 3]);
  await unmerge(d);
  await unmerge(b);
  expect(await supports()).toEqual([5, 0, 3]);
});
