import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BallotRules } from './ballot-rules.js';
import { checkRules, hasErrors } from './check-rules.js';
import { totalsOf } from './check-report.js';
import { combineRounds, isCounted } from './combine-rounds.js';
import { decide } from './decide.js';
import type { CountInput, CountedOutcome, Outcome, ProjectTally } from './outcome.js';
import { decideRevote, revoteSetup } from './revote.js';
import { checkSlips, mayAccept, mayIssue } from './slips.js';
import { arbSituation, votesWithin } from './testing/arbitraries.js';
import { countOf, lineOf, rulesWith } from './testing/situations.js';

const placesLeftIn = (outcome: CountedOutcome): number =>
  outcome.kind === 'decided' ? 0 : outcome.kind === 'shortfall' ? outcome.vacant : outcome.placesLeft;
const beyondIn = (outcome: Outcome): number => (outcome.kind === 'decided' ? outcome.beyondPlaces : 0);
const adoptedIn = (outcome: Outcome): readonly string[] => (isCounted(outcome) ? outcome.adopted : []);

test('for every consistent report: there is a result, or too few took part', () =>
  fc.assert(
    fc.property(arbSituation, ({ rules, input }) => {
      const { kind } = decide(rules, input);
      if (rules.participation === 'none') expect(isCounted(decide(rules, input))).toBe(true);
      else expect(['inconsistent', 'void', 'no_quorum']).not.toContain(kind);
    }),
    { numRuns: 400 },
  ));

test('for every report: the order of its lines does not matter', () =>
  fc.assert(
    fc.property(
      arbSituation.chain((situation) =>
        fc.record({
          situation: fc.constant(situation),
          projects: fc.shuffledSubarray([...situation.input.projects], { minLength: situation.input.projects.length }),
        }),
      ),
      ({ situation: { rules, input }, projects }) => {
        expect(decide(rules, { ...input, projects })).toEqual(decide(rules, input));
      },
    ),
  ));

test('for every report: places filled, put to a re-vote, asked about or vacant are the places, except what a clause adds', () =>
  fc.assert(
    fc.property(arbSituation, ({ rules, input }) => {
      const outcome = decide(rules, input);
      if (!isCounted(outcome)) return;
      expect(outcome.adopted.length - beyondIn(outcome) + placesLeftIn(outcome)).toBe(rules.places);
      if (rules.tieAtCut !== 'take_all') expect(beyondIn(outcome)).toBe(0);
      expect(new Set(outcome.adopted).size).toBe(outcome.adopted.length);
    }),
    { numRuns: 400 },
  ));

test('for every report: each project of the input stands in the outcome exactly once, with its status and its sentence', () =>
  fc.assert(
    fc.property(arbSituation, ({ rules, input }) => {
      const outcome = decide(rules, input);
      expect(outcome.projects.map((line) => line.project).toSorted()).toEqual(
        input.projects.map((line) => line.project).toSorted(),
      );
      const adopted = outcome.projects.filter((line) => line.status === 'adopted').map((line) => line.project);
      expect(adopted.toSorted()).toEqual([...adoptedIn(outcome)].toSorted());
      for (const line of outcome.projects) expect(line.sentence).not.toBe('');
    }),
  ));

test('for every report: no project left out has more votes than an adopted one, and every adopted one has the majority', () =>
  fc.assert(
    fc.property(arbSituation, ({ rules, input }) => {
      const outcome = decide(rules, input);
      const isIn = (project: string) => adoptedIn(outcome).includes(project);
      const inside = outcome.projects.filter((line) => isIn(line.project));
      const outside = outcome.projects.filter((line) => !isIn(line.project));
      for (const line of inside) {
        expect(line.missing).toBe(0);
        for (const other of outside) expect(other.for).toBeLessThanOrEqual(line.for);
      }
    }),
  ));

/** The same report with one abstention on this project turned into a vote for it. */
const oneMoreFor = (input: CountInput, project: string): CountInput => ({
  ...input,
  projects: input.projects.map((line) => {
    if (line.project !== project) return line;
    const { for: votesFor, against, abstain } = line.paper;
    return { ...line, paper: { for: votesFor + 1, against, abstain: Math.max(0, abstain - 1) } };
  }),
});

test('for every adopted project: one more vote for it never turns it out', () =>
  fc.assert(
    fc.property(arbSituation, ({ rules, input }) => {
      const free = { ...rules, pickRule: 'no_limit' as const };
      const outcome = decide(free, input);
      for (const project of adoptedIn(outcome)) {
        const more = oneMoreFor(input, project);
        const again = decide(free, more);
        if (again.kind !== 'inconsistent') expect(adoptedIn(again)).toContain(project); // no abstention was left to turn
      }
    }),
  ));

