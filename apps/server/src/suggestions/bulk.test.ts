import * as contract from '@piaojue/contract';
import { beforeEach, expect, test } from 'vitest';
import { disclose, entered, read, water, yearCollecting, type Collecting } from '../testing/years.js';

let c: Collecting;
let seqs: number[];
beforeEach(async () => {
  c = await yearCollecting();
  seqs = [await entered(c), await entered(c), await entered(c)];
});
const asRead = () => Promise.all(seqs.map(async (seq) => ({ seq, version: (await read(c, seq)).version })));
const states = () => Promise.all(seqs.map(async (seq) => (await read(c, seq)).state));
const detailOf = (answer: { body: unknown }) => (answer.body as { detail: string[] }).detail;

test('several are handed over to one unit at once, each with a paper of its own', async () => {
  const body = { suggestions: await asRead(), unit: water, demand: '请一并办理', deadline: '2024-03-20' };
  expect(await c.clerk.call(contract.forwardSuggestions, { body })).toEqual({ changed: 3 });
  const { handovers } = await c.water.call(contract.listHandovers, { params: { year: String(c.year) } });
  expect(handovers.map(({ number, demand, contact }) => [number, demand, contact])).toEqual(
    [1, 2, 3].map((number) => [number, '请一并办理', null]),
  );
});

test('all or none: one that was changed or cannot go that way is named, and nothing is done', async () => {
  const body = { suggestions: await asRead(), unit: water, demand: '请办', deadline: '2024-03-20' };
  await c.office.call(contract.flagGolden, { params: { seq: String(seqs[1]) }, body: { version: 1, golden: true } });
  await c.office.call(contract.settleSuggestion, {
    params: { seq: String(seqs[2]) },
    body: { version: 1, act: 'solve', reason: '已办' },
  });
  const refused = await c.clerk.ask(contract.forwardSuggestions, { body });
  expect(refused.refusal).toBe('some_refused');
  expect(detailOf(refused)).toHaveLength(2);
  expect(detailOf(refused)[0]).toContain(`第 ${seqs[1]} 条`);
  expect(await c.world.count('handover')).toBe(0);
  expect(await states()).toEqual(['received', 'received', 'solved']);
  const again = { ...body, suggestions: await asRead() };
  expect(detailOf(await c.clerk.ask(contract.forwardSuggestions, { body: again }))).toEqual([
    `第 ${seqs[2]} 条：现在是“已解决”，不能这样办。`,
  ]);
  const nowhere = { ...again, unit: '不存在的局' };
  expect((await c.clerk.ask(contract.forwardSuggestions, { body: nowhere })).refusal).toBe('unit_unknown');
});

test('several are declined for one reason; the reviewer of the batch reads each of them before it is let out', async () => {
  const body = { suggestions: await asRead(), act: 'decline' as const, reason: '都是个人事项。' };
  expect(await c.clerk.call(contract.settleSuggestions, { body })).toEqual({ changed: 3 });
  const { id } = await c.clerk.call(contract.prepareDisclosure, {
    params: { year: String(c.year) },
    body: { kind: 'answers', title: '第一批' },
  });
  const params = { year: String(c.year), disclosureId: id };
  const batch = await c.committee.call(contract.readAnswers, { params });
  expect(batch.total).toBe(3);
  expect(batch.answers.map(({ seq, act, text }) => [seq, act, text])).toEqual(
    seqs.map((seq) => [seq, 'decline', '这次没有采纳：都是个人事项。']),
  );
  expect((await c.committee.call(contract.readAnswers, { params, query: { page: '2' } })).answers).toEqual([]);
  const notice = await c.clerk.call(contract.listDisclosures, { params: { year: String(c.year) } });
  const other = notice.disclosures.find(({ kind }) => kind === 'notice');
  const wrong = { year: String(c.year), disclosureId: other?.id ?? '' };
  expect((await c.committee.ask(contract.readAnswers, { params: wrong })).refusal).toBe('not_found');
  expect((await c.clerk.ask(contract.settleSuggestions, { body })).refusal).toBe('some_refused');
  await c.clerk.call(contract.withdrawDisclosure, { params });
  await disclose(c, 'answers');
});
