import { createHash } from 'node:crypto';
import * as contract from '@piaojue/contract';
import { describe, expect, test } from 'vitest';
import { dialects } from '../../../../db/src/testing/databases.js';
import { idea } from '../testing/samples/idea.js';
import {
  decide,
  draftOf,
  everybodyFor,
  listBeforeCommittee,
  marked,
  move,
  putInOrder,
  shortList,
  submitTheList,
  submitted,
  tryMove,
  wholeFields,
  yearInScreening,
  type Screening,
} from '../testing/screening.js';

const names = ['老旧小区改造', '农村公路', '口袋公园'];
const suggest = (s: Screening, title: string) =>
  s.clerk.call(contract.addSuggestion, {
    params: s.params,
    body: {
      channel: 'clerk',
      sourceRef: null,
      receivedOn: null,
      suggestion: idea({ category: '城乡住房', title, content: `${title}，请办理。` }),
    },
  });
const entriesOf = async (s: Screening): Promise<string[]> =>
  (await s.world.database.sql('SELECT entry FROM log_leaf ORDER BY seq')).map(({ entry }) => String(entry));
const stateOfYear = async (s: Screening) => (await s.clerk.call(contract.readYear, { params: s.params })).state;

describe.each(dialects)('from a draft to the ballot on %s', (dialect) => {
  test('a proposal goes through every house, none skipped, and stands on the ballot with its origin', async () => {
    const s = await yearInScreening({ dialect });
    const { params } = s;
    const first = await suggest(s, '小区没有电梯');
    const second = await suggest(s, '小区要装电梯');
    await s.clerk.call(contract.showSuggestions, { body: { seqs: [first.seq], shown: true } });
    await s.world.database.sql(
      `UPDATE suggestion SET state = 'merged', merged_into = ${first.seq} WHERE seq = ${second.seq}`,
    );

    let one = await draftOf(s, s.housing, names[0]!);
    one = await s.housing.call(contract.setOrigins, {
      params: { proposalId: one.id },
      body: { version: one.version, seqs: [first.seq] },
    });
    expect(one.suggestionCount).toBe(2);
    one = await move(s.housing, one, 'submit');
    expect([one.state, one.code]).toEqual(['submitted', '2024-01']);
    one = await move(s.office, await marked(s.office, one), 'shortlist');
    const others = [
      await move(s.office, await marked(s.office, await submitted(s, s.roads, names[1]!)), 'shortlist'),
      await move(s.office, await marked(s.office, await submitted(s, s.roads, names[2]!)), 'shortlist'),
    ];
    const ids = [one.id, ...others.map(({ id }) => id)];
    const order = [ids[1]!, ids[0]!, ids[2]!];
    await putInOrder(s, order);
    const sent = await submitTheList(s, [one, ...others]);
    expect(sent.body).toMatchObject({ listed: 3 });
    expect(await stateOfYear(s)).toBe('standing_committee_review');

    const papers = await s.member.call(contract.readPapers, { params });
    expect(papers.papers.map(({ id, listNumber }) => [id, listNumber])).toEqual(order.map((id, i) => [id, i + 1]));
    expect(papers.papers[1]!.fields.suggestionCount).toBe(2);

    const decided = await decide(s, [ids[0]!, ids[2]!, ids[1]!]);
    expect(decided.body).toMatchObject({ candidates: 3, reserves: 0 });
    expect(await stateOfYear(s)).toBe('candidates_fixed');

    const sitting = await s.clerk.call(contract.createSitting, { body: { title: '第四次会议', year: 2024 } });
    const vote = await s.clerk.call(contract.createVote, {
      params: { sittingId: sitting.id },
      body: { title: '票决', kind: 'approve_only', group: 'Ed25519', places: 2 },
    });
    const taken = await s.clerk.call(contract.takeCandidates, { params: { voteId: vote.id } });
    expect(taken.imported).toBe(3);
    const { candidates } = await s.clerk.call(contract.readVote, { params: { voteId: vote.id } });
    expect(candidates.map(({ listNumber, fields }) => [listNumber, fields.name])).toEqual([
      [1, names[0]],
      [2, names[2]],
      [3, names[1]],
    ]);
    expect(candidates[0]!.fields).toEqual({
      ...wholeFields(names[0]!),
      code: '2024-01',
      leadUnit: '区住建局',
      suggestionCount: 2,
      // Who is in charge is for the offices: not on the ballot.
      contact: '',
      readiness: '',
      note: '',
    });

    const types = (await entriesOf(s)).map((entry) => (JSON.parse(entry) as { type: string }).type);
    for (const type of ['proposal_submitted', 'proposal_shortlisted', 'list_submitted', 'committee_voted'])
      expect(types).toContain(type);
  });
});

