import { expect, test } from 'vitest';
import { mayTakeUp, poolProposalStates, poolSuggestionState } from './pool.js';
import { proposalStates } from './proposal-states.js';
import { suggestionStates } from './suggestion-states.js';
import { yearStates } from './year-states.js';

test('R-STATE-06: the pool is what was kept or left out, never what its unit took back or still writes', () => {
  expect(suggestionStates).toContain(poolSuggestionState);
  expect(proposalStates.filter((state) => (poolProposalStates as readonly string[]).includes(state))).toEqual([
    'rejected',
    'reserve',
  ]);
});

test('R-STATE-06: it is taken up in a later year that collects or screens, and in no other', () => {
  for (const state of yearStates) {
    const open = state === 'collect' || state === 'screen';
    for (const from of [2024, 2025]) expect(mayTakeUp(from, { year: 2026, state }), state).toBe(open);
    for (const from of [2026, 2027]) expect(mayTakeUp(from, { year: 2026, state }), state).toBe(false);
  }
});
