import * as contract from '@piaojue/contract';
import { all } from '@piaojue/db';
import { beforeEach, describe, expect, test } from 'vitest';
import { openWindow, publishAll, sent, type Collecting } from '../testing/collecting.js';

let open: Collecting;
beforeEach(async () => {
  open = await openWindow({ perPerson: 50 });
});

const versionOf = async (seq: number): Promise<number> =>
  (await open.clerk.call(contract.readSuggestion, { params: { seq: String(seq) } })).version;
type Settling = contract.BodyOf<typeof contract.settleSuggestion>['act'];
async function settle(seq: number, act: Settling, reason: string): Promise<void> {
  open.world.clock.advance(1000);
  const body = { version: await versionOf(seq), act, reason };
  await open.clerk.call(contract.settleSuggestion, { params: { seq: String(seq) }, body });
}
const follow = (code: string) => open.world.anyone.call(contract.followSuggestion, { query: { code } });
/** As they stand once what was kept of them is too old. */
const figures = () => {
  open.world.clock.advance(10_000);
  return open.world.anyone.call(contract.readPublicFigures, { params: { year: '2025' } });
};
const figuresOfStaff = () => open.clerk.call(contract.readFigures, { params: { year: '2025' } });
const publishAnswers = async () => {
  await open.clerk.call(contract.prepareDisclosure, {
    params: { year: '2025' },
    body: { kind: 'answers', title: '第一批处理结果' },
  });
  await publishAll(open);
};

