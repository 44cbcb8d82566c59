import { assertNever } from './assert-never.js';
import type { BallotRules } from './ballot-rules.js';
import { totalsOf, type Totals } from './check-report.js';
import { groundOfCut, groundWithoutMajority, stepOf } from './derivation.js';
import { baseInWords, passes, type Base } from './majority.js';
import type { ProjectId, ProjectResult, ProjectStatus, ProjectTally, Step } from './outcome.js';
import type { Ending } from './settle.js';

/** The lines of a ballot that has no result: totals as reported, nothing ranked. */
export const uncountedLines = (projects: readonly ProjectTally[]): ProjectResult[] =>
  byListNumber(projects).map((line) => ({
    ...line,
    ...totalsOf(line),
    rank: null,
    needed: null,
    missing: 0,
    status: 'undecided',
    derivation: [],
    sentence: '未计票',
  }));

/** The lines of the result sheet, each with its derivation, by list number. */
export function countedLines(
  rules: BallotRules,
  projects: readonly ProjectTally[],
  base: Base,
  ending: Ending,
  round: number,
): ProjectResult[] {
  const totals = new Map(projects.map((line) => [line.project, totalsOf(line)]));
  const votes = [...totals.values()].map((total) => total.for);
  const status = statusesOf(projects, totals, base, ending);
  return byListNumber(projects).map((line): ProjectResult => {
    const total = totals.get(line.project) ?? totalsOf(line);
    const rank = 1 + votes.filter((other) => other > total.for).length; // R-CUT-02: equal votes, equal rank
    const shared = votes.filter((other) => other === total.for).length > 1;
    const missing = passes(total.for, base) || base.needed === null ? 0 : base.needed - total.for;
    const its = status.get(line.project) ?? 'undecided';
    const derivation = [
      votesStep(rules, line, total),
      majorityStep(rules, base, total.for, missing, round),
      standingStep(rules, its, shared ? `并列第${rank}名` : `第${rank}名`, rank, round),
    ];
    const sentence = derivation.map((step) => step.sentence).join('，');
    return { ...line, ...total, rank, needed: base.needed, missing, status: its, derivation, sentence };
  });
}

export const byListNumber = <Line extends { readonly listNumber: number }>(lines: readonly Line[]): Line[] =>
  lines.toSorted((a, b) => a.listNumber - b.listNumber);

function statusesOf(
  projects: readonly ProjectTally[],
  totals: ReadonlyMap<ProjectId, Totals>,
  base: Base,
  ending: Ending,
): Map<ProjectId, ProjectStatus> {
  const status = new Map<ProjectId, ProjectStatus>();
  for (const { project } of projects) {
    const reached = passes(totals.get(project)?.for ?? 0, base);
    status.set(project, reached ? 'not_adopted_by_rank' : 'not_adopted_below_majority');
  }
  for (const project of ending.adopted) status.set(project, 'adopted');
  if (ending.kind === 'revote') for (const project of ending.among) status.set(project, 'tied');
  if (ending.kind === 'presidium' && ending.question !== 'shortfall') {
    for (const project of ending.among) status.set(project, 'tied');
  }
  if (ending.kind === 'shortfall' && ending.next === 'revote_now') {
    for (const project of ending.candidates) status.set(project, 'revote_candidate');
  }
  return status;
}

function votesStep(rules: BallotRules, { electronic, paper }: ProjectTally, total: Totals): Step {
  const numbers = { ...total, electronicFor: electronic.for, paperFor: paper.for };
  const sentence = rules.ballotKind === 'rank' ? `得${total.for}分` : `得${total.for}票`;
  return stepOf(rules, 'R-COUNT-04', numbers, sentence, 'ballotKind');
}

function majorityStep(rules: BallotRules, base: Base, votesFor: number, missing: number, round: number): Step {
  if (base.size === null || base.needed === null) {
    const { rule, parameter } = groundWithoutMajority(round);
    return stepOf(rules, rule, { votesFor }, baseInWords(base), parameter);
  }
  // R-MAJOR-02: exactly half is not a majority
  const rule = 2 * votesFor === base.size ? 'R-MAJOR-02' : 'R-MAJOR-01';
  const numbers = { votesFor, base: base.size, needed: base.needed, missing };
  const head = `${baseInWords(base)}，过半数需${base.needed}票`;
  return stepOf(rules, rule, numbers, missing === 0 ? head : `${head}，差${missing}票`, 'majorityBase');
}

function standingStep(rules: BallotRules, status: ProjectStatus, place: string, rank: number, round: number): Step {
  const numbers = { rank, places: rules.places };
  const cut = groundOfCut(rules, round);
  switch (status) {
    case 'adopted':
      return stepOf(rules, cut.rule, numbers, `通过，${place}`, cut.parameter);
    case 'not_adopted_below_majority':
      return stepOf(rules, 'R-MAJOR-01', numbers, `未通过，${place}`, 'threshold');
    case 'not_adopted_by_rank':
      return stepOf(rules, cut.rule, numbers, `${place}，未进入应选的${rules.places}项，不列入`, cut.parameter);
    case 'not_adopted_by_presidium': // only a decision that comes after the count says this
      throw new RangeError('no count decides in place of the presidium');
    case 'tied':
      return stepOf(rules, 'R-CUT-03', numbers, `${place}，末位票数相等，待定`, 'tieAtCut');
    case 'revote_candidate':
      return stepOf(rules, 'R-SHORT-02', numbers, `未通过，${place}，列为再次投票的候选项目`, 'revoteCandidates');
    case 'undecided':
      return stepOf(rules, 'R-COUNT-04', numbers, '未定');
    default:
      return assertNever(status);
  }
}
