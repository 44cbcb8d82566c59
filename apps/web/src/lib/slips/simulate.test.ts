import { expect, test } from 'vitest';
import { approvalsFor, ballotsWith, minutesLeft, scenes } from './simulate.js';

function rollFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}
const sums = (marks: readonly (readonly string[])[]) =>
  marks[0]!.map((_, i) => marks.filter((ballot) => ballot[i] === 'for').length);

test('T01: 205 ballots carry exactly the approvals of the case, none more than 20', () => {
  const wanted = scenes.ordinary.rounds[0]!;
  expect(wanted.reduce((a, b) => a + b, 0)).toBe(3963);
  expect(approvalsFor(scenes.ordinary, 1, 25, 205, 20)).toEqual(wanted);
  const made = ballotsWith('for_against_abstain', wanted, 205, 20, rollFrom(3));
  expect(sums(made)).toEqual(wanted);
  expect(Math.max(...made.map((marks) => marks.filter((mark) => mark === 'for').length))).toBeLessThanOrEqual(20);
});

test('T09: three projects level across the last place; the second round 121, 110, 98', () => {
  const wanted = approvalsFor(scenes.tie, 1, 25, 205, 20);
  expect(wanted.reduce((a, b) => a + b, 0)).toBe(3978);
  expect(wanted.slice(17, 23)).toEqual([156, 148, 148, 148, 120, 110]);
  expect(sums(ballotsWith('for_against_abstain', wanted, 205, 20, rollFrom(5)))).toEqual(wanted);
  const second = approvalsFor(scenes.tie, 2, 3, 205, 2);
  expect(second).toEqual([121, 110, 98]);
  const made = ballotsWith('approve_only', second, 205, 2, rollFrom(7));
  expect(sums(made)).toEqual(second);
  expect(Math.max(...made.map((marks) => marks.filter((mark) => mark === 'for').length))).toBeLessThanOrEqual(2);
});

test('with fewer slips the case is scaled, and what is level stays level', () => {
  for (const ballots of [1, 2, 7, 40, 100, 203, 300]) {
    const wanted = approvalsFor(scenes.tie, 1, 25, ballots, 20);
    expect(wanted[18]).toBe(wanted[19]);
    expect(wanted[19]).toBe(wanted[20]);
    expect(sums(ballotsWith('for_against_abstain', wanted, ballots, 20, rollFrom(ballots)))).toEqual(wanted);
  }
});

test('a list and a cap that the case was not made for still give legal ballots', () => {
  for (const [projects, cap] of [
    [40, 5],
    [5, 3],
    [26, 20],
    [3, 1],
  ] as const) {
    const wanted = approvalsFor(scenes.ordinary, 1, projects, 60, cap);
    expect(sums(ballotsWith('approve_only', wanted, 60, cap, rollFrom(projects)))).toEqual(wanted);
  }
});

test('the rest of a simulation is told in minutes, once there is a pace to go by', () => {
  expect(minutesLeft(3000, 3, 205)).toBeUndefined();
  expect(minutesLeft(10_000, 10, 205)).toBe(3);
  expect(minutesLeft(200_000, 204, 205)).toBe(1);
  expect(minutesLeft(200_000, 205, 205)).toBeUndefined();
});
