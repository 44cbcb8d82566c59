import { expect, test } from 'vitest';
import { currentStep, gate, hallActsDone, hallObstacles, type HallAct } from './sitting-gate.js';
import type { SittingFacts } from './sitting-facts.js';
import { sittingStepIds, sittingSteps, type SittingStepId } from './sitting-steps.js';
import { finishedSitting } from './testing/situations.js';
import { voteStates } from './vote-states.js';

test('the script has one card per step, in order, each with words to say', () => {
  expect(sittingSteps.map(({ id }) => id)).toEqual([...sittingStepIds]);
  for (const { lines, actors, title } of sittingSteps) {
    expect(title).not.toBe('');
    expect(actors.length).toBeGreaterThan(0);
    for (const line of lines(finishedSitting())) expect(line).toMatch(/[。；]$/);
  }
});

test('the chair says the numbers as they are', () => {
  const linesOf = (id: SittingStepId, facts: SittingFacts) => sittingSteps.find((step) => step.id === id)?.lines(facts);
  expect(linesOf('count_present', finishedSitting())).toEqual([
    '本次会议应到代表235名，实到207名，符合法定人数，可以票决。',
  ]);
  expect(linesOf('count_present', finishedSitting({ present: 156 }))?.[0]).toContain('不足法定人数');
  expect(linesOf('report_returned', finishedSitting())).toEqual([
    '据总监票人报告，发出表决票207张，收回207张，收回数等于发出数，本次票决有效。现在计票。',
  ]);
  expect(linesOf('report_returned', finishedSitting({ returned: 208 }))?.[0]).toContain('本次票决无效');
  expect(linesOf('report_returned', finishedSitting({ returned: 205 }))?.[0]).toContain('少于');
  expect(linesOf('report_returned', finishedSitting({ returned: null }))?.[0]).toContain('请总监票人报告');
});

test('with everything done every gate is open', () => {
  for (const step of sittingStepIds) expect(gate(step, finishedSitting())).toEqual({ open: true, missing: [] });
  expect(currentStep(finishedSitting())).toBe('publish');
});

const spoilt: readonly (readonly [SittingStepId, Partial<SittingFacts>, string])[] = [
  ['count_present', { present: 156 }, 'R-QUORUM-01'],
  ['adopt_rules', { handsForRules: null }, 'R-MAJOR-01'],
  ['adopt_rules', { handsForRules: 117 }, 'R-MAJOR-01'],
  ['adopt_rules', { handsForScrutineers: 117 }, 'R-MAJOR-01'],
  ['check_boxes', { boxesSealed: false }, 'R-SITTING-01'],
  ['check_boxes', { electronicBoxEmpty: false }, 'R-SITTING-01'],
  ['issue_slips', { present: 156 }, 'R-QUORUM-02'],
  ['issue_slips', { issued: 0, left: 238, accepted: 0 }, 'R-SLIP-01'],
  ['issue_slips', { issued: 208, left: 30 }, 'R-SLIP-01'],
  ['issue_slips', { accepted: 208 }, 'R-SLIP-02'],
  ['issue_slips', { left: 30 }, 'R-SLIP-03'],
  ['issue_slips', { leftVoided: false }, 'R-SLIP-03'],
  ['issue_slips', { voteState: 'frozen' }, 'R-STATE-01'],
  ['vote', { voteState: 'ready' }, 'R-STATE-01'],
  ['vote', { voteState: 'open', accepted: 15 }, 'R-SLIP-02'],
  ['close', { voteState: 'closing' }, 'R-STATE-01'],
  ['report_returned', { returned: null }, 'R-COUNT-03'],
  ['report_returned', { returned: 208 }, 'R-COUNT-01'],
  ['report_returned', { invalid: 208 }, 'R-COUNT-03'],
  ['count', { voteState: 'tallying' }, 'R-STATE-01'],
  ['count', { outcome: null }, 'R-COUNT-04'],
  ['count', { outcome: 'inconsistent' }, 'R-COUNT-04'],
  ['count', { outcome: 'void' }, 'R-COUNT-01'],
  ['confirm', { reportSigned: false }, 'R-SITTING-01'],
  ['confirm', { outcome: 'presidium' }, 'R-REVOTE-03'],
  ['confirm', { voteState: 'counted' }, 'R-STATE-01'],
  ['announce', { announced: false }, 'R-SITTING-01'],
  ['publish', { voteState: 'confirmed' }, 'R-STATE-01'],
];

test('each fact that is missing shuts its gate with a rule and a sentence', () => {
  for (const [step, changes, rule] of spoilt) {
    const { open, missing } = gate(step, finishedSitting(changes));
    expect(open).toBe(false);
    expect(missing.map((obstacle) => obstacle.rule)).toContain(rule);
    for (const { sentence } of missing) expect(sentence).toMatch(/。$/);
  }
  expect(new Set(spoilt.map(([step]) => step))).toEqual(new Set(sittingStepIds));
});

test('R-SITTING-01: an act rests on what happened in the hall before it, and what is done rests on it for good', () => {
  const sentences = (act: HallAct, changes: Partial<SittingFacts> = {}) =>
    hallObstacles(act, finishedSitting(changes)).map(({ sentence }) => sentence);
  for (const act of ['open', 'confirm', 'publish'] as const) expect(sentences(act)).toEqual([]);
  expect(sentences('open', { handsForRules: 117, boxesSealed: false })).toEqual([
    '票决办法得117票，全体代表过半数需118票，未通过。',
    '纸质票箱还没有检查并密封。',
  ]);
  expect(sentences('confirm', { reportSigned: false, announced: false })).toEqual([
    '总监票人还没有在计票结果报告单上签字。',
  ]);
  expect(sentences('publish', { announced: false })).toEqual(['结果还没有在会场宣布。']);
  expect(hallActsDone('ready')).toEqual([]);
  expect(hallActsDone('suspended')).toEqual(['open']);
  expect(hallActsDone('counted')).toEqual(['open']);
  expect(hallActsDone('published')).toEqual(['open', 'confirm', 'publish']);
  expect(hallActsDone('void')).toEqual([]);
});

test('a void vote has reached nothing, and a suspended one is still open', () => {
  for (const step of ['issue_slips', 'vote', 'close', 'count', 'confirm', 'publish'] as const) {
    expect(gate(step, finishedSitting({ voteState: 'void' })).open).toBe(false);
  }
  expect(gate('vote', finishedSitting({ voteState: 'suspended' })).open).toBe(true);
  expect(gate('close', finishedSitting({ voteState: 'suspended' })).open).toBe(false);
  for (const voteState of voteStates) expect(sittingStepIds).toContain(currentStep(finishedSitting({ voteState })));
});

test('the console stands at the first step that is not finished', () => {
  const atStart = finishedSitting({ handsForRules: null, boxesSealed: false, voteState: 'frozen' });
  expect(currentStep(atStart)).toBe('adopt_rules');
  expect(currentStep(finishedSitting({ voteState: 'open', returned: null, invalid: null, outcome: null }))).toBe(
    'close',
  );
});
