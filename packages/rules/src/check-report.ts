import { assertNever } from './assert-never.js';
import type { BallotRules } from './ballot-rules.js';
import type { CountInput, FailedInvariant, ProjectTally, Votes } from './outcome.js';
import { pointsCap } from './rank-ballot.js';

export interface Totals {
  readonly for: number;
  readonly against: number;
  readonly abstain: number;
  readonly notPressed: number;
}

/** Both channels together: where a vote came from changes nothing (R-COUNT-09). */
export function totalsOf({ electronic, paper }: Pick<ProjectTally, 'electronic' | 'paper'>): Totals {
  const sum = (column: (votes: Votes) => number): number => column(electronic) + column(paper);
  return {
    for: sum((votes) => votes.for),
    against: sum((votes) => votes.against),
    abstain: sum((votes) => votes.abstain),
    notPressed: sum((votes) => votes.notPressed ?? 0),
  };
}

/**
 * The invariants of a scrutineers' report (计票报告单). An empty list means that the numbers agree with each other.
 * More ballots returned than issued is listed here too; `decide` voids the vote for it first (R-COUNT-01).
 * Not checked: whether the numbers are true.
 */
export function checkReport(rules: BallotRules, input: CountInput): FailedInvariant[] {
  const failed: FailedInvariant[] = [];
  const { delegates, present, issued, returned, invalid, projects } = input;
  const hold = (ok: boolean, failure: FailedInvariant): void => void (ok || failed.push(failure));

  if (!allWhole(input)) {
    return [
      { invariant: 'whole_numbers', rule: 'R-COUNT-03', numbers: {}, sentence: '报告单中的数字应为不小于零的整数。' },
    ];
  }
  hold(delegates === rules.delegateTotal, {
    invariant: 'delegates_as_frozen',
    rule: 'R-COUNT-07',
    numbers: { delegates, frozen: rules.delegateTotal },
    sentence: `全体代表${delegates}人，与票决办法确认的${rules.delegateTotal}人不一致。`,
  });
  hold(present <= delegates, {
    invariant: 'present_within_delegates',
    rule: 'R-COUNT-07',
    numbers: { present, delegates },
    sentence: `实到代表${present}人，多于全体代表${delegates}人。`,
  });
  hold(issued <= present, {
    invariant: 'issued_within_present',
    rule: 'R-SLIP-01',
    numbers: { issued, present },
    sentence: `发出表决票${issued}张，多于实到代表${present}人。`,
  });
  hold(returned <= issued, {
    invariant: 'returned_within_issued',
    rule: 'R-COUNT-01',
    numbers: { returned, issued },
    sentence: `收回表决票${returned}张，多于发出的${issued}张。`,
  });
  hold(invalid <= returned, {
    invariant: 'invalid_within_returned',
    rule: 'R-COUNT-03',
    numbers: { invalid, returned },
    sentence: `无效票${invalid}张，多于收回的${returned}张。`,
  });
  hold(projects.length > 0, {
    invariant: 'projects_exist',
    rule: 'R-COUNT-04',
    numbers: {},
    sentence: '报告单中没有候选项目。',
  });
  hold(isDistinct(projects.map((p) => p.project)) && isDistinct(projects.map((p) => p.listNumber)), {
    invariant: 'projects_distinct',
    rule: 'R-COUNT-04',
    numbers: {},
    sentence: '同一项目或者同一序号在报告单中出现两次。',
  });
  if (invalid <= returned) failed.push(...checkColumns(rules, projects, returned - invalid));
  return failed;
}

/** Lines against the number of valid ballots: T22 is refused here. */
function checkColumns(rules: BallotRules, projects: readonly ProjectTally[], valid: number): FailedInvariant[] {
  const failed: FailedInvariant[] = [];
  for (const line of projects) {
    const failure = checkLine(rules, line, valid);
    if (failure) failed.push(failure);
  }
  if (rules.ballotKind === 'rank') return failed;
  const votesFor = projects.reduce((sum, line) => sum + totalsOf(line).for, 0);
  const cap = rules.places * valid;
  const numbers = { votesFor, cap, places: rules.places, valid };
  if (rules.pickRule === 'at_most_n' && votesFor > cap) {
    const sentence = `赞成票合计${votesFor}票，多于有效票${valid}张每张最多${rules.places}项的${cap}票。`;
    failed.push({ invariant: 'for_within_cap', rule: 'R-COUNT-05', numbers, sentence });
  }
  if (rules.pickRule === 'exactly_n' && votesFor !== cap) {
    const sentence = `赞成票合计${votesFor}票，不等于有效票${valid}张每张${rules.places}项的${cap}票。`;
    failed.push({ invariant: 'for_exactly_cap', rule: 'R-COUNT-05', numbers, sentence });
  }
  return failed;
}

function checkLine(rules: BallotRules, line: ProjectTally, valid: number): FailedInvariant | undefined {
  const { for: votesFor, against, abstain, notPressed } = totalsOf(line);
  const sum = votesFor + against + abstain + notPressed;
  const numbers = { for: votesFor, against, abstain, notPressed, sum, valid };
  const name = `第${line.listNumber}号项目`;
  switch (rules.ballotKind) {
    case 'for_against_abstain': {
      // R-COUNT-04, R-COUNT-06: 未按 is its own column and belongs to the sum
      if (sum === valid) return undefined;
      const sentence = `${name}赞成、反对、弃权、未按合计${sum}票，与有效票${valid}张不一致。`;
      return { invariant: 'columns_sum_to_valid', rule: 'R-COUNT-04', project: line.project, numbers, sentence };
    }
    case 'approve_only': {
      if (sum <= valid) return undefined;
      const sentence = `${name}得票${sum}票，多于有效票${valid}张。`;
      return { invariant: 'approvals_within_valid', rule: 'R-COUNT-04', project: line.project, numbers, sentence };
    }
    case 'rank': {
      if (votesFor <= pointsCap(rules.rankWeights ?? [], valid) && against + abstain + notPressed === 0)
        return undefined;
      const sentence = `${name}得分${votesFor}分，超出有效票${valid}张可能的最高分。`;
      return { invariant: 'points_within_weights', rule: 'R-RANK-01', project: line.project, numbers, sentence };
    }
    default:
      return assertNever(rules.ballotKind);
  }
}

function allWhole({ projects, ...heads }: CountInput): boolean {
  const columns = projects.flatMap(({ electronic: e, paper: p }) =>
    [e, p].flatMap((votes) => [votes.for, votes.against, votes.abstain, votes.notPressed ?? 0]),
  );
  return [...Object.values(heads), ...columns].every((number) => Number.isSafeInteger(number) && number >= 0);
}

const isDistinct = (values: readonly (string | number)[]): boolean => new Set(values).size === values.length;
