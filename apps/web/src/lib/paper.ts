import type { PaperTotals, Vote } from '@piaojue/contract';
import type { PaperProblem, PaperReport } from '@piaojue/rules';

/** What a person typed; an empty field is not yet a number. */
export type PaperDraft = PaperReport;

/** The sentences of `checkPaper` while somebody types: those of the whole report, and those of its lines. */
export function problemsShown(problems: readonly PaperProblem[]): { general: string[]; lines: Map<number, string> } {
  const lines = new Map<number, string>();
  for (const { listNumber, sentence } of problems) if (listNumber !== undefined) lines.set(listNumber, sentence);
  return { general: problems.flatMap((one) => (one.listNumber === undefined ? [one.sentence] : [])), lines };
}

export const isComplete = (draft: PaperDraft, kind: Vote['kind']): boolean =>
  [draft.issued, draft.returned, draft.invalidOverPick, draft.invalidIllegible].every((n) => n !== null) &&
  draft.projects.every(
    (line) => line.for !== null && (kind === 'approve_only' || (line.against !== null && line.abstain !== null)),
  );

/** Approve-only sheets have one column; a valid sheet that does not mark a project abstains on it. */
export function paperTotalsOf(draft: PaperDraft, kind: Vote['kind']): PaperTotals {
  const valid = (draft.returned ?? 0) - (draft.invalidOverPick ?? 0) - (draft.invalidIllegible ?? 0);
  return {
    issued: draft.issued ?? 0,
    returned: draft.returned ?? 0,
    invalidOverPick: draft.invalidOverPick ?? 0,
    invalidIllegible: draft.invalidIllegible ?? 0,
    projects: draft.projects.map(({ listNumber, for: votesFor, against, abstain }) => ({
      listNumber,
      for: votesFor ?? 0,
      against: against ?? 0,
      abstain: kind === 'approve_only' ? Math.max(0, valid - (votesFor ?? 0)) : (abstain ?? 0),
    })),
  };
}

/** What the form starts from: numbers that were given and wait, else those entered, else nothing. */
export const draftOf = (
  { paper, candidates }: Pick<Vote, 'paper' | 'candidates'>,
  given: PaperTotals | null = paper,
): PaperDraft => {
  const typed = new Map(given?.projects.map((line) => [line.listNumber, line]));
  return {
    issued: given?.issued ?? null,
    returned: given?.returned ?? null,
    invalidOverPick: given?.invalidOverPick ?? null,
    invalidIllegible: given?.invalidIllegible ?? null,
    projects: candidates
      .filter(({ withdrawn }) => !withdrawn)
      .map(({ listNumber }) => ({
        listNumber,
        for: typed.get(listNumber)?.for ?? null,
        against: typed.get(listNumber)?.against ?? null,
        abstain: typed.get(listNumber)?.abstain ?? null,
      })),
  };
};

/** 没有纸质票: every field 0. */
export const noPaper = (draft: PaperDraft): PaperDraft => ({
  issued: 0,
  returned: 0,
  invalidOverPick: 0,
  invalidIllegible: 0,
  projects: draft.projects.map(({ listNumber }) => ({ listNumber, for: 0, against: 0, abstain: 0 })),
});

/** A whole number of ballots as typed, full-width digits included; null while it is not one. */
export function ballotsTyped(text: string): number | null {
  const plain = text.normalize('NFKC').trim();
  return /^\d{1,6}$/.test(plain) ? Number(plain) : null;
}

/** What a correction changes, one line each: 第3号项目赞成：5 → 6. */
export function paperChanges(
  before: PaperTotals | null,
  after: PaperTotals | null,
  names: readonly [string, string, string],
): string[] {
  if (before === null || after === null) return [];
  const line = (label: string, from: number | undefined, to: number): string[] =>
    from === to ? [] : [`${label}：${from ?? 0} → ${to}`];
  const heads = [
    ['issued', '另外发出'],
    ['returned', '收回'],
    ['invalidOverPick', '无效（超选）'],
    ['invalidIllegible', '无效（无法辨认）'],
  ] as const;
  const old = new Map(before.projects.map((each) => [each.listNumber, each]));
  return [
    ...heads.flatMap(([name, label]) => line(label, before[name], after[name])),
    ...after.projects.flatMap((each) =>
      (['for', 'against', 'abstain'] as const).flatMap((column, i) =>
        line(`第${each.listNumber}号项目${names[i] ?? ''}`, old.get(each.listNumber)?.[column], each[column]),
      ),
    ),
  ];
}
