import type { PaperMark } from './paper-ballot.js';
import type { ProjectId } from './outcome.js';

/** What one teller typed for one paper ballot: a mark for every project. */
export interface PaperEntry {
  readonly by: string;
  readonly marks: Readonly<Record<ProjectId, PaperMark>>;
}

/** A scrutineer's decision on a ballot that two tellers read differently. */
export interface EntryDecision {
  readonly by: string;
  readonly marks: Readonly<Record<ProjectId, PaperMark>>;
}

/** Both entries are kept whatever happens. */
export type EntrySettlement = { readonly first: PaperEntry; readonly second: PaperEntry } & (
  | { readonly kind: 'agreed'; readonly marks: PaperEntry['marks'] }
  | { readonly kind: 'needs_scrutineer'; readonly differing: readonly ProjectId[] }
  | {
      readonly kind: 'decided';
      readonly marks: PaperEntry['marks'];
      readonly differing: readonly ProjectId[];
      readonly by: string;
    }
  | { readonly kind: 'same_person' }
);

/**
 * Two people type every paper ballot on their own (双人录入). Where they differ, the ballot does not count until a
 * scrutineer, who is neither of them, has decided. Source: R-VALID-07.
 */
export function settleDoubleEntry(first: PaperEntry, second: PaperEntry, decision?: EntryDecision): EntrySettlement {
  if (first.by === second.by) return { kind: 'same_person', first, second };
  const differing = [...new Set([...Object.keys(first.marks), ...Object.keys(second.marks)])].filter(
    (project) => first.marks[project] !== second.marks[project],
  );
  if (differing.length === 0) return { kind: 'agreed', marks: first.marks, first, second };
  if (decision === undefined || decision.by === first.by || decision.by === second.by) {
    return { kind: 'needs_scrutineer', differing, first, second };
  }
  return { kind: 'decided', marks: decision.marks, differing, by: decision.by, first, second };
}
