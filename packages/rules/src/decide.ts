import type { BallotRules } from './ballot-rules.js';
import { checkReport, totalsOf } from './check-report.js';
import type { CutLine } from './cut.js';
import { groundWithoutMajority, stepOf } from './derivation.js';
import { baseInWords, baseOf, isMajority, passes, type Base } from './majority.js';
import type { CountInput, Invariant, Outcome, ProjectId, ProjectResult, Step } from './outcome.js';
import { byListNumber, countedLines, uncountedLines } from './project-lines.js';
import { hasQuorum, smallestQuorum } from './quorum.js';
import { settle } from './settle.js';

/** Failures that make even the question of a quorum meaningless. */
const headFailures: readonly Invariant[] = ['whole_numbers', 'delegates_as_frozen', 'present_within_delegates'];

/**
 * What the adopted 票决办法 makes of a scrutineers' report: the result, or what must happen next, with its derivation.
 * Ties, a missing quorum and contradictions are outcomes, never errors; the software never chooses in their place.
 * @param rules  the frozen rules; `checkRules` must have named no error.
 * @param input  totals of both channels, whole ballots; projects in any order.
 * Not checked: whether the numbers are true, and whether the rules were lawfully adopted.
 */
export const decide = (rules: BallotRules, input: CountInput): Outcome => decideRound(rules, input, 1);

/** The same for the ballot number `round`; re-votes hand in their own rules (see `revoteSetup`). */
export function decideRound(rules: BallotRules, input: CountInput, round: number): Outcome {
  const failed = checkReport(rules, input);
  const steps: Step[] = [];
  const uncounted = () => ({
    round,
    places: rules.places,
    projects: uncountedLines(input.projects),
    derivation: steps,
  });
  if (failed.some(({ invariant }) => headFailures.includes(invariant))) {
    return { kind: 'inconsistent', failed, ...uncounted() };
  }
  steps.push(quorumStep(rules, input));
  if (!hasQuorum(input.present, input.delegates)) return { kind: 'no_quorum', ...uncounted() }; // R-QUORUM-02

  steps.push(returnedStep(rules, input));
  if (input.returned > input.issued) return { kind: 'void', ...uncounted() }; // R-COUNT-01
  if (failed.length > 0) return { kind: 'inconsistent', failed, ...uncounted() };

  if (rules.participation === 'more_than_half_of_all') {
    steps.push(participationStep(rules, input));
    if (!isMajority(tookPart(input), input.delegates)) return { kind: 'participation_too_low', ...uncounted() }; // R-COUNT-08
  }

  const base = baseOf(rules.majorityBase, { ...input, valid: input.returned - input.invalid });
  // by list number from here on, so that no order of the input can suggest a preference
  const lines = byListNumber(input.projects).map((line): CutLine => ({ project: line.project, ...totalsOf(line) }));
  const eligible = lines.filter((line) => passes(line.for, base));
  const below = lines.filter((line) => !passes(line.for, base));
  steps.push(passedStep(rules, base, eligible.length, lines.length, round));

  const { steps: last, ...ending } = settle(rules, eligible, below, round);
  const projects = countedLines(rules, input.projects, base, { ...ending, steps: last }, round);
  const ordered = { ...ending, adopted: inResultOrder(rules, projects, ending.adopted) };
  return { ...ordered, round, places: rules.places, projects, derivation: [...steps, ...last] };
}

/** R-RESULT-01: adopted projects by list number, or by votes with equal votes by list number. */
export function inResultOrder(
  rules: Pick<BallotRules, 'resultOrder'>,
  projects: readonly ProjectResult[],
  adopted: readonly ProjectId[],
): ProjectId[] {
  const chosen = projects.filter(({ project }) => adopted.includes(project));
  const byVotes = rules.resultOrder === 'by_votes';
  return chosen
    .toSorted((a, b) => (byVotes ? b.for - a.for : 0) || a.listNumber - b.listNumber)
    .map(({ project }) => project);
}

/** Who took part: returned ballots less those whose owner pressed no key at all, as far as totals can tell (R-COUNT-06). */
function tookPart({ returned, projects }: CountInput): number {
  return returned - projects.reduce((least, line) => Math.min(least, totalsOf(line).notPressed), returned);
}

function quorumStep(rules: BallotRules, { present, delegates }: CountInput): Step {
  const needed = smallestQuorum(delegates);
  const verdict = hasQuorum(present, delegates) ? '符合法定人数' : '不足法定人数，不能票决';
  const words = `全体代表${delegates}人，实到${present}人，三分之二以上需${needed}人，${verdict}。`;
  return stepOf(rules, 'R-QUORUM-01', { present, delegates, needed }, words, 'quorum');
}

function returnedStep(rules: BallotRules, { issued, returned, invalid }: CountInput): Step {
  const numbers = { issued, returned, invalid, valid: returned - invalid };
  const head = `发出表决票${issued}张，收回${returned}张`;
  if (returned > issued) {
    const words = `${head}，收回数多于发出数，本次票决无效，应当重新投票。`;
    return stepOf(rules, 'R-COUNT-01', numbers, words, 'collected');
  }
  const compared = returned === issued ? '等于' : '少于'; // R-COUNT-02: missing ballots are in no column
  const words = `${head}，其中有效票${numbers.valid}张，无效票${invalid}张，收回数${compared}发出数，本次票决有效。`;
  return stepOf(rules, returned === issued ? 'R-COUNT-03' : 'R-COUNT-02', numbers, words, 'collected');
}

function participationStep(rules: BallotRules, input: CountInput): Step {
  const numbers = { tookPart: tookPart(input), delegates: input.delegates };
  const verdict = isMajority(numbers.tookPart, input.delegates) ? '超过半数，表决有效' : '未超过半数，表决无效';
  const words = `参加表决${numbers.tookPart}人，全体代表${input.delegates}人，${verdict}。`;
  return stepOf(rules, 'R-COUNT-08', numbers, words, 'participation');
}

function passedStep(rules: BallotRules, base: Base, passed: number, candidates: number, round: number): Step {
  if (base.size === null || base.needed === null) {
    const { rule, parameter } = groundWithoutMajority(round);
    return stepOf(rules, rule, { candidates }, `候选项目${candidates}项，按得票多少确定。`, parameter);
  }
  const numbers = { base: base.size, needed: base.needed, passed, candidates };
  const words = `${baseInWords(base)}，过半数需${base.needed}票，候选项目${candidates}项中有${passed}项过半数。`;
  return stepOf(rules, 'R-MAJOR-01', numbers, words, 'majorityBase');
}
