import { deflateRawSync } from 'node:zlib';
import * as contract from '@piaojue/contract';
import { expect, test } from 'vitest';
import { idea } from '../testing/samples/idea.js';
import {
  draftOf,
  housingUnit,
  listBeforeCommittee,
  marked,
  move,
  roadsUnit,
  submitted,
  tryMove,
  unitPerson,
  wholeFields,
  yearInScreening,
} from '../testing/screening.js';
import type { Person } from '../testing/world.js';

const secret = '绝密草稿名称';
const pdf = Buffer.from('%PDF-1.7 机密').toString('base64');

test('R-20: a draft does not exist for anybody but its unit: not by list, by its id, by what it grew from, in counts, or in the log', async () => {
  const s = await yearInScreening();
  const { params } = s;
  const logBefore = await s.world.count('log_leaf');
  const { seq } = await s.clerk.call(contract.addSuggestion, {
    params,
    body: {
      channel: 'clerk',
      sourceRef: null,
      receivedOn: null,
      suggestion: idea({ category: '教育', title: '建一所学校', content: '请建一所学校。' }),
    },
  });
  await s.clerk.call(contract.showSuggestions, { body: { seqs: [seq], shown: true } });
  const signedInAndSuggested = await s.world.count('log_leaf');
  let draft = await draftOf(s, s.housing, secret);
  draft = await s.housing.call(contract.setOrigins, {
    params: { proposalId: draft.id },
    body: { version: draft.version, seqs: [seq] },
  });
  draft = await s.housing.call(contract.addAttachment, {
    params: { proposalId: draft.id },
    body: { name: `${secret}.pdf`, content: pdf },
  });
  const others: Person[] = [s.roads, s.office, s.clerk, s.auditor];
  const proposalId = draft.id;
  for (const person of others) {
    const seen = [
      await person.ask(contract.readProposal, { params: { proposalId } }),
      await person.ask(contract.listVersions, { params: { proposalId } }),
      await person.raw({ url: `/api/proposals/${proposalId}/attachments/${draft.attachments[0]!.id}` }),
    ];
    for (const each of seen) expect([each.status, each.refusal]).toEqual([404, 'not_found']);
    expect((await person.call(contract.listProposals, { params })).proposals).toEqual([]);
    expect((await person.call(contract.listOpinions, { params })).opinions).toEqual([]);
  }
  expect((await s.office.call(contract.readScreening, { params })).proposals).toEqual([]);
  expect((await s.clerk.call(contract.readSuggestion, { params: { seq: String(seq) } })).proposals).toEqual([]);
  const found = await s.roads.call(contract.findOrigins, { params, query: { q: '学校' } });
  expect(JSON.stringify(found)).not.toContain(secret);
  expect(await s.world.count('log_leaf')).toBe(signedInAndSuggested);
  expect(logBefore).toBeLessThan(signedInAndSuggested);

  // An act on it, whoever tries, is an act on nothing.
  const body = { version: draft.version, fields: draft.fields, note: null };
  for (const person of [s.roads, s.office, s.clerk]) {
    expect((await person.ask(contract.saveProposal, { params: { proposalId }, body })).refusal).toBe('not_found');
    expect((await tryMove(person, draft, 'submit')).refusal).toBe('not_found');
    expect((await tryMove(person, draft, 'withdraw', '理由')).refusal).toBe('not_found');
  }
  const ask = { proposalIds: [proposalId], kind: 'finance' as const, units: [roadsUnit], deadline: '2024-03-10' };
  expect((await s.office.ask(contract.askOpinions, { params, body: ask })).refusal).toBe('not_found');
  expect(
    (
      await s.office.ask(contract.shortlistProposals, {
        params,
        body: { proposals: [{ id: proposalId, version: draft.version }] },
      })
    ).refusal,
  ).toBe('not_found');
  // The same answer as for an id that was never made.
  const guessed = await s.roads.ask(contract.readProposal, { params: { proposalId: 'nobody234567nobody234567' } });
  const real = await s.roads.ask(contract.readProposal, { params: { proposalId } });
  expect(real.body).toEqual(guessed.body);
});

