import * as contract from '@piaojue/contract';
import type { Disclosure } from '@piaojue/contract';
import { commitTo, type JsonValue } from '@piaojue/record';
import { expect, test } from 'vitest';
import { disclose, entered, read, yearCollecting, yearInPreparation } from '../testing/years.js';
import { decide, listBeforeCommittee, move, yearInScreening, type Screening } from '../testing/screening.js';
import { fresh, type World } from '../testing/world.js';

interface Line {
  readonly seq: number;
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly commit?: Record<string, string>;
}
/** The log as anybody downloads it. */
const publicLog = async (world: World): Promise<Line[]> =>
  (await world.anyone.raw({ url: '/api/public/log.jsonl' })).text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);

/** What stands beside the tree is what the tree is committed to. */
async function expectCommitted(world: World, { seq, commit }: Line): Promise<Record<string, unknown>> {
  const [row] = await world.database.sql(`SELECT salt, clear FROM log_clear WHERE seq = ${seq}`);
  const clear = JSON.parse(String(row?.['clear'])) as Record<string, JsonValue>;
  expect(commit?.['content']).toBe(commitTo(new Uint8Array(Buffer.from(String(row?.['salt']), 'hex')), clear));
  return clear;
}

test('until its round is published the log says that something was decided, not what; then it says all of it', async () => {
  const c = await yearCollecting();
  const acts = ['adopt', 'pool', 'decline'] as const;
  const seqs: number[] = [];
  for (const [i, act] of acts.entries()) {
    const seq = await entered(c, { title: `第${i + 1}件事请办一办` });
    const { version } = await read(c, seq);
    await c.clerk.call(contract.settleSuggestion, {
      params: { seq: String(seq) },
      body: { version, act, reason: '理由写在这里' },
    });
    seqs.push(seq);
  }
  const before = (await publicLog(c.world)).filter(({ data }) => seqs.includes(Number(data['seq'])));
  const decided = before.filter(({ type }) => type === 'suggestion_decided');
  expect(decided.map(({ data }) => Object.keys(data).toSorted())).toEqual(acts.map(() => ['by', 'seq']));
  expect(JSON.stringify(before)).not.toMatch(/adopt|pool|declin|理由/);
  for (const [i, line] of decided.entries())
    expect(await expectCommitted(c.world, line)).toMatchObject({ act: acts[i] });

  await disclose(c, 'answers');
  const announced = (await publicLog(c.world)).find(({ type }) => type === 'decisions_announced');
  expect(announced?.data).toMatchObject({ adopted: [seqs[0]], pooled: [seqs[1]], declined: [seqs[2]] });
});

test('settings of a year and weights of criteria are nobody’s outside: the log is committed to them and says none', async () => {
  const s = await yearInScreening();
  const { weights } = await s.office.call(contract.readScreening, { params: s.params });
  const changed = { ...weights, inclusive: 7 } as typeof weights;
  await s.office.call(contract.setWeights, {
    params: s.params,
    body: { before: weights, weights: changed } as contract.BodyOf<typeof contract.setWeights>,
  });
  const { world } = await yearCollecting();
  for (const [where, type, one] of [
    [world, 'year_set', 'fundFen'],
    [s.world, 'weights_set', 'inclusive'],
  ] as const) {
    const line = (await publicLog(where)).find((each) => each.type === type)!;
    expect(Object.keys(line.data).toSorted()).toEqual(['by', 'year']);
    expect(await expectCommitted(where, line)).toHaveProperty(one);
  }
});

test('how the standing committee voted, and which project it dealt with, is in the log once the candidates are public', async () => {
  const { s, ids } = await listBeforeCommittee(['老旧小区改造', '农村公路', '口袋公园']);
  const from = (await publicLog(s.world)).length;
  const since = async () => (await publicLog(s.world)).slice(from);
  await s.member.call(contract.addRemark, {
    params: { proposalId: ids[2]! },
    body: { kind: 'change', text: '请写清楚资金来源' },
  });
  await s.delegate.call(contract.askQuestion, { params: { proposalId: ids[0]! }, body: { text: '工期够吗？' } });
  const third = await s.office.call(contract.readProposal, { params: { proposalId: ids[2]! } });
  await move(s.clerk, third, 'withdraw', '上级已安排');
  await fresh(s.clerk);
  await s.clerk.call(contract.recordNotCarried, {
    params: s.params,
    body: {
      meeting: '第九次会议',
      heldOn: '2024-02-22',
      vote: { members: 31, present: 25, for: 15, against: 8, abstain: 2 },
    },
  });
  expect((await decide(s, ids.slice(0, 2), { acceptsDifferential: true })).status).toBe(200);

  const hidden = await since();
  const voted = hidden.filter(({ type }) => type === 'committee_voted');
  // Carried or not, the two entries look the same.
  expect(voted.map(({ data }) => Object.keys(data).toSorted())).toEqual([
    ['by', 'record', 'year'],
    ['by', 'record', 'year'],
  ]);
  for (const id of ids) expect(JSON.stringify(hidden)).not.toContain(id);
  for (const line of hidden.filter(({ commit }) => commit)) await expectCommitted(s.world, line);
  expect(hidden.filter(({ commit }) => commit)).toHaveLength(5);

  const list = await s.clerk.call(contract.prepareCandidateList, { params: s.params, body: { title: '候选项目' } });
  await fresh(s.member);
  await s.member.call(contract.publishDisclosure, { params: { ...s.params, disclosureId: list.id } });
  const told = (await since()).filter(({ type }) => type.startsWith('candidates_'));
  expect(told.map(({ type, data }) => [type, data['for'], data['needed']])).toEqual([
    ['candidates_not_carried', 15, 16],
    ['candidates_fixed', 20, 16],
  ]);
  expect(told[1]?.data).toMatchObject({ candidates: 2, reserves: 0, belowDifferential: true, changedSincePublic: 0 });
});

test('what waits for its review cannot be guessed from its hash: two preparations of the same differ', async () => {
  const twice = async ({ clerk, params }: Pick<Screening, 'clerk' | 'params'>, prepare: () => Promise<Disclosure>) => {
    const hashes = new Set<string>();
    for (let i = 0; i < 2; i++) {
      const { id, hash } = await prepare();
      await clerk.call(contract.withdrawDisclosure, { params: { ...params, disclosureId: id } });
      hashes.add(hash);
    }
    expect(hashes.size).toBe(2);
  };
  const { s, ids } = await listBeforeCommittee(['老旧小区改造', '农村公路', '口袋公园']);
  const body = { title: '公示', from: '2024-03-01', until: '2099-03-08' };
  await twice(s, () => s.clerk.call(contract.prepareCommentPeriod, { params: s.params, body }));
  await decide(s, ids);
  await twice(s, () => s.clerk.call(contract.prepareCandidateList, { params: s.params, body: { title: '候选项目' } }));

  // The decisions of a round are few words about known numbers; a notice is a template with two dates.
  const c = await yearCollecting();
  const seq = await entered(c, { title: '第一件事请办一办' });
  const { version } = await read(c, seq);
  await c.clerk.call(contract.settleSuggestion, {
    params: { seq: String(seq) },
    body: { version, act: 'pool', reason: '理由写在这里' },
  });
  const params = { year: String(c.year) };
  const later = await yearInPreparation();
  for (const [{ clerk }, kind] of [
    [c, 'answers'],
    [later, 'notice'],
  ] as const)
    await twice({ clerk, params }, () =>
      clerk.call(contract.prepareDisclosure, { params, body: { kind, title: '等待审核的' } }),
    );
});
