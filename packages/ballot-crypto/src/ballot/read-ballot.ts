import type { Election } from '../election/election.js';
import { verifyKnowledge } from '../proof/knowledge.js';
import { type Proof, scalarsOf } from '../proof/proof.js';
import { refuse, type Refusal } from '../record/verdict.js';
import { longestBallot, wrongArity } from './ballot-arity.js';
import { type Ballot, parseBallot, signedDigest, trackerOf } from './ballot-record.js';
import { distinctCiphertexts, sharedCiphertextDiffers } from './shared-ciphertexts.js';

export type CheapFailure =
  | 'too_long'
  | 'not_canonical'
  | 'wrong_election'
  | 'wrong_fingerprint'
  | 'blank_not_allowed'
  | 'wrong_arity'
  | 'scalar_out_of_range'
  | 'shared_ciphertext_differs'
  | 'ciphertext_repeated'
  | 'credential_unknown'
  | 'credential_not_an_element'
  | 'signature_hash_differs'
  | 'signature_invalid';

export interface BallotFacts {
  readonly ok: true;
  /** str of the public credential that signed it */
  readonly credential: string;
  readonly tracker: string;
  /** hex digests of its ciphertexts: none of them may stand in another ballot */
  readonly ciphertextHashes: readonly string[];
}

/**
 * The cheap checks, cheapest first, about two exponentiations: length, canonical bytes, election, arity, ranges,
 * credential, signature. Not checked: group membership of the ciphertexts and the proofs (`checkBallotProofs`),
 * and whether credential or ciphertexts stand on the board already.
 * @param publicCredentials the election's list, checked by `readCredentials`; without it any credential passes.
 * Source: belenios.md 3.5 and 5.4.
 */
export function readBallot(
  election: Election,
  raw: string,
  publicCredentials?: ReadonlySet<string>,
): BallotFacts | Refusal<CheapFailure> {
  const read = readForm(election, raw);
  if (!read.ok) return read;
  const { ballot, hashes } = read;
  const { group } = election;
  if (publicCredentials !== undefined && !publicCredentials.has(ballot.credential)) return refuse('credential_unknown');
  const key = publicCredentials ? group.decodeAgain(ballot.credential) : group.decode(ballot.credential);
  if (key === undefined || group.equal(key, group.neutral)) return refuse('credential_not_an_element');
  if (signedDigest(ballot) !== ballot.signature.hash) return refuse('signature_hash_differs');
  if (!verifyKnowledge(group, key, `sig|${ballot.signature.hash}|`, ballot.signature.proof)) {
    return refuse('signature_invalid');
  }
  return { ok: true, credential: ballot.credential, tracker: trackerOf(raw), ciphertextHashes: hashes };
}

/** Everything that needs no arithmetic. */
export function readForm(
  election: Election,
  raw: string,
): { readonly ok: true; readonly ballot: Ballot; readonly hashes: string[] } | Refusal<CheapFailure> {
  if (typeof raw !== 'string') throw new TypeError('a ballot is a string');
  if (raw.length > longestBallot(election)) return refuse('too_long');
  const ballot = parseBallot(raw);
  if (ballot === undefined) return refuse('not_canonical');
  if (ballot.election_uuid !== election.uuid) return refuse('wrong_election');
  if (ballot.election_hash !== election.fingerprint) return refuse('wrong_fingerprint');
  const blank = ballot.answers.findIndex(
    (a, i) => a.blank_proof !== undefined && election.questions[i]?.blank !== true,
  );
  if (blank >= 0) return refuse('blank_not_allowed', `question ${blank + 1}`);
  const arity = wrongArity(election, ballot);
  if (arity !== undefined) return refuse('wrong_arity', arity);
  const large = scalarOutOfRange(ballot, election.group.order);
  if (large !== undefined) return refuse('scalar_out_of_range', large);
  const differs = sharedCiphertextDiffers(election, ballot);
  if (differs !== undefined) return refuse('shared_ciphertext_differs', `project ${differs}`);
  const { hashes, repeated } = distinctCiphertexts(election, ballot);
  if (repeated) return refuse('ciphertext_repeated');
  return { ok: true, ballot, hashes };
}

function scalarOutOfRange(ballot: Ballot, order: bigint): string | undefined {
  const large = (proof: Proof) => scalarsOf(proof, order) === undefined;
  for (const [i, answer] of ballot.answers.entries()) {
    const at = `question ${i + 1}`;
    const cell = answer.individual_proofs.findIndex((proofs) => proofs.some(large));
    if (cell >= 0) return `${at}, cell ${cell + 1}`;
    if (answer.overall_proof.some(large)) return `${at}, overall_proof`;
    if (answer.blank_proof?.some(large)) return `${at}, blank_proof`;
  }
  return large(ballot.signature.proof) ? 'signature' : undefined;
}