test('R-20: what a unit changes after a return is its own until it is submitted again', async () => {
  const s = await yearInScreening();
  let one = await submitted(s, s.housing, '老旧小区改造');
  one = await move(s.office, one, 'return', '请补充');
  s.world.clock.advance(1000);
  one = await s.housing.call(contract.saveProposal, {
    params: { proposalId: one.id },
    body: { version: one.version, fields: { ...one.fields, name: secret }, note: '自己留着' },
  });
  one = await s.housing.call(contract.addAttachment, {
    params: { proposalId: one.id },
    body: { name: '新图纸.pdf', content: pdf },
  });
  const params = { proposalId: one.id };
  const seen = [
    await s.office.call(contract.readProposal, { params }),
    await s.office.call(contract.listVersions, { params }),
    await s.office.call(contract.listProposals, { params: s.params }),
    await s.office.call(contract.readScreening, { params: s.params }),
  ];
  expect(JSON.stringify(seen)).not.toContain(secret);
  expect(JSON.stringify(seen)).not.toContain('新图纸');
  const file = await s.office.raw({ url: `/api/proposals/${one.id}/attachments/${one.attachments[0]!.id}` });
  expect(file.status).toBe(404);
  s.world.clock.advance(1000);
  await move(s.housing, one, 'submit');
  expect(JSON.stringify(await s.office.call(contract.readProposal, { params }))).toContain(secret);
  expect((await s.office.raw({ url: `/api/proposals/${one.id}/attachments/${one.attachments[0]!.id}` })).status).toBe(
    200,
  );
});

test('R-20: another unit, asked for its opinion, reads the text that was submitted, and nothing of how it is judged', async () => {
  const s = await yearInScreening();
  let one = await submitted(s, s.housing, '老旧小区改造');
  const params = { proposalId: one.id };
  expect((await s.roads.ask(contract.readProposal, { params })).refusal).toBe('not_found');
  await s.housing.call(contract.askOpinions, {
    params: s.params,
    body: { proposalIds: [one.id], kind: 'cosign', units: [roadsUnit], deadline: '2024-03-10' },
  });
  one = await marked(s.office, one);
  const seen = await s.roads.call(contract.readProposal, { params });
  expect(seen).toMatchObject({ sight: 'asked', marks: [], score: null, remarks: [], acts: [], mayEdit: false });
  expect([seen.fields.content, seen.fields.contact]).toEqual([one.fields.content, '']);
  expect((await s.office.call(contract.readProposal, { params })).fields.contact).toBe(one.fields.contact);
  expect((await s.roads.call(contract.listVersions, { params })).versions).toEqual([]);
  const [opinion] = (await s.roads.call(contract.listOpinions, { params: s.params })).opinions;
  const other = await unitPerson(s.world, 'parks', '区城管局');
  const answer = (person: Person, stance: 'agree' | 'disagree', text = '') =>
    person.ask(contract.answerOpinion, { params: { opinionId: opinion!.id }, body: { stance, text } });
  expect((await answer(other, 'agree')).refusal).toBe('not_found');
  expect((await answer(s.housing, 'agree')).refusal).toBe('not_found');
  expect((await answer(s.roads, 'disagree')).refusal).toBe('reason_needed');
  expect((await answer(s.roads, 'disagree', '工期太紧')).status).toBe(200);
  expect((await answer(s.roads, 'agree')).refusal).toBe('already_answered');
  expect((await tryMove(s.roads, one, 'withdraw', '理由')).refusal).toBe('not_your_act');
});

