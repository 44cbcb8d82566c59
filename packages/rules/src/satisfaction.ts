import type { ProjectId } from './outcome.js';
import { hasQuorum } from './quorum.js';
import { isMajority } from './majority.js';

/** 满意 / 基本满意 / 不满意. */
export type SatisfactionGrade = 'satisfied' | 'basically_satisfied' | 'dissatisfied';

export const gradeNames: Readonly<Record<SatisfactionGrade, string>> = {
  satisfied: '满意',
  basically_satisfied: '基本满意',
  dissatisfied: '不满意',
};

export interface SatisfactionVotes {
  readonly satisfied: number;
  readonly basicallySatisfied: number;
  readonly dissatisfied: number;
  readonly abstain: number;
}

/** Which number is the base; sources differ (domain.md 2.4), so the appraisal's own rules must say. */
export type SatisfactionBase = 'all' | 'present' | 'valid';

export interface SatisfactionInput {
  /** All delegates, or all members of the standing committee. */
  readonly all: number;
  readonly present: number;
  readonly issued: number;
  readonly returned: number;
  readonly invalid: number;
  readonly projects: readonly (SatisfactionVotes & { readonly project: ProjectId; readonly title: string })[];
}

export interface SatisfactionResult extends SatisfactionVotes {
  readonly project: ProjectId;
  readonly title: string;
  readonly grade: SatisfactionGrade;
  readonly sentence: string;
}

export type SatisfactionOutcome =
  | { readonly kind: 'graded'; readonly base: number; readonly results: readonly SatisfactionResult[] }
  | { readonly kind: 'no_quorum' | 'void' }
  | { readonly kind: 'inconsistent'; readonly projects: readonly ProjectId[]; readonly sentence: string };

/**
 * The grade of one project by the rule of 镇海: more than half satisfied; else more than half satisfied or basically
 * satisfied; else dissatisfied. Exactly half is not enough. Source: R-GRADE-01.
 */
export function satisfactionGrade(
  votes: Pick<SatisfactionVotes, 'satisfied' | 'basicallySatisfied'>,
  base: number,
): SatisfactionGrade {
  if (isMajority(votes.satisfied, base)) return 'satisfied';
  if (isMajority(votes.satisfied + votes.basicallySatisfied, base)) return 'basically_satisfied';
  return 'dissatisfied';
}

/** The appraisal (满意度测评) of all projects; the same checks of quorum and ballots as in the project vote. */
export function decideSatisfaction(baseKind: SatisfactionBase, input: SatisfactionInput): SatisfactionOutcome {
  const { all, present, issued, returned, invalid } = input;
  if (!allWhole(input)) return { kind: 'inconsistent', projects: [], sentence: '报告单中的数字应为不小于零的整数。' };
  if (!hasQuorum(present, all)) return { kind: 'no_quorum' }; // R-QUORUM-01
  if (returned > issued) return { kind: 'void' }; // R-COUNT-01
  if (present > all || issued > present || invalid > returned) {
    return { kind: 'inconsistent', projects: [], sentence: '到会人数、发出票数、收回票数互相矛盾。' };
  }
  const valid = returned - invalid;
  const wrong = input.projects.filter((line) => sumOf(line) !== valid); // R-COUNT-04
  if (wrong.length > 0) {
    const sentence = `有${wrong.length}项的票数之和与有效票${valid}张不一致。`;
    return { kind: 'inconsistent', projects: wrong.map(({ project }) => project), sentence };
  }
  const base = { all, present, valid }[baseKind];
  const results = input.projects.map((line): SatisfactionResult => {
    const grade = satisfactionGrade(line, base);
    const votes = `满意${line.satisfied}票，基本满意${line.basicallySatisfied}票，不满意${line.dissatisfied}票`;
    const sentence = `${votes}，弃权${line.abstain}票，以${base}为基数，等次为${gradeNames[grade]}`;
    return { ...line, grade, sentence };
  });
  return { kind: 'graded', base, results };
}

const sumOf = (votes: SatisfactionVotes): number =>
  votes.satisfied + votes.basicallySatisfied + votes.dissatisfied + votes.abstain;

const allWhole = ({ projects, ...heads }: SatisfactionInput): boolean =>
  [
    ...Object.values(heads),
    ...projects.flatMap((v) => [v.satisfied, v.basicallySatisfied, v.dissatisfied, v.abstain]),
  ].every((number) => Number.isSafeInteger(number) && number >= 0);
