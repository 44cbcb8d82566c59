import * as contract from '@piaojue/contract';
import { expect, test } from 'vitest';
import { suggestedClauses } from '@piaojue/rules';
import { workedProof } from '../testing/collecting.js';
import { decide, listBeforeCommittee, type Screening } from '../testing/screening.js';
import { fresh } from '../testing/world.js';

const names = ['老旧小区改造', '农村公路', '口袋公园'];
const publish = async (s: Screening, id: string, by = s.member) => {
  await fresh(by);
  return by.ask(contract.publishDisclosure, { params: { ...s.params, disclosureId: id } });
};
const period = { title: '公示', from: '2024-03-01', until: '2024-03-08' };
const openComments = async (s: Screening) => {
  const { id } = await s.clerk.call(contract.prepareCommentPeriod, { params: s.params, body: period });
  await publish(s, id);
};
const publicList = (s: Screening) => s.world.anyone.call(contract.readPublicList, { params: s.params });

test('candidates are public when one person has prepared and another published them, and then for good', async () => {
  const { s, ids } = await listBeforeCommittee(names);
  await decide(s, ids);
  const xlsx = () => s.world.anyone.raw({ url: '/api/public/years/2024/candidates.xlsx' });
  expect((await publicList(s)).stage).toBe('none');
  const prepared = await s.clerk.call(contract.prepareCandidateList, {
    params: s.params,
    body: { title: '2024年度候选项目' },
  });
  expect(await publicList(s)).toMatchObject({ stage: 'none', projects: [] });
  expect((await xlsx()).status).toBe(404);
  expect((await publish(s, prepared.id, s.clerk)).refusal).toBe('wrong_person');
  expect((await publish(s, prepared.id)).status).toBe(200);
  const shown = await publicList(s);
  expect(shown.stage).toBe('candidates');
  expect(shown.projects.map(({ fields }) => fields.name)).toEqual(names);
  expect(JSON.stringify(shown)).not.toContain('0379-1234567');
  expect((await xlsx()).status).toBe(200);
  const again = await s.clerk.ask(contract.prepareCandidateList, { params: s.params, body: { title: '再来' } });
  expect(again.refusal).toBe('already_published');
});

test('what was not published stands on no ballot that the hall can see', async () => {
  const { s, ids } = await listBeforeCommittee(names);
  await decide(s, ids);
  const sitting = await s.clerk.call(contract.createSitting, { body: { title: '第四次会议', year: 2024 } });
  await s.clerk.call(contract.importDelegates, {
    params: { sittingId: sitting.id },
    body: { format: 'csv', content: '代表证号,姓名,代表团\n1,甲,一团\n2,乙,一团\n3,丙,二团', commit: true },
  });
  const { id: voteId } = await s.clerk.call(contract.createVote, {
    params: { sittingId: sitting.id },
    body: { title: '票决', kind: 'approve_only', group: 'Ed25519', places: 2 },
  });
  await s.clerk.call(contract.takeCandidates, { params: { voteId } });
  const freeze = async () =>
    (await s.clerk.ask(contract.freezeVote, { params: { voteId }, body: { acceptsDifferential: true } })).refusal;
  const told = async () =>
    JSON.stringify([
      await s.world.anyone.ask(contract.readScreen),
      await s.world.anyone.ask(contract.readBooth),
      await publicList(s),
    ]);
  expect(await freeze()).toBe('candidates_not_public');
  // Nor with one of them taken off: the others are no less secret.
  const { candidates, rules } = await s.clerk.call(contract.readVote, { params: { voteId } });
  const adopted = { ...rules, minDifferentialPercent: 0 };
  await s.clerk.call(contract.setRules, {
    params: { voteId },
    body: { rules: { ...adopted, clauses: suggestedClauses(adopted) } },
  });
  const without = (withdrawn: boolean) =>
    s.clerk.call(contract.withdrawCandidate, {
      params: { voteId, candidateId: candidates[0]!.id },
      body: { withdrawn, reason: '另行安排' },
    });
  await without(true);
  expect(await freeze()).toBe('candidates_not_public');
  await without(false);
  // Nor by a file that says the rest in other words, nor while the decision is taken back.
  await s.world.database.sql(`UPDATE candidate SET fields = replace(fields, '"brief":"', '"brief":"另')`);
  expect(await freeze()).toBe('candidates_not_public');
  const { list } = await s.clerk.call(contract.readCandidates, { params: s.params });
  await fresh(s.clerk);
  await s.clerk.call(contract.correctDecision, {
    params: s.params,
    body: { candidatesHash: list.candidatesHash ?? '', reason: '票数记错了' },
  });
  expect(await freeze()).toBe('candidates_not_public');
  expect((await decide(s, ids)).status).toBe(200);
  for (const name of names) expect(await told()).not.toContain(name);

  const prepared = await s.clerk.call(contract.prepareCandidateList, { params: s.params, body: { title: '候选项目' } });
  await publish(s, prepared.id);
  expect(await freeze()).toBeUndefined();
  expect(await told()).toContain(names[1]);
});

