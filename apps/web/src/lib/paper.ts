import type { PaperTotals, Vote } from '@piaojue/contract';

/** What a person typed; an empty field is not yet a number. */
export interface PaperDraft {
  readonly issued: number | null;
  readonly returned: number | null;
  readonly invalidOverPick: number | null;
  readonly invalidIllegible: number | null;
  readonly projects: readonly {
    readonly listNumber: number;
    readonly for: number | null;
    readonly against: number | null;
    readonly abstain: number | null;
  }[];
}

/** Running checks while the totals are typed: the sentences of what cannot be, in the order of the form. */
export function paperProblems(
  draft: PaperDraft,
  kind: Vote['kind'],
  cap: number,
  box: { issued: number; boxed: number },
): { general: string[]; lines: Map<number, string> } {
  const general: string[] = [];
  const lines = new Map<number, string>();
  const { issued, returned, invalidOverPick, invalidIllegible, projects } = draft;
  const allIssued = box.issued + (issued ?? 0);
  if (returned !== null && returned + box.boxed > allIssued) {
    general.push(
      `纸质票 ${returned} 张加电子票 ${box.boxed} 张，多于发出的 ${allIssued} 张。请核对；确实如此时本次票决无效。`,
    );
  }
  const invalid = (invalidOverPick ?? 0) + (invalidIllegible ?? 0);
  if (returned !== null && invalid > returned) general.push(`无效票 ${invalid} 张，多于收回的 ${returned} 张。`);
  if (returned === null || invalidOverPick === null || invalidIllegible === null || invalid > returned)
    return { general, lines };

  const valid = returned - invalid;
  for (const line of projects) {
    if (kind === 'approve_only') {
      if (line.for !== null && line.for > valid)
        lines.set(line.listNumber, `赞成 ${line.for} 票，多于有效票 ${valid} 张`);
    } else if (line.for !== null && line.against !== null && line.abstain !== null) {
      const sum = line.for + line.against + line.abstain;
      if (sum !== valid) lines.set(line.listNumber, `三栏合计 ${sum}，应为 ${valid}`);
    }
  }
  const votesFor = projects.reduce((sum, line) => sum + (line.for ?? 0), 0);
  if (kind !== 'satisfaction' && votesFor > cap * valid) {
    general.push(`赞成票合计 ${votesFor} 票，多于有效票 ${valid} 张每张最多 ${cap} 项的 ${cap * valid} 票。`);
  }
  return { general, lines };
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

export const draftOf = (vote: Pick<Vote, 'paper' | 'candidates'>): PaperDraft => {
  const standing = vote.candidates.filter(({ withdrawn }) => !withdrawn);
  const typed = new Map(vote.paper?.projects.map((line) => [line.listNumber, line]));
  return {
    issued: vote.paper?.issued ?? null,
    returned: vote.paper?.returned ?? null,
    invalidOverPick: vote.paper?.invalidOverPick ?? null,
    invalidIllegible: vote.paper?.invalidIllegible ?? null,
    projects: standing.map(({ listNumber }) => ({
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