describe('the list of the government', () => {
  test('it is submitted once, as the person saw it: a change in between is a conflict', async () => {
    const s = await yearInScreening();
    const list = await shortList(s, names);
    expect((await submitTheList(s, list.slice(1))).refusal).toBe('conflict');
    expect(
      (
        await submitTheList(
          s,
          list.map((each) => ({ ...each, version: each.version - 1 })),
        )
      ).refusal,
    ).toBe('conflict');
    // A meeting of the government before anything was collected is a slip of the year.
    await s.world.database.sql(`UPDATE year SET collect_from = '2024-02-21'`);
    expect((await submitTheList(s, list)).refusal).toBe('meeting_too_early');
    await s.world.database.sql(`UPDATE year SET collect_from = '2024-02-20'`);
    expect((await submitTheList(s, list)).status).toBe(200);
    expect((await submitTheList(s, list)).refusal).toBe('wrong_phase');
  });

  test('a project whose criteria are not all marked with a reason keeps the list back', async () => {
    const s = await yearInScreening();
    const one = await move(s.office, await submitted(s, s.housing, names[0]!), 'shortlist');
    await putInOrder(s, [one.id]);
    const sent = await submitTheList(s, [one]);
    expect([sent.refusal, (sent.body as { detail?: unknown }).detail]).toEqual(['sheet_incomplete', [names[0]]]);
    const noReason = await s.office.ask(contract.setMarks, {
      params: { proposalId: one.id },
      body: { version: one.version, marks: [{ criterion: 'lawful', met: 'yes', score: 5, reason: ' ' }] },
    });
    expect(noReason.refusal).toBe('malformed');
  });

  test('without an order, or with an order of something else, there is no list', async () => {
    const s = await yearInScreening();
    const one = await move(s.office, await marked(s.office, await submitted(s, s.housing, names[0]!)), 'shortlist');
    expect((await submitTheList(s, [one])).refusal).toBe('list_unordered');
    const other = await submitted(s, s.roads, names[1]!);
    const order = (before: string[], after: string[]) =>
      s.office.ask(contract.setListOrder, { params: s.params, body: { before, order: after } });
    expect((await order([], [one.id])).refusal).toBe('conflict');
    expect((await order([one.id], [other.id])).refusal).toBe('order_incomplete');
    expect((await order([one.id], [one.id, one.id])).refusal).toBe('order_incomplete');
  });

  test('the password is asked again before the list goes, and before the decision', async () => {
    const { s, ids } = await listBeforeCommittee(names);
    s.world.clock.advance(6 * 60_000);
    const { papers } = await s.clerk.call(contract.readPapers, { params: s.params });
    const asked = await s.clerk.ask(contract.decideCandidates, {
      params: s.params,
      body: {
        meeting: '会议',
        vote: everybodyFor,
        candidates: ids,
        acceptsDifferential: false,
        acceptsChanged: false,
        heldOn: '2024-02-25',
        listed: papers.map(({ id, version }) => ({ id, version })),
      },
    });
    expect(asked.refusal).toBe('stale_sign_in');
    expect(await stateOfYear(s)).toBe('standing_committee_review');
  });

  test('what was submitted stands by its hash in the log, and cannot be changed past the program', async () => {
    const { s } = await listBeforeCommittee(names);
    const [row] = await s.world.database.sql('SELECT list, list_hash FROM year_list');
    expect(createHash('sha256').update(String(row!['list'])).digest('hex')).toBe(row!['list_hash']);
    expect((await entriesOf(s)).join()).toContain(String(row!['list_hash']));
    await expect(s.world.database.sql(`UPDATE year_list SET list = '{}'`)).rejects.toThrow(/stays as it is/);
  });
});

