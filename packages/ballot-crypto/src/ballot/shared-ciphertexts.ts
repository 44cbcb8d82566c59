import type { Election } from '../election/election.js';
import { type Ballot, ciphertextHash } from './ballot-record.js';

/**
 * Encoding D (belenios.md 7): the first ciphertext and proof of question i must be, to the byte, those of project i in
 * question 0. Without this a ballot may have 25 `for` beside the cap.
 * @returns the first project (from 1) where they differ, or undefined. Other kinds share nothing.
 */
export function sharedCiphertextDiffers(election: Election, { answers }: Ballot): number | undefined {
  if (election.kind !== 'for_against_abstain') return undefined;
  const [approvals, ...projects] = answers;
  const at = projects.findIndex((answer, i) => {
    const own = JSON.stringify([answer.choices[0], answer.individual_proofs[0]]);
    return own !== JSON.stringify([approvals!.choices[i], approvals!.individual_proofs[i]]);
  });
  return at < 0 ? undefined : at + 1;
}

/** The distinct ciphertexts' digests, in order, and whether one stands where the kind does not repeat it. */
export function distinctCiphertexts(election: Election, { answers }: Ballot): { hashes: string[]; repeated: boolean } {
  const all = answers.flatMap((answer, i) =>
    i > 0 && election.kind === 'for_against_abstain' ? answer.choices.slice(1) : answer.choices,
  );
  const hashes = all.map(ciphertextHash);
  return {
    hashes,
    repeated: new Set(hashes).size !== hashes.length || new Set(all.map((c) => c.alpha)).size !== all.length,
  };
}