describe('following by code', () => {
  test('a decision shows nowhere before its round is published, and then everywhere', async () => {
    const { seq, code } = await sent(open);
    await open.clerk.call(contract.showSuggestions, { body: { seqs: [seq], shown: true } });
    const words = ['declined', '没有采纳', '上级已经安排', 'decline'];
    await settle(seq, 'decline', '这件事上级已经安排，不再列入。');
    const answers = async () => {
      const { anyone } = open.world;
      const params = { year: '2025' };
      return (
        await Promise.all([
          anyone.ask(contract.followSuggestion, { query: { code } }),
          anyone.ask(contract.readPublicSuggestion, { params: { seq: String(seq) } }),
          anyone.ask(contract.listPublicSuggestions, { params, query: {} }),
          anyone.ask(contract.findSimilar, { params, query: { title: '修村里的路' } }),
        ])
      ).map(({ text }) => text);
    };
    for (const text of await answers()) for (const word of words) expect(text).not.toContain(word);
    expect(await figures()).toMatchObject({ received: 1, answered: 0, declined: 0 });
    expect(await figuresOfStaff()).toMatchObject({ received: 1, answered: 1, declined: 1 });
    await publishAnswers();
    for (const text of await answers()) expect(text).toContain('declined');
    expect((await follow(code)).events.at(-1)).toMatchObject({
      act: 'decline',
      text: '这次没有采纳：这件事上级已经安排，不再列入。',
    });
    expect(await figures()).toMatchObject({ answered: 1, declined: 1 });
  });

  test('whoever suggested it reads their own reasons, and whether everybody may read it', async () => {
    const { seq, code } = await sent(open, { reason: '学生每天走这里。', advice: '先补坑，再铺面。' });
    expect(await follow(code)).toMatchObject({ reason: '学生每天走这里。', advice: '先补坑，再铺面。', shownAs: null });
    const show = (shown: boolean) => open.clerk.call(contract.showSuggestions, { body: { seqs: [seq], shown } });
    await show(true);
    expect((await follow(code)).shownAs).toBe(seq);
    await show(false);
    expect((await follow(code)).shownAs).toBeNull();
    // Its own history says nothing of it: what is told of its handling is the same.
    expect((await follow(code)).events.map(({ act }) => act)).toEqual(['received']);
  });

  test('the reopening of a decision that nobody heard of says nothing of it', async () => {
    const { seq, code } = await sent(open);
    await settle(seq, 'adopt', '转为项目建议。');
    await settle(seq, 'reopen', '撤回转为项目建议，重新办理。');
    expect((await follow(code)).events.map(({ act }) => act)).toEqual(['received']);
  });

  test('announced and then decided anew, the earlier decision stands until the new one is announced', async () => {
    const { seq, code } = await sent(open);
    await settle(seq, 'pool', '列入储备库。');
    await publishAnswers();
    await settle(seq, 'adopt', '转为项目建议。');
    expect((await follow(code)).state).toBe('pooled');
    await publishAnswers();
    expect((await follow(code)).state).toBe('adopted');
  });

  test('merged: the answer of the leading one comes along; its title only where everybody may read it', async () => {
    const leading = await sent(open, { title: '东街修一座新桥' });
    const merged = await sent(open, { title: '东街的桥要修' });
    await open.clerk.call(contract.mergeSuggestions, {
      params: { seq: String(leading.seq) },
      body: { version: 1, sources: [merged.seq] },
    });
    expect((await follow(merged.code)).mergedInto).toMatchObject({ seq: null, title: null });
    expect(JSON.stringify(await follow(merged.code))).not.toContain('东街修一座新桥');
    await open.clerk.call(contract.showSuggestions, { body: { seqs: [leading.seq], shown: true } });
    await settle(leading.seq, 'adopt', '转为项目建议。');
    let told = await follow(merged.code);
    expect(told.mergedInto).toMatchObject({ seq: leading.seq, title: '东街修一座新桥', state: 'undecided' });
    await publishAnswers();
    told = await follow(merged.code);
    expect(told.mergedInto?.events.at(-1)?.text).toBe('转为项目建议：转为项目建议。');
    expect(await figures()).toMatchObject({ received: 2, merged: 1, answered: 2, adopted: 1 });
    // The other person's text, code and name do not come along.
    expect(JSON.stringify(told)).not.toContain(leading.code);
  });

  test('split: each part is followed with the same code', async () => {
    const whole = await sent(open, { title: '修路和装路灯两件事' });
    const part = (title: string) => ({ category: '交通出行' as const, title, content: '内容要有六个字以上' });
    const { splitInto } = await open.clerk.call(contract.splitSuggestion, {
      params: { seq: String(whole.seq) },
      body: { version: 1, parts: [part('村里修一条路'), part('村里装路灯')] },
    });
    await settle(splitInto.find(({ title }) => title === '村里装路灯')!.seq, 'solve', '路灯已经装好。');
    expect((await follow(whole.code)).parts).toMatchObject([
      { title: '村里修一条路', state: 'received' },
      { title: '村里装路灯', state: 'solved' },
    ]);
  });

  test('split after something was merged into it: that one is told of every part, without the words of others', async () => {
    const whole = await sent(open, { title: '修桥和装护栏两件事' });
    const merged = await sent(open, { title: '桥要修护栏要装' });
    const merge = (leading: number, source: number, version: number) =>
      open.clerk.call(contract.mergeSuggestions, {
        params: { seq: String(leading) },
        body: { version, sources: [source] },
      });
    const part = (title: string) => ({ category: '交通出行' as const, title, content: '内容要有六个字以上' });
    const split = async (seq: number, version: number, titles: readonly string[]) => {
      const { splitInto } = await open.clerk.call(contract.splitSuggestion, {
        params: { seq: String(seq) },
        body: { version, parts: titles.map(part) },
      });
      return titles.map((title) => splitInto.find((each) => each.title === title)!.seq);
    };
    await merge(whole.seq, merged.seq, 1);
    const [bridge = 0, rails = 0] = await split(whole.seq, 2, ['把桥面重修一遍', '桥边装上护栏']);
    const [left = 0, right = 0] = await split(rails, 1, ['桥左边装护栏', '桥右边装护栏']);
    const other = await sent(open, { title: '右岸的护栏' });
    await merge(other.seq, right, 1);
    await settle(bridge, 'solve', '桥面已经修好。');
    expect((await follow(whole.code)).parts).toMatchObject([
      { title: '把桥面重修一遍', state: 'solved' },
      { title: '桥左边装护栏', state: 'received' },
      { title: '桥右边装护栏', state: 'received' },
    ]);
    await settle(left, 'solve', '左边的护栏装好了。');
    await settle(other.seq, 'solve', '右边的护栏也装好了。');
    const told = await follow(merged.code);
    expect(told.parts.map(({ title, state }) => [title, state])).toEqual([
      [null, 'solved'],
      [null, 'solved'],
      [null, 'solved'],
    ]);
    // Of what leads a part only what came after: when it was received is another's matter.
    for (const { parts } of [told, await follow(whole.code)])
      for (const { events } of parts) {
        expect(events.filter(({ act }) => act === 'received')).toHaveLength(1);
        expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted());
      }
    for (const answer of ['桥面已经修好。', '左边的护栏装好了。', '右边的护栏也装好了。'])
      expect(JSON.stringify(told.parts)).toContain(answer);
    for (const foreign of ['护栏两件事', '右岸', whole.code, other.code])
      expect(JSON.stringify(told)).not.toContain(foreign);
    // By letter as well, each part once, with the code that the person holds.
    for (const [{ seq, code }, of] of [
      [whole, [bridge, left, right]],
      [merged, [merged.seq]],
    ] as const) {
      const letters = await open.world.database.sql(
        `SELECT body FROM letter WHERE seq IN (${[...new Set([seq, ...of])].join()}) ORDER BY at`,
      );
      expect(letters).toHaveLength(3);
      for (const { body } of letters) expect(body).toContain(code);
    }
    expect((await figures()).answered).toBe(5);
  });

  test('the unit and the deadline of a hand-over show, a recalled one does not', async () => {
    const { seq, code } = await sent(open);
    await open.world.database.sql(
      `INSERT INTO handover (id, year, number, seq, unit, demand, deadline, issued_by, issued_at, state, reply, check_text, version)
       VALUES ('handover1', 2025, 1, ${seq}, '区交通局', '内部要求', '2024-03-20', '${open.clerk.accountId}', '2024-03-02T00:00:00.000Z', 'issued', '', '', 1),
              ('handover2', 2025, 2, ${seq}, '区水利局', '', '2024-03-20', '${open.clerk.accountId}', '2024-03-02T00:00:00.000Z', 'recalled', '', '', 1)`,
    );
    const told = await follow(code);
    expect(told.handovers).toEqual([
      { year: 2025, unit: '区交通局', number: 1, deadline: '2024-03-20', state: 'issued' },
    ]);
    expect(JSON.stringify(told)).not.toContain('内部要求');
    expect((await figures()).handovers).toMatchObject({ issued: 1, replied: 0, inTime: 0, late: 0 });
    // Until midnight in Beijing it is in time, one millisecond later it is not.
    for (const [at, inTime] of [
      ['2024-03-20T15:59:59.999Z', 1],
      ['2024-03-20T16:00:00.000Z', 0],
    ] as const) {
      await open.world.database.sql(
        `UPDATE handover SET state = 'replied', replied_at = '${at}', replied_by = '${open.clerk.accountId}' WHERE id = 'handover1'`,
      );
      expect((await figures()).handovers).toMatchObject({ issued: 1, replied: 1, inTime, late: 1 - inTime });
    }
  });

  test('a project that grew from it shows once the candidates are public', async () => {
    const { seq, code } = await sent(open);
    const { clerk } = open;
    await open.world.database.sql(
      `INSERT INTO proposal (id, year, unit, state, fields, version, created_by, created_at, updated_by, updated_at, list_number, state_reason)
       VALUES ('proposal1', 2025, '区交通局', 'candidate', '{"name":"村道改造"}', 1, '${clerk.accountId}', 'z', '${clerk.accountId}', 'z', 7, ''),
              ('proposal2', 2025, '区交通局', 'draft', '{"name":"还在起草"}', 1, '${clerk.accountId}', 'z', '${clerk.accountId}', 'z', null, '')`,
    );
    await open.world.deps.store.write(function* ({ q, t }) {
      const origins = ['proposal1', 'proposal2'].map((proposalId) => ({ proposalId, seq }));
      yield* all(q.insert(t.proposalOrigin).values(origins).returning({ seq: t.proposalOrigin.seq }));
    });
    expect((await follow(code)).proposals).toEqual([]);
    expect((await figures()).candidates).toBe(0);
    expect((await figuresOfStaff()).candidates).toBe(1);
    const disclosed = (id: string, kind: string) =>
      open.world.database.sql(
        `INSERT INTO disclosure (id, year, kind, title, content, hash, prepared_by, prepared_at, reviewed_by, published_at)
         VALUES ('${id}', 2025, '${kind}', '名单', '{}', 'h', '${clerk.accountId}', 'z', '${open.office.accountId}', '2024-05-01T00:00:00.000Z')`,
      );
    // The list was shown for comments; that the standing committee has decided since, nobody has said.
    await disclosed('disclosure0', 'comment_period');
    expect((await follow(code)).proposals).toEqual([]);
    expect((await figures()).candidates).toBe(0);
    await disclosed('disclosure1', 'candidates');
    expect((await follow(code)).proposals).toEqual([{ year: 2025, name: '村道改造', unit: '区交通局', listNumber: 7 }]);
    expect((await figures()).candidates).toBe(1);
  });

  test('codes are not found by trying: one answer for every wrong one, and soon none at all', async () => {
    const { code } = await sent(open);
    const { anyone } = open.world;
    const near = code.slice(0, -1) + (code.endsWith('Z') ? 'Y' : 'Z');
    const texts = new Set<string>();
    for (const wrong of [near, '2222-2222-2222-2222', '', "' OR 1=1 --", '%', code.slice(0, 18)])
      texts.add((await anyone.ask(contract.followSuggestion, { query: { code: wrong } })).text);
    expect([...texts]).toEqual(['{"refusal":"code_unknown"}']);
    for (let i = 0; i < 60; i++) await anyone.ask(contract.followSuggestion, { query: { code: near } });
    expect((await anyone.ask(contract.followSuggestion, { query: { code } })).refusal).toBe('too_many_requests');
    open.world.clock.advance(10 * 60_000);
    expect((await anyone.ask(contract.followSuggestion, { query: { code } })).status).toBe(200);
    // What was typed is not kept in the process log either.
    expect(open.world.logged.join('')).not.toContain(near);
  });
});

