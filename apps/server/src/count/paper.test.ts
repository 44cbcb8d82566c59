import * as contract from '@piaojue/contract';
import { digestOf } from '@piaojue/record';
import { describe, expect, test } from 'vitest';
import { dialects } from '../../../../db/src/testing/databases.js';
import { closedVote, noPaper, openBox, tally, sign } from '../testing/situations.js';
import { fresh } from '../testing/world.js';

/** Papers of approve-only ballots: `votes` for each project, the others abstain. */
const papers = (valid: number, votes: readonly number[], heads: Partial<contract.PaperTotals> = {}) => ({
  ...noPaper(votes.length),
  returned: valid,
  projects: votes.map((yes, i) => ({ listNumber: i + 1, for: yes, against: 0, abstain: valid - yes })),
  ...heads,
});

test('R-COUNT-03 to R-COUNT-05: totals that would make the report contradict itself are refused before the box is opened, each with its sentence', async () => {
  const sitting = await closedVote();
  const { teller, voteId, clerk } = sitting;
  await fresh(teller);
  const enter = (totals: contract.PaperTotals) =>
    teller.ask(contract.enterPaper, { params: { voteId }, body: { totals } });
  const good = papers(2, [2, 2, 1, 1, 0]);
  const wrong: readonly (readonly [contract.PaperTotals, RegExp])[] = [
    [{ ...good, issued: 1 }, /多于实到代表8人/],
    [papers(2, [2, 2, 2, 1, 0]), /赞成票合计7票，多于有效票2张每张最多3项的6票/],
    [
      { ...good, projects: good.projects.with(3, { listNumber: 4, for: 1, against: 1, abstain: 0 }) },
      /第4号项目有反对票1票/,
    ],
    [{ ...good, invalidOverPick: 3 }, /无效票3张，多于收回的2张/],
    [{ ...good, invalidOverPick: 1 }, /第1号项目赞成2票，多于有效票1张/],
    [{ ...good, projects: good.projects.slice(1) }, /与候选项目名单不符/],
  ];
  for (const [totals, sentence] of wrong) {
    const { status, refusal, text } = await enter(totals);
    expect([status, refusal], text).toEqual([422, 'paper_inconsistent']);
    expect(text).toMatch(sentence);
  }
  await tally(sitting, good);
  await openBox(sitting);
  expect((await clerk.call(contract.readVote, { params: { voteId } })).outcome?.kind).toBe('decided');
});

test('R-08: what came out of the paper box counts only when a second person has confirmed it, and the box is not opened meanwhile', async () => {
  const sitting = await closedVote();
  const { teller, clerk, scrutineer, voteId, world } = sitting;
  await fresh(teller, clerk, scrutineer);
  const enter = (person: typeof clerk, totals: contract.PaperTotals) =>
    person.ask(contract.enterPaper, { params: { voteId }, body: { totals } });
  const open = () => teller.ask(contract.tallyVote, { params: { voteId } });
  const counted = papers(2, [2, 2, 1, 1, 0]);
  expect((await enter(teller, counted)).body).toMatchObject({
    paper: null,
    pending: [{ act: 'enter', given: { totals: counted }, note: '纸质票另外发出0张，收回2张，无效0张' }],
  });
  expect((await open()).refusal).toBe('paper_missing');
  for (const person of [teller, clerk]) expect((await enter(person, counted)).refusal).toBe('wrong_person');
  // As many ballots, one vote elsewhere: not what was asked for.
  expect((await enter(scrutineer, papers(2, [2, 2, 1, 0, 1]))).refusal).toBe('differs_from_request');
  expect((await enter(scrutineer, counted)).body).toMatchObject({ paper: counted, pending: [] });
  // Counted again, by two again; the scrutineer may type, and the box waits for the second.
  expect((await enter(scrutineer, noPaper(5))).body.pending).toMatchObject([{ note: '没有纸质票' }]);
  expect((await open()).refusal).toBe('paper_pending');
  expect((await enter(clerk, noPaper(5))).body.paper).toEqual(noPaper(5));
  const entries = (
    await world.database.sql(`SELECT entry FROM log_leaf WHERE entry LIKE '%paper_totals_entered%' ORDER BY seq`)
  ).map(({ entry }) => (JSON.parse(String(entry)) as { data: Record<string, unknown> }).data);
  expect(entries).toMatchObject([
    { totals: digestOf(counted), by: [teller.accountId, scrutineer.accountId] },
    { totals: digestOf(noPaper(5)), by: [scrutineer.accountId, clerk.accountId] },
  ]);
  expect((await open()).status).toBe(200);
  expect((await enter(teller, counted)).refusal).toBe('wrong_phase');
});

