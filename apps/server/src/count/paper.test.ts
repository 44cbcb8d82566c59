import * as contract from '@piaojue/contract';
import { expect, test } from 'vitest';
import { closedVote, noPaper, openBox, tally } from '../testing/situations.js';

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
  const enter = (body: contract.PaperTotals) => teller.ask(contract.setPaperTotals, { params: { voteId }, body });
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
  expect((await enter(good)).status).toBe(200);
  await tally(sitting, good);
  await openBox(sitting);
  expect((await clerk.call(contract.readVote, { params: { voteId } })).outcome?.kind).toBe('decided');
});