test('for every report: the result depends on the totals, not on the channel', () =>
  fc.assert(
    fc.property(arbSituation, fc.array(fc.nat(), { minLength: 40, maxLength: 40 }), ({ rules, input }, cuts) => {
      let next = 0;
      const part = (number: number) => (cuts[next++ % cuts.length] ?? 0) % (number + 1);
      const split = (line: ProjectTally): ProjectTally => {
        const { for: f, against: a, abstain: b } = line.paper;
        const electronic = { for: part(f), against: part(a), abstain: part(b) };
        return {
          ...line,
          electronic,
          paper: { for: f - electronic.for, against: a - electronic.against, abstain: b - electronic.abstain },
        };
      };
      const both = decide(rules, { ...input, projects: input.projects.map(split) });
      const paper = decide(rules, input);
      const essence = (outcome: Outcome) => ({
        kind: outcome.kind,
        adopted: adoptedIn(outcome),
        derivation: outcome.derivation,
        lines: outcome.projects.map(({ project, rank, status, missing, sentence }) => ({
          project,
          rank,
          status,
          missing,
          sentence,
        })),
      });
      expect(essence(both)).toEqual(essence(paper));
    }),
  ));

test('for every report: a larger base never adopts more', () =>
  fc.assert(
    fc.property(arbSituation, ({ rules, input }) => {
      const bases = ['none', 'valid', 'present', 'all_delegates'] as const;
      const adopted = bases.map(
        (majorityBase) => new Set(adoptedIn(decide({ ...rules, majorityBase, shortfall: 'fewer_stand' }, input))),
      );
      for (const [i, larger] of adopted.entries()) {
        const smaller = adopted[i - 1] ?? larger;
        for (const id of larger) expect(smaller.has(id)).toBe(true);
      }
    }),
  ));

/** Plays the vote to its end with the votes handed in for each re-vote. */
function playOut(rules: BallotRules, input: CountInput, wishes: readonly number[]): Outcome[] {
  const rounds = [decide(rules, input)];
  for (let round = 0; round < 5; round += 1) {
    const last = rounds.at(-1);
    const setup = last && revoteSetup(last, rules);
    if (last === undefined || setup === undefined) return rounds;
    const valid = input.returned - input.invalid;
    const wished = setup.candidates.map((_, i) =>
      Math.floor((valid * ((wishes[(round * 7 + i) % wishes.length] ?? 0) % 6)) / 5),
    );
    const votes = votesWithin(setup.rules, valid, wished);
    const projects = setup.candidates.map((id, i) => lineOf(Number(id.slice(1)), valid, votes[i] ?? 0));
    const votesOnly = (line: ProjectTally) => ({ ...line, paper: { ...line.paper, abstain: 0 } });
    const lines = rules.ballotKind === 'for_against_abstain' ? projects : projects.map(votesOnly);
    rounds.push(decideRevote(rules, { ...input, projects: lines }, last));
  }
  throw new Error('re-votes without end');
}

test('for every vote played to its end: at most the adopted number of re-votes, and the places still add up', () =>
  fc.assert(
    fc.property(arbSituation, fc.array(fc.nat(5), { minLength: 20, maxLength: 20 }), ({ rules, input }, wishes) => {
      const rounds = playOut(rules, input, wishes);
      expect(rounds.length).toBeLessThanOrEqual(1 + rules.maxRevotes);
      const list = combineRounds(rules, rounds);
      expect(list.adopted.length - list.beyondPlaces + list.vacant).toBe(rules.places);
      expect(list.kind === 'open' && list.awaiting === 'revote').toBe(false);
      expect(new Set(list.adopted.map(({ project }) => project)).size).toBe(list.adopted.length);
      expect([...list.adopted.map(({ project }) => project), ...list.reserve].toSorted()).toEqual(
        input.projects.map(({ project }) => project).toSorted(),
      );
    }),
    { numRuns: 300 },
  ));

