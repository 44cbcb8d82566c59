import * as contract from '@piaojue/contract';
import { expect, test } from 'vitest';
import { dialects } from '../../../../db/src/testing/databases.js';
import { decide, everybodyFor, listBeforeCommittee, type Screening } from '../testing/screening.js';
import { fresh } from '../testing/world.js';

const names = ['老旧小区改造', '农村公路', '口袋公园'];
const lost = {
  meeting: '区二届人大常委会第九次会议',
  heldOn: '2024-02-22',
  vote: { members: 31, present: 25, for: 15, against: 8, abstain: 2 },
};

const notCarried = (s: Screening, body: Partial<typeof lost> = {}) =>
  s.clerk.ask(contract.recordNotCarried, { params: s.params, body: { ...lost, ...body } });
const earlier = async (s: Screening, who = s.member) =>
  (await who.call(contract.readPapers, { params: s.params })).earlier;
const stateOf = async (s: Screening) => (await s.clerk.call(contract.readYear, { params: s.params })).state;
const entries = async (s: Screening, type: string) =>
  (await s.world.database.sql(`SELECT entry FROM log_leaf WHERE entry LIKE '%${type}%'`)).map(({ entry }) =>
    String(entry),
  );
async function correct(s: Screening, given: Partial<contract.BodyOf<typeof contract.correctDecision>> = {}) {
  await fresh(s.clerk);
  const { list } = await s.clerk.call(contract.readCandidates, { params: s.params });
  return s.clerk.ask(contract.correctDecision, {
    params: s.params,
    body: { candidatesHash: list.candidatesHash ?? '', reason: '票数记错了', ...given },
  });
}
async function draftVote(s: Screening) {
  const sitting = await s.clerk.call(contract.createSitting, { body: { title: '第四次会议', year: 2024 } });
  const vote = await s.clerk.call(contract.createVote, {
    params: { sittingId: sitting.id },
    body: { title: '票决', kind: 'approve_only', group: 'Ed25519', places: 2 },
  });
  await s.clerk.call(contract.takeCandidates, { params: { voteId: vote.id } });
  return vote;
}

test('R-LIST-06: a vote that is not carried is recorded once, and the list can be decided on later', async () => {
  const { s, ids } = await listBeforeCommittee(names);
  expect((await decide(s, ids, { vote: lost.vote })).refusal).toBe('no_majority');
  expect((await notCarried(s, { vote: everybodyFor })).refusal).toBe('majority_reached');
  expect((await notCarried(s, { vote: { ...lost.vote, for: 14 } })).refusal).toBe('votes_do_not_sum');
  expect((await notCarried(s, { heldOn: '2099-01-01' })).refusal).toBe('day_in_future');
  expect((await Promise.all([notCarried(s), notCarried(s)])).map(({ status }) => status)).toEqual([200, 200]);
  expect(await entries(s, 'committee_voted')).toHaveLength(1);
  expect(await earlier(s)).toMatchObject([
    {
      kind: 'not_carried',
      decision: { for: 15, needed: 16, meeting: lost.meeting },
      candidates: [],
      correctedBy: null,
    },
  ]);
  // A delegate reads what everybody may read.
  expect(await earlier(s, s.delegate)).toEqual([]);
  expect((await decide(s, ids)).status).toBe(200);
  expect(await earlier(s)).toHaveLength(1);
});

