import fc from 'fast-check';
import { defaultRules, type BallotRules } from '../ballot-rules.js';
import { checkRules, hasErrors } from '../check-rules.js';
import type { CountInput } from '../outcome.js';
import { smallestQuorum } from '../quorum.js';

export interface Situation {
  readonly rules: BallotRules;
  readonly input: CountInput;
}

/** Rules that `checkRules` allows for paper ballots; rank ballots are left to their own test. */
const arbRules = (places: number, delegates: number, candidates: number): fc.Arbitrary<BallotRules> =>
  fc
    .record({
      ballotKind: fc.constantFrom('for_against_abstain' as const, 'approve_only' as const),
      pickRule: fc.constantFrom('at_most_n' as const, 'exactly_n' as const, 'no_limit' as const),
      blank: fc.constantFrom('valid_abstain_all' as const, 'invalid' as const),
      majorityBase: fc.constantFrom('all_delegates' as const, 'present' as const, 'valid' as const, 'none' as const),
      participation: fc.constantFrom('none' as const, 'more_than_half_of_all' as const),
      tieAtCut: fc.constantFrom(
        'revote_tied' as const,
        'presidium' as const,
        'take_all' as const,
        'fewer_against_first' as const,
      ),
      revoteWin: fc.constantFrom('most_votes' as const, 'majority_again' as const),
      shortfall: fc.constantFrom(
        'fewer_stand' as const,
        'revote_now' as const,
        'next_session' as const,
        'fill_by_rank' as const,
        'presidium' as const,
      ),
      maxRevotes: fc.constantFrom(0 as const, 1 as const, 2 as const),
      resultOrder: fc.constantFrom('list_number' as const, 'by_votes' as const),
    })
    .map((chosen) => ({ ...defaultRules({ places, delegates }), ...chosen }))
    .filter((rules) => !hasErrors(checkRules(rules, candidates, 'paper')));

/** A consistent report of a sitting with a quorum; few different numbers, so that ties and near misses are common. */
export const arbSituation: fc.Arbitrary<Situation> = fc
  .record({ delegates: fc.integer({ min: 3, max: 40 }), places: fc.integer({ min: 1, max: 5 }), extra: fc.nat(5) })
  .chain(({ delegates, places, extra }) =>
    fc.record({
      rules: arbRules(places, delegates, places + extra),
      present: fc.integer({ min: smallestQuorum(delegates), max: delegates }),
      missing: fc.nat(2),
      invalid: fc.nat(2),
      wishes: fc.array(fc.tuple(fc.nat(5), fc.nat(3)), { minLength: places + extra, maxLength: places + extra }),
    }),
  )
  .map(({ rules, present, missing, invalid, wishes }) => {
    const returned = Math.max(2, present - missing);
    const valid = returned - Math.min(invalid, returned - 1);
    const votes = votesWithin(
      rules,
      valid,
      wishes.map(([step]) => Math.floor((valid * step) / 5)),
    );
    const projects = votes.map((votesFor, i) => {
      const against = rules.ballotKind === 'approve_only' ? 0 : Math.min(valid - votesFor, wishes[i]?.[1] ?? 0);
      const abstain = rules.ballotKind === 'approve_only' ? 0 : valid - votesFor - against;
      const electronic = { for: 0, against: 0, abstain: 0 };
      const paper = { for: votesFor, against, abstain };
      return { project: `p${i + 1}`, listNumber: i + 1, title: `项目${i + 1}`, electronic, paper };
    });
    const input = {
      delegates: rules.delegateTotal,
      present,
      issued: present,
      returned,
      invalid: returned - valid,
      projects,
    };
    return { rules, input };
  });

/** The wished votes, lowered or raised one by one until the rules on the number of picks hold. */
export function votesWithin(rules: BallotRules, valid: number, wished: readonly number[]): number[] {
  const votes = [...wished];
  const cap = rules.places * valid;
  const sum = () => votes.reduce((total, one) => total + one, 0);
  for (let i = 0; rules.pickRule !== 'no_limit' && sum() > cap; i += 1) {
    const at = i % votes.length;
    votes[at] = Math.max(0, (votes[at] ?? 0) - 1);
  }
  for (let i = 0; rules.pickRule === 'exactly_n' && sum() < cap; i += 1) {
    const at = i % votes.length;
    votes[at] = Math.min(valid, (votes[at] ?? 0) + 1);
  }
  return votes;
}