describe('the standing committee decides', () => {
  test('R-LIST-06: with half of all members or less nothing is fixed, however many are for', async () => {
    const { s, ids } = await listBeforeCommittee(names);
    const half = await decide(s, ids, { vote: { members: 30, present: 20, for: 15, against: 0, abstain: 5 } });
    expect(half.refusal).toBe('no_majority');
    const wrong = await decide(s, ids, { vote: { members: 30, present: 20, for: 16, against: 0, abstain: 5 } });
    expect(wrong.refusal).toBe('votes_do_not_sum');
    expect(await stateOfYear(s)).toBe('standing_committee_review');
  });

  test('R-LIST-01: fewer candidates than the least surplus asks for are fixed only by whoever accepts that', async () => {
    const { s, ids } = await listBeforeCommittee(names);
    const two = ids.slice(0, 2);
    expect((await decide(s, two)).refusal).toBe('differential_too_small');
    const accepted = await decide(s, two, { acceptsDifferential: true });
    expect(accepted.body).toMatchObject({ candidates: 2, reserves: 1 });
    const { list, candidates, reserves } = await s.clerk.call(contract.readCandidates, { params: s.params });
    expect(list.decision).toMatchObject({ belowDifferential: true });
    expect(candidates.map(({ listNumber }) => listNumber)).toEqual([1, 2]);
    expect(reserves.map(({ name }) => name)).toEqual([names[2]]);
  });

  test('what was changed since the clerk read it, or is not on the list, is a conflict', async () => {
    const { s, ids } = await listBeforeCommittee(names);
    expect((await decide(s, [...ids, 'nobody234567nobody234567'])).refusal).toBe('conflict');
    expect((await decide(s, [ids[0]!, ids[0]!, ids[1]!])).refusal).toBe('conflict');
    expect((await decide(s, ids, { listed: ids.map((id) => ({ id, version: 1 })) })).refusal).toBe('conflict');
  });

  test('a project sent back is changed by its unit, goes through the office again and keeps its number', async () => {
    const { s, ids } = await listBeforeCommittee(names);
    const id = ids[1]!;
    const paperOf = async () =>
      (await s.member.call(contract.readPapers, { params: s.params })).papers.find((each) => each.id === id)!;
    const listed = await s.clerk.call(contract.readProposal, { params: { proposalId: id } });
    expect((await tryMove(s.clerk, listed, 'send_back')).refusal).toBe('reason_needed');
    let one = await move(s.clerk, listed, 'send_back', '请补充养护办法');
    expect((await decide(s, [ids[0]!, ids[2]!])).refusal).toBe('still_sent_back');

    one = await s.roads.call(contract.saveProposal, {
      params: { proposalId: id },
      body: { version: one.version, fields: { ...one.fields, content: '新的内容，含养护' }, note: null },
    });
    one = await move(s.roads, one, 'submit');
    // Members go on reading what lies before them until the government lists the change.
    expect(await paperOf()).toMatchObject({ open: true, fields: { content: `${names[1]}的建设内容和规模` } });
    const waiting = (await s.office.call(contract.readScreening, { params: s.params })).proposals;
    expect(waiting.filter(({ mayRelist }) => mayRelist)).toMatchObject([{ id, askedFor: ['请补充养护办法'] }]);
    const relist = (person = s.office, version = one.version) =>
      person.ask(contract.relistProposal, { params: { proposalId: id }, body: { version } });
    expect((await relist(s.clerk)).refusal).toBe('role_forbidden');
    expect((await relist(s.office, one.version - 1)).refusal).toBe('conflict');
    expect((await relist()).body).toMatchObject({ state: 'listed', stateReason: '', mayRelist: false });
    expect((await relist(s.office, one.version + 2)).refusal).toBe('wrong_phase');
    expect((await entriesOf(s)).at(-1)).toContain('"proposal_relisted"');
    expect(await paperOf()).toMatchObject({ open: false, listNumber: 2, fields: { content: '新的内容，含养护' } });
    expect((await decide(s, ids)).status).toBe(200);
  });

  test('a project that the government withdraws is out, and its number with it', async () => {
    const { s, ids } = await listBeforeCommittee(names);
    const listed = await s.office.call(contract.readProposal, { params: { proposalId: ids[0]! } });
    await move(s.office, listed, 'withdraw', '上级已安排');
    expect((await decide(s, ids)).refusal).toBe('conflict');
    const decided = await decide(s, ids.slice(1), { acceptsDifferential: true });
    expect(decided.body).toMatchObject({ candidates: 2, reserves: 0 });
  });

  test('nothing new comes onto the list once it lies before the standing committee', async () => {
    const s = await yearInScreening();
    const list = await shortList(s, names);
    const late = await submitted(s, s.housing, '来晚的项目');
    await submitTheList(s, list);
    for (const act of ['shortlist', 'reject', 'return'] as const)
      expect((await tryMove(s.office, late, act, '理由')).refusal, act).toBe('wrong_phase');
    const created = await s.housing.ask(contract.createProposal, { params: s.params, body: { name: '再来一个' } });
    expect(created.refusal).toBe('wrong_phase');
  });

  test('before the decision the ballot takes nothing from the year', async () => {
    const { s } = await listBeforeCommittee(names);
    const sitting = await s.clerk.call(contract.createSitting, { body: { title: '第四次会议', year: 2024 } });
    const vote = await s.clerk.call(contract.createVote, {
      params: { sittingId: sitting.id },
      body: { title: '票决', kind: 'approve_only', group: 'Ed25519', places: 2 },
    });
    const taken = await s.clerk.ask(contract.takeCandidates, { params: { voteId: vote.id } });
    expect([taken.status, taken.refusal]).toEqual([409, 'candidates_not_fixed']);
  });
});
