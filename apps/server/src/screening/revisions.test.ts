import * as contract from '@piaojue/contract';
import { emptyDraft, type DraftFields, type Proposal } from '@piaojue/contract';
import { expect, test } from 'vitest';
import {
  draftOf,
  marked,
  move,
  putInOrder,
  roadsUnit,
  submitTheList,
  submitted,
  tryMove,
  wholeFields,
  yearInScreening,
  type Screening,
} from '../testing/screening.js';

const read = (s: Screening, { id }: Proposal) => s.office.call(contract.readProposal, { params: { proposalId: id } });
const later = (s: Screening) => s.world.clock.advance(60_000);

/** Returned to its unit and submitted again, with these changes or none. */
async function again(s: Screening, one: Proposal, change: Partial<DraftFields> = {}): Promise<Proposal> {
  later(s);
  const back = await move(s.office, await read(s, one), 'return', '请再看');
  const saved = await s.housing.call(contract.saveProposal, {
    params: { proposalId: one.id },
    body: { version: back.version, fields: { ...back.fields, ...change }, note: null },
  });
  later(s);
  return move(s.housing, saved, 'submit');
}

test('marks given to an earlier text do not count for the later one, until somebody has looked again', async () => {
  const s = await yearInScreening();
  let one = await marked(s.office, await submitted(s, s.housing, '老旧小区改造'));
  expect(one.score).not.toBeNull();
  one = await again(s, one, {
    totalFen: 900_000_000,
    yearFen: 900_000_000,
    funding: { ...one.fields.funding, districtFen: 900_000_000 },
  });
  one = await read(s, one);
  expect([one.score, one.marks.every(({ outdated }) => outdated)]).toEqual([null, true]);
  one = await move(s.office, one, 'shortlist');
  await putInOrder(s, [one.id]);
  expect((await submitTheList(s, [one])).refusal).toBe('sheet_incomplete');
  const [line] = (await s.office.call(contract.readScreening, { params: s.params })).proposals;
  expect(line).toMatchObject({ marked: 0, outdated: 10, score: null });
  later(s);
  one = await marked(s.office, one);
  expect([one.score === null, one.marks.some(({ outdated }) => outdated)]).toEqual([false, false]);
  expect((await submitTheList(s, [one])).status).toBe(200);
});

test('a submission without a change and a correction of the wording leave marks and opinions as they are', async () => {
  const s = await yearInScreening();
  let one = await marked(s.office, await submitted(s, s.housing, '老旧小区改造'));
  later(s);
  one = await s.office.call(contract.saveProposal, {
    params: { proposalId: one.id },
    body: { version: one.version, fields: { ...one.fields, content: '校核后的内容' }, note: '统一用语' },
  });
  expect(one.marks.some(({ outdated }) => outdated)).toBe(false);
  one = await read(s, await again(s, one));
  expect([one.marks.some(({ outdated }) => outdated), one.score === null]).toEqual([false, false]);
});

test('an opinion on an earlier text says so, and its unit may answer anew', async () => {
  const s = await yearInScreening();
  const one = await submitted(s, s.housing, '老旧小区改造');
  await s.office.call(contract.askOpinions, {
    params: s.params,
    body: { proposalIds: [one.id], kind: 'finance', units: [roadsUnit], deadline: '2024-03-10' },
  });
  const asked = async () => (await s.roads.call(contract.listOpinions, { params: s.params })).opinions[0]!;
  const { id } = await asked();
  const answer = (stance: contract.Stance, text = '') =>
    s.roads.ask(contract.answerOpinion, { params: { opinionId: id }, body: { stance, text } });
  expect((await answer('agree')).status).toBe(200);
  expect((await answer('disagree', '太贵')).refusal).toBe('already_answered');
  await again(s, one, { content: '规模大了一倍' });
  expect(await asked()).toMatchObject({ outdated: true, stance: 'agree' });
  later(s);
  expect((await answer('disagree', '太贵')).status).toBe(200);
  expect(await asked()).toMatchObject({ outdated: false, stance: 'disagree' });
});

test('what is nonsense is refused when it is submitted, with every point by its field; as a draft it is kept', async () => {
  const s = await yearInScreening();
  const nonsense: DraftFields = {
    ...wholeFields('胡写'),
    category: '随便',
    start: '明年',
    totalFen: 0,
    yearFen: 5,
    funding: { upperLevelFen: 0, districtFen: 0, bondFen: 0, otherFen: 0 },
    targets: [],
    milestones: [],
    beneficiaryCount: 0,
  };
  const draft = await draftOf(s, s.housing, '胡写', nonsense);
  const refused = await tryMove(s.housing, draft, 'submit');
  expect(refused.refusal).toBe('incomplete');
  const { detail } = refused.body as unknown as { detail: { path: string; message: string }[] };
  expect(detail.map(({ path }) => path).toSorted()).toEqual(
    ['category', 'start', 'totalFen', 'yearFen', 'targets', 'milestones', 'beneficiaryCount'].toSorted(),
  );
  expect(detail.find(({ path }) => path === 'category')?.message).toBe('项目类别：请从列表里选择');
  const empty = await draftOf(s, s.housing, '空的', { ...emptyDraft, name: '空的' });
  const all = (await tryMove(s.housing, empty, 'submit')).body as unknown as { detail: { path: string }[] };
  expect(new Set(all.detail.map(({ path }) => path)).size).toBe(all.detail.length);
});

test('a meeting that has not been held yet submits no list', async () => {
  const s = await yearInScreening();
  const one = await submitted(s, s.housing, '老旧小区改造');
  const body = {
    minutesNumber: '第12次',
    minutesDate: '2024-03-02',
    proposals: [{ id: one.id, version: one.version }],
  };
  expect((await s.office.ask(contract.submitList, { params: s.params, body })).refusal).toBe('meeting_in_future');
});

test('after a submission every file that is added or removed stands in the log; before it none', async () => {
  const s = await yearInScreening();
  const content = Buffer.from('%PDF-1.4\n%%EOF').toString('base64');
  const add = (one: Proposal) =>
    s.housing.call(contract.addAttachment, {
      params: { proposalId: one.id },
      body: { name: '图纸.pdf', content },
    });
  const remove = (one: Proposal, attachmentId: string) =>
    s.housing.call(contract.removeAttachment, { params: { proposalId: one.id, attachmentId } });
  const logged = async (type: string) =>
    (await s.world.database.sql(`SELECT entry FROM log_leaf WHERE entry LIKE '%"${type}"%'`)).length;
  const draft = await add(await add(await draftOf(s, s.housing, '老旧小区改造')));
  const kept = await remove(draft, draft.attachments[0]!.id);
  expect([await logged('proposal_file_added'), await logged('proposal_file_removed')]).toEqual([0, 0]);
  const sent = await move(s.housing, kept, 'submit');
  const back = await move(s.office, sent, 'return', '请再看');
  await remove(back, back.attachments[0]!.id);
  await add(back);
  expect([await logged('proposal_file_added'), await logged('proposal_file_removed')]).toEqual([1, 1]);
});

test('an empty file is refused as such, not as a kind that is not taken', async () => {
  const s = await yearInScreening();
  const draft = await draftOf(s, s.housing, '老旧小区改造');
  const add = (content: string) =>
    s.housing.ask(contract.addAttachment, { params: { proposalId: draft.id }, body: { name: '图纸.pdf', content } });
  expect((await add('')).refusal).toBe('file_empty');
  expect((await add(Buffer.from('文字').toString('base64'))).refusal).toBe('file_kind_unknown');
});