test('the public figures are counted once for all who ask within ten seconds', async () => {
  await sent(open);
  expect((await figures()).received).toBe(1);
  await sent(open);
  const { anyone } = open.world;
  const again = () => anyone.call(contract.readPublicFigures, { params: { year: '2025' } });
  expect((await again()).received).toBe(1);
  open.world.clock.advance(10_000);
  expect((await again()).received).toBe(2);
});

describe('what everybody reads of one suggestion', () => {
  const publicly = (seq: number) =>
    open.world.anyone.call(contract.readPublicSuggestion, { params: { seq: String(seq) } });
  const show = (...seqs: number[]) => open.clerk.call(contract.showSuggestions, { body: { seqs, shown: true } });

  test('the answer stands there once it was announced, with the unit and its deadline, and without who wrote it down', async () => {
    const unit = '区水利局';
    await open.world.person('shuili', ['unit'], unit);
    const { seq } = await sent(open, { suggester: { name: '王喆', phone: '13800000000', email: '' } });
    await show(seq);
    await open.clerk.call(contract.forwardSuggestion, {
      params: { seq: String(seq) },
      body: { version: 1, unit, demand: '请办', deadline: '2024-03-20', shareContact: true },
    });
    const way = await publicly(seq);
    expect(way.events.map(({ act }) => act)).toEqual(['received', 'forward']);
    expect(way.handovers).toEqual([{ year: open.year, unit, number: 1, deadline: '2024-03-20', state: 'issued' }]);
    await settle(seq, 'recall', '另行办理');
    await settle(seq, 'decline', '已有安排');
    expect((await publicly(seq)).events.some(({ act }) => act === 'decline')).toBe(false);
    await publishAnswers();
    expect((await publicly(seq)).events.at(-1)?.text).toBe('这次没有采纳：已有安排');
    const text = JSON.stringify(await publicly(seq));
    for (const who of ['王喆', '13800000000', '联系方式']) expect(text).not.toContain(who);
  });

  test('what a unit answered to one person, and what is of suggestions that nobody let through, is not for everybody', async () => {
    const unit = '区水利局';
    const water = await open.world.person('shuili', ['unit'], unit);
    const hidden = await sent(open, {
      title: '没有公开的另一条',
      suggester: { name: '李', phone: '13900000000', email: '' },
    });
    const { seq, code } = await sent(open);
    await show(seq);
    await open.clerk.call(contract.forwardSuggestion, {
      params: { seq: String(hidden.seq) },
      body: { version: 1, unit, demand: '请办', deadline: '2024-03-20', shareContact: true },
    });
    const { handovers } = await water.call(contract.listHandovers, { params: { year: String(open.year) } });
    const [paper] = handovers;
    const replied = await water.call(contract.replyHandover, {
      params: { handoverId: paper!.id },
      body: { version: paper!.version, reply: '已与李某当面说明' },
    });
    await open.clerk.call(contract.checkHandover, {
      params: { handoverId: paper!.id },
      body: { version: replied.version, accepted: true, text: '', deadline: null },
    });
    const { version } = await open.clerk.call(contract.readSuggestion, { params: { seq: String(hidden.seq) } });
    await open.clerk.call(contract.mergeSuggestions, {
      params: { seq: String(hidden.seq) },
      body: { version, sources: [seq] },
    });
    // Nothing of the paper, nor of the number of the one that leads.
    const way = await publicly(seq);
    expect(way.handovers).toEqual([]);
    expect(JSON.stringify(way)).not.toMatch(/李某|13900000000|联系方式/);
    expect(way.events.find(({ act }) => act === 'merge')?.text).toBe('与内容相近的建议一并办理。');
    // Whoever holds the code gets the answer, and not whom the other person's telephone number was given to.
    const followed = await open.world.anyone.call(contract.followSuggestion, { query: { code } });
    expect(JSON.stringify(followed)).toContain('已与李某当面说明');
    expect(JSON.stringify(followed)).not.toContain('联系方式');
    await show(hidden.seq);
    expect(JSON.stringify(await publicly(hidden.seq))).not.toContain('李某');
  });

  test('one that was merged leads to the other, by name only where that one is shown', async () => {
    const [a, b] = [await sent(open), await sent(open, { title: '另一条相近的建议' })];
    await show(b.seq);
    await open.clerk.call(contract.mergeSuggestions, {
      params: { seq: String(a.seq) },
      body: { version: 1, sources: [b.seq] },
    });
    expect((await publicly(b.seq)).mergedInto).toMatchObject({ seq: null, title: null, events: [] });
    await show(a.seq);
    const { mergedInto } = await publicly(b.seq);
    expect(mergedInto).toMatchObject({ seq: a.seq, title: '修一条村里的路' });
    expect(mergedInto?.events.length).toBeGreaterThan(0);
  });
});