test('comments come in between the acts that open and close the window, and show once let through', async () => {
  const { s, ids } = await listBeforeCommittee(names);
  const { anyone } = s.world;
  const send = async (text: string, device = 'd'.repeat(22), id = ids[0]!) =>
    anyone.ask(contract.sendComment, {
      params: { proposalId: id },
      body: { text, device, proof: await workedProof(anyone) },
    });
  expect((await send('还没有公示')).refusal).toBe('not_found');
  const prepared = await s.clerk.call(contract.prepareCommentPeriod, { params: s.params, body: period });
  expect((await send('还没有公示')).refusal).toBe('not_found');
  await publish(s, prepared.id);
  expect(await publicList(s)).toMatchObject({ stage: 'comments', open: true, from: '2024-03-01' });

  expect((await send('请把东区也列进去')).status).toBe(200);
  expect((await publicList(s)).projects[0]!.comments).toEqual([]);
  const [comment] = (await s.clerk.call(contract.listComments, { params: s.params })).comments;
  const params = { commentId: comment!.id };
  await s.office.call(contract.replyToComment, { params, body: { text: '已转区住建局。', before: null } });
  const reply = (text: string, before: string | null) =>
    s.clerk.ask(contract.replyToComment, { params, body: { text, before } });
  // Whoever read the comment before it was answered takes the place of no answer.
  expect((await reply('另一个人的答复。', null)).refusal).toBe('conflict');
  expect((await reply('已列入明年储备。', '已转区住建局。')).status).toBe(200);
  await s.clerk.call(contract.showComment, { params, body: { shown: true } });
  expect((await publicList(s)).projects[0]!.comments).toMatchObject([
    { text: '请把东区也列进去', reply: '已列入明年储备。' },
  ]);
  expect((await decide(s, ids)).refusal).toBe('comments_open');

  for (let i = 0; i < 19; i++) expect((await send(`第${i}条意见`)).status).toBe(200);
  // Sent twice it is one comment, also for whoever has none left.
  expect((await send('第0条意见')).status).toBe(200);
  expect((await s.clerk.call(contract.listComments, { params: s.params })).comments).toHaveLength(20);
  expect((await send('一台设备说得太多')).refusal).toBe('too_many_comments');
  const [row] = await s.world.database.sql('SELECT device FROM public_comment');
  expect(row!['device']).toMatch(/^[0-9a-f]{64}$/);

  await s.clerk.call(contract.closeCommentPeriod, { params: s.params });
  expect((await send('来晚了的意见', 'e'.repeat(22))).refusal).toBe('comments_not_open');
  expect((await s.clerk.ask(contract.prepareCommentPeriod, { params: s.params, body: period })).refusal).toBe(
    'comments_were_open',
  );
  expect((await decide(s, ids)).status).toBe(200);
});

