import type { Group } from '../group/group.js';
import { refuse, type Refusal } from '../record/verdict.js';
import { readTrustees, type Trustees, type TrusteesFailure, trusteesRecord } from './trustees-record.js';

export type SinglesFailure = TrusteesFailure | 'single_expected' | 'single_with_more';

/**
 * The keys of members of whom all must open: every text is exactly one Single entry, its proof holds, it carries neither
 * name nor signature (nobody answers for those), and all keys differ. The subject of a refusal is `member i`.
 */
export function checkSingles(group: Group, entries: readonly string[]): Trustees | Refusal<SinglesFailure> {
  const keys = new Set<string>();
  for (const [i, entry] of entries.entries()) {
    const subject = `member ${i + 1}`;
    const read = readTrustees(group, trusteesRecord([entry]));
    if (!read.ok) return refuse(read.failed, subject);
    const [own, ...more] = read.all;
    if (own === undefined || more.length > 0 || read.entries[0]?.kind !== 'Single') {
      return refuse('single_expected', subject);
    }
    const [, content] = JSON.parse(entry) as [string, object];
    if (Object.keys(content).length !== 2) return refuse('single_with_more', subject);
    if (keys.has(own.publicKey)) return refuse('trustee_key_twice', subject);
    keys.add(own.publicKey);
  }
  return readTrustees(group, trusteesRecord(entries));
}
