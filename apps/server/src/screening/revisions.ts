import { isDeepStrictEqual } from 'node:util';
import type { Tx } from '@piaojue/db';
import type { Proposal } from '@piaojue/contract';
import {
  draftOf,
  marksOf,
  submittedNote,
  versionsOf,
  wordedNote,
  type MarkRow,
  type Query,
  type VersionRow,
} from './store.js';

const isSubmission = ({ note }: Pick<VersionRow, 'note'>): boolean => note === submittedNote;
const isWorded = ({ note }: Pick<VersionRow, 'note'>): boolean => note.startsWith(wordedNote);
const outside = (versions: readonly VersionRow[]): VersionRow[] =>
  versions.filter((each) => isSubmission(each) || isWorded(each));

/**
 * When a submission last changed the text that others had judged; null where none did. What the office corrected itself
 * is part of the text that the next submission is compared with: 校核文字 outdates nothing.
 * @param versions  newest first.
 */
export function changedAt(versions: readonly VersionRow[]): string | null {
  const known = outside(versions);
  const changed = known.find((each, i) => {
    const before = known[i + 1];
    return isSubmission(each) && before && !isDeepStrictEqual(draftOf(each.fields), draftOf(before.fields));
  });
  return changed?.at ?? null;
}

/** Given before the text that stands now. */
export const isOutdated = (at: string | null, changed: string | null): boolean =>
  at !== null && changed !== null && at < changed;

/** Marks that count, and those that are older than the text. */
export function* sheetOf(tx: Tx, proposalId: string): Query<{ counted: MarkRow[]; outdated: MarkRow[] }> {
  const changed = changedAt(yield* versionsOf(tx, proposalId));
  const marks = yield* marksOf(tx, proposalId);
  return {
    counted: marks.filter(({ at }) => !isOutdated(at, changed)),
    outdated: marks.filter(({ at }) => isOutdated(at, changed)),
  };
}

/** What the office corrected since the last submission, and the versions to compare. */
export function wordedIn(versions: readonly VersionRow[], names: ReadonlyMap<string, string>): Proposal['worded'] {
  const [last, ...earlier] = outside(versions);
  if (!last || !isWorded(last)) return null;
  return {
    note: last.note.slice(wordedNote.length + 1),
    by: names.get(last.by) ?? '',
    at: last.at,
    before: earlier.find(isSubmission)?.version ?? null,
    after: last.version,
  };
}