test('a comment with a phone or a name in it is looked at before it is public', async () => {
  const { s, ids } = await listBeforeCommittee(names);
  await openComments(s);
  await s.world.anyone.call(contract.sendComment, {
    params: { proposalId: ids[0]! },
    body: { text: '我叫马淼，电话13912345678。', device: 'd'.repeat(22), proof: null },
  });
  const [comment] = (await s.clerk.call(contract.listComments, { params: s.params })).comments;
  const params = { commentId: comment!.id };
  const show = (body: { shown: boolean; looked?: boolean }) => s.clerk.ask(contract.showComment, { params, body });
  const refused = await show({ shown: true });
  expect([refused.status, refused.refusal]).toEqual([409, 'personal_data']);
  const { detail } = refused.body as unknown as { detail: { pieces: string[] } };
  expect(detail.pieces).toEqual(['13912345678', '我叫马淼']);
  expect((await publicList(s)).projects[0]!.comments).toEqual([]);
  expect((await show({ shown: false })).status).toBe(200);
  expect((await show({ shown: true, looked: true })).status).toBe(200);
  expect((await publicList(s)).projects[0]!.comments).toHaveLength(1);
});

test('a comment costs work, and the work is good for one text of one device on one project', async () => {
  const { s, ids } = await listBeforeCommittee(names);
  const { anyone } = s.world;
  await openComments(s);
  const device = 'd'.repeat(22);
  const send = async (text: string, proof: string | null, change: { id?: string; device?: string } = {}) =>
    anyone.ask(contract.sendComment, {
      params: { proposalId: change.id ?? ids[0]! },
      body: { text, device: change.device ?? device, proof },
    });
  for (const nothing of ['', '{}', 'not json'])
    expect((await send('没有做事', nothing)).refusal, nothing).toBe('proof_invalid');

  const proof = await workedProof(anyone);
  expect((await send('请先修北边的路', proof)).status).toBe(200);
  expect((await send('请先修南边的路', proof)).refusal).toBe('proof_used');
  expect((await send('请先修北边的路', proof, { id: ids[1]! })).refusal).toBe('proof_used');
  expect((await send('请先修北边的路', proof, { device: 'e'.repeat(22) })).refusal).toBe('proof_used');
  // The answer was lost and the page sends again: no second comment, no refusal.
  expect((await send('请先修北边的路', proof)).status).toBe(200);
  expect(await s.world.count('public_comment')).toBe(1);

  // Work spent on a suggestion's 附议 is no work for a comment.
  const spent = await workedProof(anyone);
  await anyone.ask(contract.supportSuggestion, {
    params: { seq: '1' },
    body: { device: 'x'.repeat(22), proof: spent },
  });
  expect((await send('请先修东边的路', spent)).refusal).toBe('proof_used');

  // Without script: three an hour from one address, whatever device they name.
  for (let i = 0; i < 3; i++)
    expect((await send(`没有脚本的第${i}条`, null, { device: String(i).repeat(22) })).status).toBe(200);
  expect((await send('没有脚本的第四条', null, { device: 'f'.repeat(22) })).refusal).toBe('no_script_limit');
  expect((await send('有脚本的照样收下', await workedProof(anyone))).status).toBe(200);
});

test('one address does not fill the minute for everybody', async () => {
  const { s, ids } = await listBeforeCommittee(names);
  await openComments(s);
  const send = (text: string, remoteAddress: string) =>
    s.world.app.inject({
      method: 'POST',
      url: `/api/public/projects/${ids[0]!}/comments`,
      remoteAddress,
      headers: { host: 'piaojue.test', origin: 'http://piaojue.test', 'x-piaojue': '1' },
      payload: { text, device: 'd'.repeat(22), proof: null },
    });
  for (let i = 0; i < 40; i++) await send(`灌水的第${i}条`, '10.0.0.1');
  expect((await send('灌水的又一条', '10.0.0.1')).json()).toMatchObject({ refusal: 'too_many_requests' });
  expect((await send('别处的人照样能提', '10.0.0.2')).statusCode).toBe(200);
});

test('a project that was not published for comments takes none, and does not even exist', async () => {
  const { s } = await listBeforeCommittee(names);
  await openComments(s);
  const sent = await s.world.anyone.ask(contract.sendComment, {
    params: { proposalId: 'nobody234567nobody234567' },
    body: { text: '这是什么项目', device: 'd'.repeat(22), proof: null },
  });
  expect([sent.status, sent.refusal]).toEqual([404, 'not_found']);
});
