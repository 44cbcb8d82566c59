import type { AnyMark } from '../ballot/draft.js';
import type { BallotKind } from '@piaojue/ballot-crypto';

/** A demonstration's approvals per project in list order, for `ballots` ballots (domain.md 3.2). */
export interface Scene {
  readonly name: 'T01' | 'T09';
  readonly ballots: number;
  readonly rounds: readonly (readonly number[])[];
}

const tie = [...Array.from({ length: 18 }, (_, i) => 190 - 2 * i), 148, 148, 148, 120, 110, 100, 90];

export const scenes: Readonly<Record<'ordinary' | 'tie', Scene>> = {
  /** T01: 23 of 25 pass, 20 are chosen. */
  ordinary: {
    name: 'T01',
    ballots: 205,
    rounds: [
      [
        196, 188, 175, 190, 181, 162, 150, 178, 158, 171, 183, 176, 169, 166, 149, 147, 160, 141, 135, 168, 112, 153,
        104, 120, 131,
      ],
      [121, 110, 98],
    ],
  },
  /** T09: three projects level for the last two places, then a second round. */
  tie: { name: 'T09', ballots: 205, rounds: [tie, [121, 110, 98]] },
};

/** The scene's approvals for this vote and so many ballots: never more than there are ballots, nor than the cap allows. */
export function approvalsFor(scene: Scene, round: number, projects: number, ballots: number, cap: number): number[] {
  const given = scene.rounds[Math.min(round, scene.rounds.length) - 1] ?? [];
  const scale = ballots < scene.ballots ? ballots / scene.ballots : 1;
  const counts = Array.from({ length: projects }, (_, i) => Math.min(ballots, Math.floor((given[i] ?? 80) * scale)));
  // A list longer than the scene's, or a smaller cap, may ask for more than all ballots can hold.
  for (let over = counts.reduce((a, b) => a + b, 0) - cap * ballots; over > 0; over -= 1) {
    const most = counts.indexOf(Math.max(...counts));
    counts[most] = counts[most]! - 1;
  }
  return counts;
}

/**
 * Ballots with exactly these approvals per project and none over the cap. Each project's marks go to the ballots with
 * the most room left, ties by `roll`; that always works when the approvals fit at all.
 * @param roll a number in 0..1 for each call
 */
export function ballotsWith(
  kind: BallotKind,
  approvals: readonly number[],
  ballots: number,
  cap: number,
  roll: () => number,
): AnyMark[][] {
  const made = Array.from({ length: ballots }, () => ({ marks: approvals.map((): AnyMark => 'abstain'), room: cap }));
  for (const [project, wanted] of approvals.entries()) {
    const order = made
      .map((ballot) => ({ ballot, tie: roll() }))
      .sort((a, b) => b.ballot.room - a.ballot.room || a.tie - b.tie);
    for (const [i, { ballot }] of order.entries()) {
      if (i < wanted) {
        if (kind !== 'satisfaction' && ballot.room < 1) throw new RangeError(`no room for project ${project + 1}`);
        ballot.room -= 1;
        ballot.marks[project] = kind === 'satisfaction' ? 'satisfied' : 'for';
      } else ballot.marks[project] = otherMark(kind, roll());
    }
  }
  return made.map(({ marks }) => marks);
}

/** Whole minutes that the rest will take at the pace so far, at least one; undefined while there is no pace to go by. */
export function minutesLeft(elapsedMs: number, done: number, planned: number): number | undefined {
  if (done < 4 || done >= planned) return undefined;
  return Math.max(1, Math.round(((elapsedMs / done) * (planned - done)) / 60_000));
}

function otherMark(kind: BallotKind, roll: number): AnyMark {
  switch (kind) {
    case 'approve_only':
      return 'abstain';
    case 'for_against_abstain':
      return roll < 0.6 ? 'against' : 'abstain';
    case 'satisfaction':
      return roll < 0.6 ? 'basically_satisfied' : roll < 0.8 ? 'dissatisfied' : 'abstain';
  }
}