describe.each(dialects)('a correction after the count on %s', (dialect) => {
  test('R-08, T22: two people correct the papers of an inconsistent or mistaken report before it is confirmed; the outcome is made again from the same electronic totals, and the log holds both', async () => {
    const sitting = await closedVote({ dialect });
    const { teller, clerk, scrutineer, chair, voteId, world } = sitting;
    // Typed 5 for 2: more ballots come back than were issued, and the outcome is void.
    const mistaken = papers(5, [5, 5, 5, 0, 0]);
    const right = papers(2, [0, 0, 0, 2, 2]);
    await tally(sitting, mistaken);
    await openBox(sitting);
    const before = await clerk.call(contract.readVote, { params: { voteId } });
    expect(before.outcome?.kind).toBe('void');
    const correct = (person: typeof clerk, totals = right, reason = '收回数多记了三张') =>
      person.ask(contract.correctPaper, { params: { voteId }, body: { totals, reason } });
    await fresh(teller, clerk, scrutineer, chair);
    await sign(sitting);

    expect((await correct(teller, mistaken)).refusal).toBe('paper_unchanged');
    expect((await correct(teller, papers(2, [2, 2, 2, 2, 2]))).refusal).toBe('paper_inconsistent');
    expect((await correct(teller)).body).toMatchObject({
      state: 'counted',
      outcome: { kind: 'void' },
      pending: [{ act: 'correct', given: { totals: right, reason: '收回数多记了三张' } }],
    });
    // Clerk and teller are one side; and while it stands, nothing is confirmed.
    expect((await correct(clerk)).refusal).toBe('wrong_person');
    const confirm = () =>
      chair.ask(contract.confirmOutcome, { params: { voteId }, body: { decision: '', chosen: [] } });
    expect((await confirm()).refusal).toBe('paper_pending');
    const other = await correct(scrutineer, papers(2, [1, 1, 0, 0, 0]));
    expect([other.status, other.refusal]).toEqual([409, 'differs_from_request']);
    expect(other.text).toContain('纸质票另外发出0张，收回2张，无效0张；原因：收回数多记了三张');

    const { body } = await correct(scrutineer);
    expect(body).toMatchObject({ state: 'counted', paper: right, pending: [], hall: { reportSigned: false } });
    expect(body.outcome?.kind).toBe('decided');
    const electronic = (vote: contract.Vote) => vote.outcome?.projects.map((line) => line.electronic);
    expect(electronic(body)).toEqual(electronic(before));
    expect(body.outcome?.projects.map((line) => line.paper.for)).toEqual([0, 0, 0, 2, 2]);
    const [entry] = (
      await world.database.sql(`SELECT entry FROM log_leaf WHERE entry LIKE '%paper_totals_corrected%'`)
    ).map(({ entry: text }) => JSON.parse(String(text)) as { data: Record<string, unknown> });
    expect(entry?.data).toMatchObject({
      before: digestOf(mistaken),
      totals: digestOf(right),
      reason: '收回数多记了三张',
      outcome: 'decided',
      by: [teller.accountId, scrutineer.accountId],
    });
    // The corrected report is signed anew.
    expect((await confirm()).refusal).toBe('hall_not_recorded');
    await sign(sitting);
    expect((await confirm()).status).toBe(200);
    expect((await correct(teller, mistaken)).refusal).toBe('wrong_phase');
  });
});
