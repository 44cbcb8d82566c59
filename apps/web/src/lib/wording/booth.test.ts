import { castBallot } from '@piaojue/contract';
import { expect, test } from 'vitest';
import { castRefusal, credentialProblem } from './booth.js';

test('every refusal of a cast has a sentence of its own and a next step', () => {
  const general = castRefusal('???', undefined);
  for (const refusal of Object.keys(castBallot.refusals)) {
    const said = castRefusal(refusal, undefined);
    expect(said.title, refusal).not.toBe(general.title);
    expect(said.next, refusal).toMatch(/。$/);
  }
  const before = castRefusal('ballot_not_open', { state: 'ready' });
  expect(before).not.toEqual(castRefusal('ballot_not_open', { state: 'closed' }));
});

test('a mistyped credential is answered by what is wrong with it', () => {
  expect(credentialProblem('')).toContain('请输入');
  expect(credentialProblem('投票')).toContain('汉字');
  expect(credentialProblem('0bcdEFGHJKLMNPQRSTUVWX')).toContain('“0”');
  expect(credentialProblem('abc*')).toContain('“*”');
  expect(credentialProblem('abcde-fghij')).toContain('还少 12 位');
  expect(credentialProblem('a'.repeat(23))).toContain('多了 1 位');
});
