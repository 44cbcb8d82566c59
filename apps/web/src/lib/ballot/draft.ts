import type { BallotKind, Mark, SatisfactionMark } from '@piaojue/ballot-crypto';

export type AnyMark = Mark | SatisfactionMark;

/** What a delegate has marked so far. Lives in memory only. `undefined`: not marked, counts as 弃权. */
export interface Draft {
  readonly kind: BallotKind;
  readonly cap: number;
  readonly marks: readonly (AnyMark | undefined)[];
}

export type Marking =
  { readonly ok: true; readonly draft: Draft } | { readonly ok: false; readonly refused: 'over_cap' };

export const emptyDraft = (kind: BallotKind, projects: number, cap: number): Draft => ({
  kind,
  cap,
  marks: Array.from({ length: projects }, () => undefined),
});

export const countOf = ({ marks }: Draft, mark: AnyMark): number => marks.filter((each) => each === mark).length;

/**
 * Marks one project. One more 赞成 than the cap is refused and nothing else changes: no other mark is ever taken away.
 * @param mark `undefined` takes the mark back.
 */
export function markProject(draft: Draft, project: number, mark: AnyMark | undefined): Marking {
  const before = draft.marks[project];
  if (project < 0 || project >= draft.marks.length) throw new RangeError(`project ${project} of ${draft.marks.length}`);
  if (mark === 'for' && before !== 'for' && countOf(draft, 'for') >= draft.cap)
    return { ok: false, refused: 'over_cap' };
  return { ok: true, draft: { ...draft, marks: draft.marks.map((each, i) => (i === project ? mark : each)) } };
}

/** Places of the projects that have no mark. */
export const unmarked = ({ marks }: Draft): number[] => marks.flatMap((each, i) => (each === undefined ? [i] : []));

export const hasMarks = ({ marks }: Draft): boolean => marks.some((each) => each !== undefined);

/** What is sealed: every project that has no mark is 弃权. */
export const finalMarks = ({ marks }: Draft): AnyMark[] => marks.map((each) => each ?? 'abstain');