test('opinions are asked by whom they concern: 会签 by its own unit, the others by the office, and of units that exist', async () => {
  const s = await yearInScreening();
  const one = await submitted(s, s.housing, '老旧小区改造');
  const ask = (person: Person, kind: contract.OpinionKind, units = [roadsUnit], deadline = '2024-03-10') =>
    person.ask(contract.askOpinions, { params: s.params, body: { proposalIds: [one.id], kind, units, deadline } });
  expect((await ask(s.housing, 'finance')).refusal).toBe('not_your_act');
  expect((await ask(s.office, 'cosign')).refusal).toBe('not_your_act');
  expect((await ask(s.roads, 'cosign', [housingUnit])).refusal).toBe('not_found');
  expect((await ask(s.office, 'finance', ['没有的单位'])).refusal).toBe('unit_unknown');
  expect((await ask(s.office, 'finance', [housingUnit])).refusal).toBe('asks_itself');
  expect((await ask(s.office, 'finance', [roadsUnit], '2024-02-29')).refusal).toBe('deadline_past');
  expect((await ask(s.office, 'finance')).body).toEqual({ asked: 1, already: 0, own: 0 });
  expect((await ask(s.office, 'finance')).body).toEqual({ asked: 0, already: 1, own: 0 });
  const draft = await draftOf(s, s.housing, '草稿');
  const early = await s.housing.ask(contract.askOpinions, {
    params: s.params,
    body: { proposalIds: [draft.id], kind: 'cosign', units: [roadsUnit], deadline: '2024-03-10' },
  });
  expect(early.refusal).toBe('wrong_phase');
});

test('delegates and members read the list and nothing before it; what members say is not for delegates', async () => {
  const { s, ids } = await listBeforeCommittee(['老旧小区改造', '农村公路', '口袋公园']);
  await s.member.call(contract.addRemark, {
    params: { proposalId: ids[0]! },
    body: { kind: 'change', text: '请压缩投资' },
  });
  await s.delegate.call(contract.askQuestion, { params: { proposalId: ids[0]! }, body: { text: '工期够吗？' } });
  const papers = await s.delegate.call(contract.readPapers, { params: s.params });
  expect(papers.papers).toHaveLength(3);
  expect(JSON.stringify(papers)).not.toContain('压缩投资');
  expect(JSON.stringify(await s.member.call(contract.readPapers, { params: s.params }))).toContain('压缩投资');
  const none = await s.delegate.ask(contract.askQuestion, {
    params: { proposalId: 'nobody234567nobody234567' },
    body: { text: '有没有？' },
  });
  expect(none.refusal).toBe('not_found');

  const [question] = papers.papers[0]!.questions;
  const answer = (person: Person) =>
    person.ask(contract.answerQuestion, { params: { questionId: question!.id }, body: { text: '够的。' } });
  expect((await answer(s.roads)).refusal).toBe('not_found');
  expect((await answer(s.housing)).status).toBe(200);
  expect((await answer(s.housing)).refusal).toBe('already_answered');
});

test('R-20: before the list is submitted there are no papers, and a short list is no list', async () => {
  const s = await yearInScreening();
  const one = await move(s.office, await marked(s.office, await submitted(s, s.housing, secret)), 'shortlist');
  for (const person of [s.member, s.delegate]) {
    const papers = await person.ask(contract.readPapers, { params: s.params });
    expect(papers.refusal).toBe('wrong_phase');
    const asked = await person.ask(contract.askQuestion, {
      params: { proposalId: one.id },
      body: { text: '是什么？' },
    });
    expect(asked.refusal).toBe('not_found');
  }
});

