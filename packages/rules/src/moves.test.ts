import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  actsNeedingTwoPeople,
  movesFor,
  needsTwoPeople,
  nextState,
  voteActNames,
  voteActs,
  voteMoves,
  voteStateNames,
  voteStates,
  type VoteState,
} from './vote-states.js';
import {
  nextYearState,
  yearActNames,
  yearActs,
  yearMoves,
  yearMovesFor,
  yearStateNames,
  yearStates,
} from './year-states.js';

/** The table once more, by hand: from, act, to. */
const listed: readonly (readonly [VoteState, string, VoteState])[] = [
  ['draft', 'discard', 'void'],
  ['draft', 'freeze', 'frozen'],
  ['frozen', 'prepare', 'ready'],
  ['ready', 'open', 'open'],
  ['open', 'suspend', 'suspended'],
  ['suspended', 'resume', 'open'],
  ['open', 'close', 'closing'],
  ['suspended', 'close', 'closing'],
  ['closing', 'seal', 'closed'],
  ['closed', 'tally', 'tallying'],
  ['tallying', 'count', 'counted'],
  ['closed', 'enter', 'closed'],
  ['counted', 'correct', 'counted'],
  ['counted', 'confirm', 'confirmed'],
  ['confirmed', 'publish', 'published'],
  ...(['frozen', 'ready', 'open', 'suspended', 'closing', 'closed', 'tallying', 'counted'] as const).map(
    (state) => [state, 'void', 'void'] as const,
  ),
];

describe('R-58: a vote moves by the listed acts only', () => {
  test('R-58: every state and every act, walked whole', () => {
    for (const state of voteStates) {
      for (const act of voteActs) {
        expect(nextState(state, act)).toBe(listed.find(([from, by]) => from === state && by === act)?.[2]);
      }
      expect(movesFor(state).toSorted()).toEqual(
        listed
          .filter(([from]) => from === state)
          .map(([, act]) => act)
          .toSorted(),
      );
    }
    expect(nextState('draft', 'toString' as never)).toBeUndefined();
    expect(nextState('draft', '__proto__' as never)).toBeUndefined();
  });

  test('R-58: for every sequence of acts the vote is where the list says, and never opens again after closing', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...voteActs), { maxLength: 60 }), (acts) => {
        let state: VoteState = 'draft';
        let closed = false;
        for (const act of acts) {
          const expected = listed.find(([from, by]) => from === state && by === act)?.[2];
          const next = nextState(state, act);
          expect(next).toBe(expected);
          state = next ?? state;
          closed ||= state === 'closing' || state === 'void';
          if (closed) expect(['draft', 'frozen', 'ready', 'open', 'suspended']).not.toContain(state);
        }
      }),
    ));

  test('every state is reached from the draft, and only published and void are ends', () => {
    const reached = new Set<VoteState>(['draft']);
    for (const state of reached) for (const next of Object.values(voteMoves[state])) reached.add(next);
    expect([...reached].toSorted()).toEqual([...voteStates].toSorted());
    expect(voteStates.filter((state) => movesFor(state).length === 0)).toEqual(['published', 'void']);
  });

  test('R-STATE-03: what cannot be undone needs two people', () => {
    expect(voteActs.filter(needsTwoPeople).toSorted()).toEqual([...actsNeedingTwoPeople].toSorted());
  });
});

describe('R-STATE-02: the year', () => {
  test('no state is skipped: each leads to the next, a change back to the works, a wrong record back to its review', () => {
    const straight = yearStates.filter((state) => state !== 'change');
    for (const [i, state] of straight.entries()) {
      const onward = Object.entries(yearMoves[state]).filter(
        ([act, next]) => next !== 'change' && act !== 'correct_candidates',
      );
      expect(onward.map(([, next]) => next)).toEqual(straight.slice(i + 1, i + 2));
    }
    expect(yearMoves.candidates_fixed.correct_candidates).toBe('standing_committee_review');
    expect(yearMovesFor('carry_out')).toContain('request_change');
    expect(yearMoves.change).toEqual({ settle_change: 'carry_out' });
  });

  test('every state and every act, walked whole', () => {
    let moves = 0;
    for (const state of yearStates) {
      for (const act of yearActs) {
        const next = nextYearState(state, act);
        expect(next).toBe((yearMoves[state] as Record<string, string>)[act]);
        if (next !== undefined) moves += 1;
      }
    }
    expect(moves).toBe(yearActs.length);
  });
});

test('every state and act has its own Chinese name', () => {
  for (const names of [voteStateNames, voteActNames, yearStateNames, yearActNames]) {
    const all = Object.values(names);
    expect(new Set(all).size).toBe(all.length);
    for (const name of all) expect(name).toMatch(/^\p{Script=Han}+$/u);
  }
});
