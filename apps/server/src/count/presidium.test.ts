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
