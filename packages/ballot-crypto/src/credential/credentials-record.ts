import type { Group } from '../group/group.js';
import { list, readCanonical, text } from '../record/shape.js';
import { refuse, type Refusal } from '../record/verdict.js';

export type CredentialsFailure =
  'credentials_not_canonical' | 'weights_not_supported' | 'credential_not_an_element' | 'credential_twice';

/**
 * The public credentials of an election, sorted so that the order says nothing. Source: belenios.md 3.4.
 * @throws RangeError when one appears twice. Not checked: that they are group elements.
 */
export function credentialsRecord(publicKeys: readonly string[]): string {
  const sorted = [...publicKeys].sort();
  if (new Set(sorted).size !== sorted.length) throw new RangeError('a public credential appears twice');
  return JSON.stringify(sorted);
}

/** Reads the list and checks that all are distinct members of the group, and none has a weight. */
export function readCredentials(
  group: Group,
  raw: string,
): { readonly ok: true; readonly credentials: ReadonlySet<string> } | Refusal<CredentialsFailure> {
  const all = readCanonical(raw, (value) => list(value, text));
  if (all === undefined) return refuse('credentials_not_canonical');
  const seen = new Set<string>();
  for (const [i, credential] of all.entries()) {
    const subject = `credential ${i + 1}`;
    if (credential.includes(',')) return refuse('weights_not_supported', subject);
    if (seen.has(credential)) return refuse('credential_twice', subject);
    seen.add(credential);
  }
  for (const [i, credential] of all.entries()) {
    const element = group.decode(credential);
    if (element === undefined || group.equal(element, group.neutral)) {
      return refuse('credential_not_an_element', `credential ${i + 1}`);
    }
  }
  return { ok: true, credentials: seen };
}