test('every combination of rules that checkRules allows comes to an end on a clean, a tied, a short and an equal report', () => {
  const valid = 9;
  const reports = [
    [9, 8, 7, 5, 1],
    [9, 6, 6, 6, 0],
    [9, 3, 2, 1, 1],
    [5, 5, 5, 5, 5],
  ];
  let walked = 0;
  for (const rules of combinations()) {
    if (hasErrors(checkRules(rules, 5, 'paper'))) continue;
    for (const wished of reports) {
      const votes = votesWithin(rules, valid, wished);
      const blank = rules.ballotKind === 'for_against_abstain' ? valid : undefined;
      const projects = votes.map((votesFor, i) => lineOf(i + 1, blank ?? votesFor, votesFor));
      const input = { delegates: 11, present: 10, issued: 10, returned: 10, invalid: 1, projects };
      const rounds = playOut(rules, input, [0, 1, 2, 3, 4, 5]);
      for (const outcome of rounds)
        if (!isCounted(outcome)) throw new Error(`${outcome.kind} under ${JSON.stringify(rules)}`);
      walked += 1;
    }
  }
  expect(walked).toBeGreaterThan(10_000);
});

function* combinations(): Generator<BallotRules> {
  const base = rulesWith({ places: 3, delegateTotal: 11 });
  for (const ballotKind of ['for_against_abstain', 'approve_only', 'rank'] as const)
    for (const pickRule of ['at_most_n', 'exactly_n', 'no_limit'] as const)
      for (const majorityBase of ['all_delegates', 'present', 'valid', 'none'] as const)
        for (const tieAtCut of ['revote_tied', 'presidium', 'take_all', 'fewer_against_first'] as const)
          for (const revoteWin of ['most_votes', 'majority_again'] as const)
            for (const shortfall of ['fewer_stand', 'revote_now', 'next_session', 'fill_by_rank', 'presidium'] as const)
              for (const maxRevotes of [0, 1, 2] as const)
                for (const participation of ['none', 'more_than_half_of_all'] as const)
                  yield {
                    ...base,
                    ballotKind,
                    pickRule,
                    majorityBase,
                    tieAtCut,
                    revoteWin,
                    shortfall,
                    maxRevotes,
                    participation,

                    blank: pickRule === 'exactly_n' ? 'invalid' : 'valid_abstain_all',
                    rankWeights: ballotKind === 'rank' ? [5, 4, 3, 2, 1] : null,
                  };
}

test('R-49: accepted ≤ issued ≤ present at every moment of every history', () =>
  fc.assert(
    fc.property(fc.array(fc.constantFrom('check_in', 'issue', 'exchange', 'accept'), { maxLength: 120 }), (acts) => {
      let slips = { present: 0, printed: 20, issued: 0, spoiled: 0, left: 20, accepted: 0 };
      for (const act of acts) {
        if (act === 'check_in') slips = { ...slips, present: slips.present + 1 };
        if (act === 'issue' && mayIssue(slips)) slips = { ...slips, issued: slips.issued + 1, left: slips.left - 1 };
        if (act === 'exchange' && slips.left > 0 && slips.accepted < slips.issued) {
          slips = { ...slips, spoiled: slips.spoiled + 1, left: slips.left - 1 };
        }
        if (act === 'accept' && mayAccept(slips)) slips = { ...slips, accepted: slips.accepted + 1 };
        expect(checkSlips(slips)).toEqual([]);
      }
    }),
  ));

test('R-49: for every report with more ballots returned than issued, the vote is void and nothing is adopted', () =>
  fc.assert(
    fc.property(arbSituation, fc.integer({ min: 1, max: 5 }), ({ rules, input }, extra) => {
      const outcome = decide(rules, { ...input, returned: input.issued + extra });
      expect(outcome.kind).toBe('void');
      expect(outcome.projects.every(({ status }) => status === 'undecided')).toBe(true);
    }),
  ));

test('R-49: each way in which slips can fail to add up is named', () => {
  const good = { present: 10, printed: 12, issued: 9, spoiled: 1, left: 2, accepted: 8 };
  const codes = (changes: Partial<typeof good>) => checkSlips({ ...good, ...changes }).map(({ code }) => code);
  expect(codes({})).toEqual([]);
  expect(codes({ present: 8 })).toEqual(['more_issued_than_present']);
  expect(codes({ accepted: 10 })).toEqual(['more_accepted_than_issued']);
  expect(codes({ left: 3 })).toEqual(['slips_do_not_add_up']);
});

test('totals are the sum of both channels', () => {
  const line = {
    electronic: { for: 1, against: 2, abstain: 3, notPressed: 4 },
    paper: { for: 10, against: 20, abstain: 30 },
  };
  expect(totalsOf(line)).toEqual({ for: 11, against: 22, abstain: 33, notPressed: 4 });
  expect(decide(rulesWith({ places: 1 }), countOf([150])).kind).toBe('decided');
});