test('R-76: an attachment is what its bytes say, whatever its name; a file with macros is none', async () => {
  const s = await yearInScreening();
  const draft = await draftOf(s, s.housing, '老旧小区改造');
  const add = (name: string, bytes: Buffer) =>
    s.housing.ask(contract.addAttachment, {
      params: { proposalId: draft.id },
      body: { name, content: bytes.toString('base64') },
    });
  const zip = (...names: string[]) =>
    Buffer.concat([
      Buffer.from('PK\u0003\u0004', 'latin1'),
      ...['[Content_Types].xml', ...names].map((name) => Buffer.from(name)),
      deflateRawSync(Buffer.from('x')),
    ]);
  for (const bytes of [
    Buffer.from('<script>'),
    Buffer.from('MZ程序'),
    zip('word/document.xml', 'word/vbaProject.bin'),
    zip('ppt/x'),
  ])
    expect((await add('图纸.pdf', bytes)).refusal).toBe('file_kind_unknown');
  const word = await add('../../方案<1>.exe', zip('word/document.xml'));
  expect(word.body.attachments[0]).toMatchObject({ name: '.._.._方案_1_.docx' });
  expect((await add('大.pdf', Buffer.concat([Buffer.from('%PDF-'), Buffer.alloc(10_000_001)]))).refusal).toBe(
    'file_too_large',
  );
  for (let i = 0; i < 9; i++) expect((await add(`${i}.pdf`, Buffer.from('%PDF-1.7'))).status).toBe(200);
  expect((await add('第十一个.pdf', Buffer.from('%PDF-1.7'))).refusal).toBe('too_many_files');
  const file = await s.housing.raw({
    url: `/api/proposals/${draft.id}/attachments/${word.body.attachments[0]!.id}`,
  });
  expect(file.headers['content-disposition']).toMatch(/^attachment;/);
  expect(file.headers['x-content-type-options']).toBe('nosniff');
});

test('a unit links what was shown or handed to it, and nothing else', async () => {
  const s = await yearInScreening();
  const titles = ['没有公开的', '已经公开的', '交办给住建局的'];
  const seqs: number[] = [];
  for (const title of titles) {
    const made = await s.clerk.call(contract.addSuggestion, {
      params: s.params,
      body: {
        channel: 'clerk',
        sourceRef: null,
        receivedOn: null,
        suggestion: idea({ category: '教育', title: `${title}建议`, content: '请办理这一件。' }),
      },
    });
    seqs.push(made.seq);
  }
  await s.clerk.call(contract.showSuggestions, { body: { seqs: [seqs[1]!], shown: true } });
  await s.world.database.sql(
    `INSERT INTO handover (id, year, number, seq, unit, demand, deadline, issued_by, issued_at, state, reply, check_text, version)
     VALUES ('h1', 2024, 1, ${seqs[2]}, '${housingUnit}', '', '2024-03-10', '${s.clerk.accountId}', 'z', 'issued', '', '', 1)`,
  );
  const find = async (person: Person, q = '') =>
    (await person.call(contract.findOrigins, { params: s.params, query: { q } })).suggestions.map(({ seq }) => seq);
  expect((await find(s.housing)).toSorted()).toEqual([seqs[1], seqs[2]]);
  expect(await find(s.roads)).toEqual([seqs[1]]);
  expect(await find(s.roads, String(seqs[0]))).toEqual([]);
  expect((await find(s.office)).toSorted()).toEqual(seqs);
  const draft = await draftOf(s, s.housing, '学校');
  const link = (wanted: number[]) =>
    s.housing.ask(contract.setOrigins, {
      params: { proposalId: draft.id },
      body: { version: draft.version, seqs: wanted },
    });
  // The hidden one and the one that does not exist are refused alike.
  expect((await link([seqs[0]!])).body).toEqual((await link([99_999])).body);
  expect((await link([seqs[1]!, seqs[2]!])).status).toBe(200);
});

test('only complete fields are submitted: money in whole 分, and its parts sum to it', async () => {
  const s = await yearInScreening();
  const wrong = { ...wholeFields('老旧小区改造'), totalFen: 200_000_000, content: '' };
  const draft = await draftOf(s, s.housing, 'x', wrong);
  const refused = await tryMove(s.housing, draft, 'submit');
  expect([refused.status, refused.refusal]).toEqual([422, 'incomplete']);
  expect((refused.body as { detail?: unknown }).detail).toEqual([
    { path: 'content', message: '建设内容和规模：不能为空' },
    { path: 'funding', message: '资金来源：各项之和应等于总投资' },
  ]);
  const half = await s.housing.ask(contract.saveProposal, {
    params: { proposalId: draft.id },
    body: { version: draft.version, fields: { ...wrong, totalFen: 0.5 }, note: null },
  });
  expect(half.refusal).toBe('malformed');
});