test.each(dialects)(
  'a decision recorded wrongly is taken back before it is public on %s: what was recorded stays, and the next one stands',
  async (dialect) => {
    const { s, ids } = await listBeforeCommittee(names, { dialect });
    await decide(s, ids.slice(0, 2), { acceptsDifferential: true });
    const { list } = await s.clerk.call(contract.readCandidates, { params: s.params });
    const vote = await draftVote(s);

    expect((await correct(s, { candidatesHash: 'x' })).refusal).toBe('conflict');
    const done = await correct(s);
    expect(done.body).toEqual({ drafts: 1 });
    expect(await stateOf(s)).toBe('standing_committee_review');
    const { candidates } = await s.clerk.call(contract.readVote, { params: { voteId: vote.id } });
    expect(candidates).toEqual([]);
    const { papers } = await s.clerk.call(contract.readPapers, { params: s.params });
    expect(papers.map(({ state, listNumber }) => [state, listNumber])).toEqual([
      ['listed', 1],
      ['listed', 2],
      ['listed', 3],
    ]);
    expect(await earlier(s)).toMatchObject([
      {
        kind: 'corrected',
        reason: '票数记错了',
        candidatesHash: list.candidatesHash,
        candidates: [
          { listNumber: 1, name: names[0] },
          { listNumber: 2, name: names[1] },
        ],
      },
    ]);
    // The reason may name projects that nobody outside has heard of.
    for (const entry of await entries(s, 'committee_record_corrected')) expect(entry).not.toContain('票数记错了');

    expect((await decide(s, ids)).body).toMatchObject({ candidates: 3 });
    await s.clerk.call(contract.takeCandidates, { params: { voteId: vote.id } });
    expect((await s.clerk.call(contract.readVote, { params: { voteId: vote.id } })).candidates).toHaveLength(3);
    await expect(s.world.database.sql(`UPDATE committee_record SET reason = 'x'`)).rejects.toThrow(/append-only/);
    await expect(s.world.database.sql(`DELETE FROM committee_record`)).rejects.toThrow(/append-only/);
    await expect(s.world.database.sql(`UPDATE year_list SET candidates = 'x'`)).rejects.toThrow(/stays/);
    // Without its record beside, the database keeps a decision, also from somebody who writes in it by hand.
    await expect(
      s.world.database.sql(
        `UPDATE year_list SET decision = NULL, decided_by = NULL, decided_at = NULL, candidates = NULL, candidates_hash = NULL`,
      ),
    ).rejects.toThrow(/stays/);
  },
);

test('what is public, or waits to be, is not taken back', async () => {
  const { s, ids } = await listBeforeCommittee(names);
  await decide(s, ids);
  const { list } = await s.clerk.call(contract.readCandidates, { params: s.params });
  const prepare = () => s.clerk.call(contract.prepareCandidateList, { params: s.params, body: { title: '候选项目' } });
  const waiting = await prepare();
  expect((await correct(s)).refusal).toBe('disclosure_waiting');
  await s.clerk.call(contract.withdrawDisclosure, { params: { ...s.params, disclosureId: waiting.id } });
  const { id } = await prepare();
  await fresh(s.member);
  await s.member.call(contract.publishDisclosure, { params: { ...s.params, disclosureId: id } });
  expect((await correct(s)).refusal).toBe('already_published');
  // Nor by hand, with a record beside.
  await s.world.database.sql(
    `INSERT INTO committee_record (id, year, kind, decision, decided_by, decided_at, candidates_hash, corrected_by, reason) SELECT 'r', year, 'corrected', decision, decided_by, decided_at, '${list.candidatesHash}', decided_by, '' FROM year_list`,
  );
  await expect(s.world.database.sql(`UPDATE year_list SET decided_at = NULL, decision = NULL`)).rejects.toThrow(
    /stays/,
  );
});

test('a vote of the congress on these candidates that is past its draft holds the decision; one on others does not', async () => {
  const { s, ids } = await listBeforeCommittee(names);
  await decide(s, ids);
  const vote = await draftVote(s);
  await s.world.database.sql(`UPDATE vote SET state = 'frozen' WHERE id = '${vote.id}'`);
  const refused = await correct(s);
  expect([refused.refusal, refused.text.includes('票决')]).toEqual(['vote_under_way', true]);
  await s.world.database.sql(`UPDATE vote SET state = 'void' WHERE id = '${vote.id}'`);
  expect((await correct(s)).body).toEqual({ drafts: 0 });
});

test('a reserve that another year has taken up holds the decision', async () => {
  const { s, ids } = await listBeforeCommittee(names);
  await decide(s, ids.slice(0, 2), { acceptsDifferential: true });
  await s.world.database.sql(
    `INSERT INTO year (year, state, notice, per_person, places, least_surplus, version, created_at) VALUES (2025, 'screen', '', 3, 2, 20, 1, 'z')`,
  );
  const { version } = await s.office.call(contract.readProposal, { params: { proposalId: ids[2]! } });
  await s.office.call(contract.carryProposal, { params: { year: '2025' }, body: { proposalId: ids[2]!, version } });
  expect((await correct(s)).refusal).toBe('reserve_taken_up');
});

test('who is not the clerk takes no decision back', async () => {
  const { s, ids } = await listBeforeCommittee(names);
  await decide(s, ids);
  const { list } = await s.clerk.call(contract.readCandidates, { params: s.params });
  for (const person of [s.office, s.member, s.housing, s.auditor]) {
    const asked = await person.ask(contract.correctDecision, {
      params: s.params,
      body: { candidatesHash: list.candidatesHash ?? '', reason: '票数记错了' },
    });
    expect(asked.status).toBe(403);
  }
});
