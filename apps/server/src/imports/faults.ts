import { candidateFields, type CandidateFields } from '@piaojue/contract';
import { headingOf, messageOf } from './candidates.js';

/** What keeps these fields from being a candidate project, in the words of the list's columns. */
export function candidateFaults(
  raw: unknown,
): { fields: CandidateFields } | { faults: { path: string; message: string }[] } {
  const parsed = candidateFields.safeParse(raw);
  if (parsed.success) return { fields: parsed.data };
  return {
    faults: parsed.error.issues.map((issue) => ({
      path: String(issue.path[0] ?? ''),
      message: `${headingOf(issue.path)}：${messageOf(issue)}`,
    })),
  };
}
