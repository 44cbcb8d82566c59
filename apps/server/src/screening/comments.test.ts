import * as contract from '@piaojue/contract';
import { expect, test } from 'vitest';
import { dialects } from '../../../../db/src/testing/databases.js';
import { listBeforeCommittee, type Screening } from '../testing/screening.js';
import { fresh, type Person } from '../testing/world.js';

const names = ['老旧小区改造', '农村公路', '口袋公园'];
async function commented(options: Parameters<typeof listBeforeCommittee>[1] = {}) {
  const { s, ids } = await listBeforeCommittee(names, options);
  const { id } = await s.clerk.call(contract.prepareCommentPeriod, {
    params: s.params,
    body: { title: '公示', from: '2024-03-01', until: '2024-03-08' },
  });
  await fresh(s.member);
  await s.member.call(contract.publishDisclosure, { params: { ...s.params, disclosureId: id } });
  return { s, ids };
}

/** So many comments, every third of one moment, as they came. */
async function put(s: Screening, proposalId: string, many: number): Promise<void> {
  const rows = Array.from({ length: many }, (_, i) => {
    const n = String(i).padStart(3, '0');
    const at = new Date(Date.parse('2024-03-01T02:00:00.000Z') + Math.floor(i / 3) * 1000).toISOString();
    return `('comment${n}', '${proposalId}', '第${n}条意见', '${at}', 'd${n}', false, '')`;
  });
  await s.world.database.sql(
    `INSERT INTO public_comment (id, proposal_id, text, at, device, shown, reply) VALUES ${rows.join(', ')}`,
  );
}

test.each(dialects)(
  'comments are read by fifty, oldest first, and nothing shifts what follows, on %s',
  async (dialect) => {
    const { s, ids } = await commented({ dialect });
    await put(s, ids[1]!, 130);
    const list = (query: contract.QueryOf<typeof contract.listComments> = {}) =>
      s.office.call(contract.listComments, { params: s.params, query });
    const first = await list();
    const numbers = ({ comments }: Awaited<ReturnType<typeof list>>) => comments.map(({ id }) => Number(id.slice(7)));
    const second = await list({ after: first.comments.at(-1)!.id });
    const third = await list({ after: second.comments.at(-1)!.id });
    expect([...numbers(first), ...numbers(second), ...numbers(third)]).toEqual(
      Array.from({ length: 130 }, (_, i) => i),
    );
    expect([first, second, third].map(({ passed, chosen }) => [passed, chosen])).toEqual([
      [0, 130],
      [50, 130],
      [100, 130],
    ]);
    expect(numbers(await list({ before: third.comments[0]!.id }))).toEqual(numbers(second));
    expect(numbers(await list({ after: third.comments.at(-1)!.id }))).toEqual([]);

    // The first page is worked off: the next one of the same choice goes on where it ended.
    const hidden = await list({ only: 'hidden' });
    for (const { id: commentId } of hidden.comments)
      await s.clerk.call(contract.showComment, { params: { commentId }, body: { shown: true } });
    const next = await list({ only: 'hidden', after: hidden.comments.at(-1)!.id });
    expect(numbers(next)).toEqual(numbers(second));
    expect([next.hidden, next.chosen, next.passed, next.waiting, next.total]).toEqual([80, 80, 0, 130, 130]);
    const params = { commentId: 'comment007' };
    await s.clerk.call(contract.replyToComment, { params, body: { text: '谢谢。', before: null } });
    expect((await list({ only: 'waiting' })).chosen).toBe(129);
    expect(numbers(await list())).toEqual(numbers(first));
  },
);

test('what nobody has shown or answered is counted for whoever decides, not for delegates', async () => {
  const { s, ids } = await commented();
  const unread = async (who: Person = s.member) =>
    (await who.call(contract.readPapers, { params: s.params })).comments.unread;
  expect(await unread()).toBe(0);
  await put(s, ids[0]!, 4);
  expect([await unread(), await unread(s.delegate)]).toEqual([4, 0]);
  const at = (n: number) => ({ params: { commentId: `comment00${n}` } });
  await s.clerk.call(contract.showComment, { ...at(0), body: { shown: true } });
  await s.clerk.call(contract.replyToComment, { ...at(1), body: { text: '谢谢。', before: null } });
  await s.clerk.call(contract.eraseComment, { ...at(2), body: { reason: 'abusive' } });
  expect(await unread()).toBe(1);
});

test('words that must not be kept are gone for good: no text, no device, no second coming; the log says why and no word', async () => {
  const { s, ids } = await commented();
  const text = '我叫马淼，电话13912345678。';
  const send = () =>
    s.world.anyone.call(contract.sendComment, {
      params: { proposalId: ids[0]! },
      body: { text, device: 'd'.repeat(22), proof: null },
    });
  await send();
  const list = (only?: 'waiting' | 'hidden') =>
    s.office.call(contract.listComments, { params: s.params, query: only ? { only } : {} });
  const [comment] = (await list()).comments;
  const params = { commentId: comment!.id };
  const publicComments = async () =>
    (await s.world.anyone.call(contract.readPublicList, { params: s.params })).projects[0]!.comments;
  await s.clerk.call(contract.showComment, { params, body: { shown: true, looked: true } });
  expect(await publicComments()).toHaveLength(1);

  const erase = (reason: contract.CommentErasure) => s.clerk.call(contract.eraseComment, { params, body: { reason } });
  expect(await erase('personal')).toMatchObject({ text: '', shown: false, erased: { reason: 'personal' } });
  expect(await publicComments()).toEqual([]);
  // Once more it is done already, and says the first reason.
  expect(await erase('abusive')).toMatchObject({ erased: { reason: 'personal' } });
  expect((await list()).comments).toMatchObject([{ text: '', erased: { reason: 'personal' } }]);
  expect([(await list()).waiting, (await list()).hidden, (await list('hidden')).comments]).toEqual([0, 0, []]);
  const refused = await s.clerk.ask(contract.showComment, { params, body: { shown: true, looked: true } });
  expect(refused.refusal).toBe('comment_erased');
  const replied = await s.clerk.ask(contract.replyToComment, { params, body: { text: '谢谢。', before: null } });
  expect(replied.refusal).toBe('comment_erased');
  expect((await s.clerk.call(contract.readYearWork, { params: s.params })).commentsHidden).toBe(0);

  // The device sends the same words again: received, and not back.
  await send();
  expect(await s.world.count('public_comment')).toBe(1);
  expect(JSON.stringify(await s.world.database.sql('SELECT * FROM public_comment'))).not.toContain('139');
  const entries = (await s.world.database.sql('SELECT entry FROM log_leaf')).map(({ entry }) => String(entry));
  expect(entries.filter((entry) => entry.includes('comment_erased'))).toHaveLength(1);
  expect(entries.find((entry) => entry.includes('comment_erased'))).toContain(`"comment":"${comment!.id}"`);
  expect(entries.join()).not.toContain('马淼');
  const register = await s.clerk.call(contract.listShowings, { params: s.params });
  expect(register.showings.map(({ kind, shown, count }) => [kind, shown, count]).toSorted()).toEqual([
    ['comment', false, 1],
    ['comment', true, 1],
  ]);
});
