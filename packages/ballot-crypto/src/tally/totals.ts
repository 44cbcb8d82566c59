import type { Election } from '../election/election.js';
import { assertNever } from '../record/assert-never.js';
import { refuse, type Refusal } from '../record/verdict.js';

/** Sums of one project, in ballots; a field is absent where the kind does not tell it. */
export interface ProjectTotals {
  readonly title: string;
  readonly for?: number;
  readonly against?: number;
  readonly satisfied?: number;
  readonly basicallySatisfied?: number;
  readonly dissatisfied?: number;
  readonly abstain: number;
}

export type TotalsFailure = 'kind_unknown' | 'values_wrong_arity' | 'sums_differ' | 'more_marks_than_ballots';

/**
 * The sums per project, in the election's order. In approve_only, `abstain` is every ballot that is not for.
 * Checks that the sums are possible, and (encoding D) that question 0 has the same `for` as the projects' questions.
 */
export function totalsOf(
  election: Election,
  values: readonly (readonly number[])[],
  ballots: number,
): { readonly ok: true; readonly projects: readonly ProjectTotals[] } | Refusal<TotalsFailure> {
  const { kind, questions } = election;
  if (kind === undefined) return refuse('kind_unknown');
  const fits =
    values.length === questions.length && values.every((row, i) => row.length === questions[i]!.answers.length);
  if (!fits) return refuse('values_wrong_arity');
  const [first, ...rest] = values;
  if (kind === 'for_against_abstain') {
    const differs = rest.findIndex((row, i) => row[0] !== first![i]);
    if (differs >= 0) return refuse('sums_differ', `project ${differs + 1}`);
  }
  const projects = projectsOf(kind, election, values, ballots);
  const impossible = projects.findIndex((project) => project.abstain < 0);
  return impossible < 0 ? { ok: true, projects } : refuse('more_marks_than_ballots', `project ${impossible + 1}`);
}

function projectsOf(
  kind: NonNullable<Election['kind']>,
  { questions }: Election,
  values: readonly (readonly number[])[],
  ballots: number,
): ProjectTotals[] {
  switch (kind) {
    case 'approve_only':
      return questions[0]!.answers.map((title, i) => ({
        title,
        for: values[0]![i]!,
        abstain: ballots - values[0]![i]!,
      }));
    case 'for_against_abstain':
      return questions[0]!.answers.map((title, i) => {
        const [yes, no] = [values[i + 1]![0]!, values[i + 1]![1]!];
        return { title, for: yes, against: no, abstain: ballots - yes - no };
      });
    case 'satisfaction':
      return questions.map(({ question }, i) => {
        const [satisfied, basicallySatisfied, dissatisfied] = [values[i]![0]!, values[i]![1]!, values[i]![2]!];
        const abstain = ballots - satisfied - basicallySatisfied - dissatisfied;
        return { title: question, satisfied, basicallySatisfied, dissatisfied, abstain };
      });
    default:
      return assertNever(kind);
  }
}
