import type { Election } from '../election/election.js';
import { accepted, refuse, type Verdict } from '../record/verdict.js';
import { parseBallot } from './ballot-record.js';
import { type CheapFailure, readBallot } from './read-ballot.js';
import { ballotBody, type Marks } from './seal.js';

export type AuditFailure = CheapFailure | 'wrong_credential' | 'not_what_was_marked' | 'marks_impossible';

/**
 * Audit or cast (Benaloh): a second device makes the ballot again from what the first one shows, and compares every
 * byte but the signature, which it verifies. A ballot that was audited must never be cast: seed and marks are known.
 * @param credential the public credential. The secret one is not needed and must not be asked for.
 */
export function auditBallot(shown: {
  readonly election: Election;
  readonly credential: string;
  readonly seed: Uint8Array;
  readonly marks: Marks;
  readonly ballot: string;
}): Verdict<AuditFailure> {
  const { election, credential, seed, marks, ballot } = shown;
  const read = readBallot(election, ballot);
  if (!read.ok) return read;
  if (read.credential !== credential) return refuse('wrong_credential');
  let again;
  try {
    again = ballotBody(election, credential, marks, seed);
  } catch (error) {
    if (error instanceof RangeError) return refuse('marks_impossible');
    throw error;
  }
  const parsed = parseBallot(ballot)!;
  for (const [i, answer] of again.answers.entries()) {
    const cell = answer.choices.findIndex(
      (c, j) => JSON.stringify(c) !== JSON.stringify(parsed.answers[i]!.choices[j]),
    );
    if (cell >= 0) return refuse('not_what_was_marked', `question ${i + 1}, cell ${cell + 1}`);
    if (JSON.stringify(answer) !== JSON.stringify(parsed.answers[i])) {
      return refuse('not_what_was_marked', `question ${i + 1}, proofs`);
    }
  }
  return accepted;
}
