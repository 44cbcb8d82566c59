import type { BallotRules } from './ballot-rules.js';
import { decideRound } from './decide.js';
import type { CountInput, Outcome, ProjectId } from './outcome.js';
import { uncountedLines } from './project-lines.js';

/** What a re-vote (再次投票) is held on. */
export interface RevoteSetup {
  readonly round: number;
  readonly reason: 'tie' | 'shortfall';
  readonly candidates: readonly ProjectId[];
  readonly places: number;
  /** Most projects that one ballot may be for. */
  readonly cap: number;
  /** The rules of this round: the adopted ones with its places, cap and majority. */
  readonly rules: BallotRules;
}

/**
 * The next round, or undefined where the outcome calls for none.
 * Under `most_votes` a tie needs no second majority, because the tied projects have one (R-REVOTE-02). A shortfall
 * always needs one: its candidates have none yet (R-SHORT-02).
 * @param rules  the adopted rules, not those of an earlier round.
 */
export function revoteSetup(outcome: Outcome, rules: BallotRules): RevoteSetup | undefined {
  const setup = (reason: 'tie' | 'shortfall', candidates: readonly ProjectId[], places: number): RevoteSetup => {
    const byVotes = reason === 'tie' && rules.revoteWin === 'most_votes';
    const { clauses } = rules;
    return {
      round: outcome.round + 1,
      reason,
      candidates,
      places,
      cap: places,
      rules: {
        ...rules,
        places,
        pickRule: rules.pickRule === 'exactly_n' && candidates.length >= places ? 'exactly_n' : 'at_most_n',
        majorityBase: byVotes ? 'none' : rules.majorityBase,
        // Without a majority, the clause that asks for one is not the ground of this round.
        clauses: byVotes ? { ...clauses, majorityBase: clauses.revoteWin, threshold: clauses.revoteWin } : clauses,
      },
    };
  };
  if (outcome.kind === 'revote') return setup('tie', outcome.among, outcome.placesLeft);
  if (outcome.kind === 'shortfall' && outcome.next === 'revote_now') {
    return setup('shortfall', outcome.candidates, outcome.vacant);
  }
  return undefined;
}

/**
 * The outcome of a re-vote. A second tie goes to the presidium when the rounds are used up (R-REVOTE-03).
 * @param previous  the outcome that called for this round; a void re-vote is repeated with the same one.
 * @throws RangeError where `previous` calls for no re-vote.
 */
export function decideRevote(rules: BallotRules, input: CountInput, previous: Outcome): Outcome {
  const setup = revoteSetup(previous, rules);
  if (setup === undefined) throw new RangeError(`no re-vote follows ${previous.kind} in round ${previous.round}`);
  const standing = input.projects.map(({ project }) => project);
  const asAnnounced =
    standing.length === setup.candidates.length && setup.candidates.every((id) => standing.includes(id));
  if (asAnnounced) return decideRound(setup.rules, input, setup.round);
  const failure = {
    invariant: 'candidates_as_announced',
    rule: 'R-REVOTE-01',
    numbers: { announced: setup.candidates.length, reported: standing.length },
    sentence: '报告单中的项目与再次投票的候选项目不一致。',
  } as const;
  const projects = uncountedLines(input.projects);
  return {
    kind: 'inconsistent',
    failed: [failure],
    round: setup.round,
    places: setup.places,
    projects,
    derivation: [],
  };
}
