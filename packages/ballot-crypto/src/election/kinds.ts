import { assertNever } from '../record/assert-never.js';
import type { Question } from './questions.js';

/**
 * approve_only: one question, for or not. for_against_abstain: encoding D of belenios.md 7, the `for` cell of a
 * project stands in two questions. satisfaction: one question of three cells per project (满意度测评).
 */
export type BallotKind = 'approve_only' | 'for_against_abstain' | 'satisfaction';

export type Mark = 'for' | 'against' | 'abstain';
export type SatisfactionMark = 'satisfied' | 'basically_satisfied' | 'dissatisfied' | 'abstain';

const forAgainst = ['赞成', '反对'];
const satisfactionLevels = ['满意', '基本满意', '不满意'];
const same = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((s, i) => s === b[i]);

/**
 * The questions of such a ballot for these projects, in order.
 * @param cap the most projects that may be marked `for`, 1..titles.length; not used for satisfaction.
 */
export function questionsFor(kind: BallotKind, titles: readonly string[], cap: number): Question[] {
  if (titles.length === 0) throw new RangeError('no projects');
  const capped = (): number => {
    if (!Number.isSafeInteger(cap) || cap < 1 || cap > titles.length)
      throw new RangeError(`cap ${cap} of ${titles.length}`);
    return cap;
  };
  switch (kind) {
    case 'approve_only':
      return [{ answers: [...titles], min: 0, max: capped(), question: '赞成' }];
    case 'for_against_abstain':
      return [
        { answers: [...titles], min: 0, max: capped(), question: '赞成' },
        ...titles.map((title) => ({ answers: forAgainst, min: 0, max: 1, question: title })),
      ];
    case 'satisfaction':
      return titles.map((title) => ({ answers: satisfactionLevels, min: 0, max: 1, question: title }));
    default:
      return assertNever(kind);
  }
}

/** The kind that questions of this shape have, or undefined: then only Belenios' own rules can be checked. */
export function kindOfQuestions(questions: readonly Question[]): BallotKind | undefined {
  const [first, ...rest] = questions;
  if (first === undefined || questions.some((q) => q.blank === true || q.min !== 0)) return undefined;
  if (questions.every((q) => q.max === 1 && same(q.answers, satisfactionLevels))) return 'satisfaction';
  if (rest.length === 0) return 'approve_only';
  const shared =
    same(
      first.answers,
      rest.map((q) => q.question),
    ) && rest.every((q) => q.max === 1 && same(q.answers, forAgainst));
  return shared ? 'for_against_abstain' : undefined;
}

/** The titles of the projects, in order. */
export function titlesOf(kind: BallotKind, questions: readonly Question[]): readonly string[] {
  return kind === 'satisfaction' ? questions.map((q) => q.question) : questions[0]!.answers;
}

/**
 * The plain cells (0 or 1) of every question for these marks, one mark per project.
 * @throws RangeError for marks that such a ballot cannot carry: wrong number, wrong word, more `for` than the cap.
 */
export function cellsFor(
  kind: BallotKind,
  questions: readonly Question[],
  marks: readonly (Mark | SatisfactionMark)[],
): number[][] {
  const projects = titlesOf(kind, questions).length;
  if (marks.length !== projects) throw new RangeError(`${marks.length} marks for ${projects} projects`);
  const allowed = marksOf(kind);
  if (!marks.every((mark) => allowed.includes(mark))) throw new RangeError(`a mark is none of ${allowed.join(', ')}`);
  const yes = (wanted: string) => marks.map((mark) => (mark === wanted ? 1 : 0));
  if (kind === 'satisfaction') {
    return marks.map((mark) =>
      ['satisfied', 'basically_satisfied', 'dissatisfied'].map((level) => (mark === level ? 1 : 0)),
    );
  }
  const approved = yes('for');
  if (approved.filter(Boolean).length > questions[0]!.max)
    throw new RangeError('more projects marked than the cap allows');
  if (kind === 'approve_only') return [approved];
  return [approved, ...marks.map((mark) => [mark === 'for' ? 1 : 0, mark === 'against' ? 1 : 0])];
}

/** The words a mark of this kind may be. */
export function marksOf(kind: BallotKind): readonly (Mark | SatisfactionMark)[] {
  switch (kind) {
    case 'approve_only':
      return ['for', 'abstain'];
    case 'for_against_abstain':
      return ['for', 'against', 'abstain'];
    case 'satisfaction':
      return ['satisfied', 'basically_satisfied', 'dissatisfied', 'abstain'];
    default:
      return assertNever(kind);
  }
}
