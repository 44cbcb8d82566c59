import { type Proof, readProof } from '../proof/proof.js';
import { compactDigest, hexDigest } from '../record/digest.js';
import { fields, list, optional, readCanonical, text } from '../record/shape.js';

export interface Ciphertext {
  readonly alpha: string;
  readonly beta: string;
}

export interface Answer {
  readonly choices: readonly Ciphertext[];
  readonly individual_proofs: readonly (readonly Proof[])[];
  readonly overall_proof: readonly Proof[];
  readonly blank_proof?: readonly Proof[];
}

/** Everything but the signature: what is signed. */
export interface BallotBody {
  readonly election_uuid: string;
  readonly election_hash: string;
  readonly credential: string;
  readonly answers: readonly Answer[];
}

/** The ballot record of belenios.md 3.5, keys in its order. */
export interface Ballot extends BallotBody {
  readonly signature: { readonly hash: string; readonly proof: Proof };
}

export function readCiphertext(value: unknown): Ciphertext {
  const { alpha, beta } = fields(value);
  return { alpha: text(alpha), beta: text(beta) };
}

const readProofs = (value: unknown): Proof[] => list(value, readProof);

function readAnswer(value: unknown): Answer {
  const from = fields(value);
  return {
    choices: list(from.choices, readCiphertext),
    individual_proofs: list(from.individual_proofs, readProofs),
    overall_proof: readProofs(from.overall_proof),
    ...optional(from, 'blank_proof', readProofs),
  };
}

function readWhole(value: unknown): Ballot {
  const from = fields(value);
  const signature = fields(from.signature);
  return {
    election_uuid: text(from.election_uuid),
    election_hash: text(from.election_hash),
    credential: text(from.credential),
    answers: list(from.answers, readAnswer),
    signature: { hash: text(signature.hash), proof: readProof(signature.proof) },
  };
}

/** The parsed ballot, or undefined unless its bytes are the canonical ones. */
export const parseBallot = (raw: string): Ballot | undefined => readCanonical(raw, readWhole);

export function signedDigest({ election_uuid, election_hash, credential, answers }: BallotBody): string {
  return compactDigest(JSON.stringify({ election_uuid, election_hash, credential, answers }));
}

/** The voter's tracking code (追踪码): SHA-256 of the whole ballot, 43 characters of base64. */
export const trackerOf = (rawBallot: string): string => compactDigest(rawBallot);

/** Names a ciphertext on the board, so that a copy is noticed: hex SHA-256 of `alpha,beta`. */
export const ciphertextHash = ({ alpha, beta }: Ciphertext): string => hexDigest(`${alpha},${beta}`);

/** S0 and S1 of belenios.md 3.5: what the proofs of a ballot are bound to. */
export const individualContext = (fingerprint: string, credential: string): string => `${fingerprint}|${credential}`;

export const overallContext = (individual: string, choices: readonly Ciphertext[]): string =>
  `${individual}|${choices.map(({ alpha, beta }) => `${alpha},${beta}`).join(',')}`;
