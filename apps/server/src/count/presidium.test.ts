import * as contract from '@piaojue/contract';
import { expect, test } from 'vitest';
import { countedVote, stateOf } from '../testing/situations.js';

/** Project 1 has eight votes; 2, 3 and 4 have five each for two places. */
const tied = ['11100', '11100', '11010', '11010', '10110', '10110', '10110', '11000'];

test('R-REVOTE-03: a decision of the presidium that does not fit is refused in a sentence, one that fits is the result', async () => {
  const sitting = await countedVote({ rules: { tieAtCut: 'presidium' } }, tied);
  const { chair, voteId } = sitting;
  const confirm = (chosen: number[], decision = '主席团第三次会议决定') =>
    chair.ask(contract.confirmOutcome, { params: { voteId }, body: { decision, chosen } });
  expect((await confirm([2, 3], '')).refusal).toBe('decision_needed');
  const tooMany = await confirm([2, 3, 4]);
  expect([tooMany.status, tooMany.refusal]).toEqual([422, 'decision_invalid']);
  expect(tooMany.text).toContain('所选项目多于剩余名额，请减少所选项目。');
  expect((await confirm([1])).text).toContain('所选项目不在需要决定的项目中');
  expect(await stateOf(sitting)).toBe('counted');
  const { body } = await confirm([2, 4]);
  expect(body).toMatchObject({ state: 'confirmed', outcome: { kind: 'decided' } });
  expect(body.outcome?.projects.map(({ status }) => status)).toEqual([
    'adopted',
    'adopted',
    'not_adopted_by_presidium',
    'adopted',
    'not_adopted_below_majority',
  ]);
});

/** Project 1 has eight votes, the others fewer than half of eight. */
const short = ['11000', '11000', '10100', '10100', '10010', '10010', '10001', '10000'];

test('R-SHORT-04: of places that stay vacant the presidium decides one of three courses, and what it decided is what happens', async () => {
  for (const [course, kind, next] of [
    ['leave_vacant', 'shortfall', 'fewer_stand'],
    ['next_session', 'shortfall', 'next_session'],
    ['revote', 'shortfall', 'revote_now'],
  ] as const) {
    const sitting = await countedVote({ rules: { shortfall: 'presidium' } }, short);
    const { chair, clerk, voteId } = sitting;
    const body = { decision: '主席团第三次会议决定', chosen: [], course };
    expect(
      (await chair.ask(contract.confirmOutcome, { params: { voteId }, body: { ...body, decision: '' } })).refusal,
    ).toBe('decision_needed');
    const { outcome } = await chair.call(contract.confirmOutcome, { params: { voteId }, body });
    expect(outcome).toMatchObject({ kind, next });
    const revote = await clerk.ask(contract.openRevote, { params: { voteId } });
    expect(revote.refusal ?? revote.body.round).toBe(course === 'revote' ? 2 : 'no_revote_due');
  }
});

test('R-SHORT-01: by default the places stay vacant, and the presidium may open one re-vote instead', async () => {
  const sitting = await countedVote({}, short);
  const { chair, clerk, voteId } = sitting;
  const { outcome } = await clerk.call(contract.readVote, { params: { voteId } });
  expect(outcome).toMatchObject({ kind: 'shortfall', next: 'fewer_stand' });
  const confirm = (body: { decision: string; course?: 'revote' }) =>
    chair.ask(contract.confirmOutcome, { params: { voteId }, body: { chosen: [], ...body } });
  expect((await confirm({ decision: '写了决定而没有选' })).refusal).toBe('decision_invalid');
  const decided = await confirm({ decision: '主席团决定再次投票', course: 'revote' });
  expect(decided.body.outcome, decided.text).toMatchObject({ kind: 'shortfall', next: 'revote_now' });
  expect((await clerk.call(contract.openRevote, { params: { voteId } })).round).toBe(2);
});

test('where nothing is left to decide, no decision of the presidium is taken', async () => {
  const sitting = await countedVote();
  const { chair, voteId } = sitting;
  for (const body of [
    { decision: '主席团决定列入第5号项目', chosen: [] },
    { decision: '', chosen: [5] },
    { decision: '', chosen: [], course: 'revote' as const },
  ])
    expect((await chair.ask(contract.confirmOutcome, { params: { voteId }, body })).refusal).toBe('decision_invalid');
  expect(await stateOf(sitting)).toBe('counted');
});
