import { deriveCredential } from '../credential/credential.js';
import type { Election } from '../election/election.js';
import { cellsFor, type Mark, type SatisfactionMark } from '../election/kinds.js';
import { allowedSums, type Question } from '../election/questions.js';
import { proveKnowledge } from '../proof/knowledge.js';
import { type Opening, proveOneOf, type ScalarFor } from '../proof/one-of.js';
import type { Proof } from '../proof/proof.js';
import { seededScalars, within } from '../proof/seeded-scalars.js';
import { assertRandom, type Random } from '../record/random.js';
import { modulo, sumOf } from '../record/scalar.js';
import {
  type Answer,
  type BallotBody,
  individualContext,
  overallContext,
  signedDigest,
  trackerOf,
} from './ballot-record.js';

export type Marks = readonly Mark[] | readonly SatisfactionMark[];

export type SealRequest = {
  readonly election: Election;
  /** in its normal spelling */
  readonly credential: string;
  /** one per project, in the election's order */
  readonly marks: Marks;
  /** from 0 to 1, after each ciphertext and each sum */
  readonly onProgress?: (done: number) => void;
} & (
  | { /** 32 random bytes; keep it only to answer an audit, then forget it */ readonly seed: Uint8Array }
  | { readonly random: Random }
);

/**
 * Encrypts, proves and signs a ballot. The same request with the same seed gives the same bytes.
 * The numbers of ciphertexts and proofs are the same for all marks; the length in bytes varies by a few digits with
 * the random numbers, not with the marks.
 * @throws RangeError for marks the ballot cannot carry (over the cap) and for an election of no kind of ours.
 * Source: belenios.md 3.5, 7.
 */
export function sealBallot(request: SealRequest): { readonly ballot: string; readonly tracker: string } {
  const { election, credential } = request;
  const { secretKey, publicKey } = deriveCredential(election.group, election.uuid, credential);
  const seed = 'seed' in request ? request.seed : seedFrom(request.random);
  const body = ballotBody(election, publicKey, request.marks, seed, request.onProgress);
  const hash = signedDigest(body);
  // The nonce needs the secret key: whoever is shown the seed in an audit must not learn the credential from it.
  const nonce = seededScalars(seed, ['sign', secretKey.toString(), hash], election.group.order)('w');
  const proof = proveKnowledge(election.group, secretKey, `sig|${hash}|`, nonce);
  const ballot = JSON.stringify({ ...body, signature: { hash, proof } });
  return { ballot, tracker: trackerOf(ballot) };
}

function seedFrom(random: Random): Uint8Array {
  assertRandom(random);
  return random(32);
}

/** What is signed, from the marks and the seed alone: also made again by whoever audits it. */
export function ballotBody(
  election: Election,
  credential: string,
  marks: Marks,
  seed: Uint8Array,
  onProgress?: (done: number) => void,
): BallotBody {
  if (election.kind === undefined) throw new RangeError('this election is of no kind that we can mark');
  const cells = cellsFor(election.kind, election.questions, marks);
  // The marks too: the same seed with other marks must not repeat a nonce, which would show both.
  const scalarFor = seededScalars(seed, [election.fingerprint, credential, marks.join(',')], election.group.order);
  const context = individualContext(election.fingerprint, credential);
  const shares = election.kind === 'for_against_abstain';
  const steps = cells.reduce((n, row, i) => n + row.length + (shares && i > 0 ? 0 : 1), 0);
  let done = 0;
  const step = () => onProgress?.(Math.min(1, ++done / steps));

  const sealedRows: SealedCell[][] = [];
  const answers = election.questions.map((question, i): Answer => {
    const sealed = cells[i]!.map((m, j) => {
      const repeated = shares && i > 0 && j === 0 ? sealedRows[0]![i - 1] : undefined;
      if (repeated !== undefined) return repeated;
      const cell = sealCell(election, context, m, within(scalarFor, `${i}|${j}`));
      step();
      return cell;
    });
    sealedRows.push(sealed);
    const overall_proof = proveSum(election, question, context, sealed, within(scalarFor, `${i}|sum`));
    step();
    return {
      choices: sealed.map(({ opening: { alpha, beta } }) => ({ alpha, beta })),
      individual_proofs: sealed.map((cell) => cell.proofs),
      overall_proof,
    };
  });
  return { election_uuid: election.uuid, election_hash: election.fingerprint, credential, answers };
}

interface SealedCell {
  readonly opening: Opening;
  readonly proofs: readonly Proof[];
}

function sealCell({ group, keyPower }: Election, context: string, m: number, scalarFor: ScalarFor): SealedCell {
  const r = scalarFor('r');
  const masked = keyPower(r);
  const beta = m === 0 ? masked : group.multiply(masked, group.powerOfGenerator(BigInt(m)));
  const opening = { alpha: group.encode(group.powerOfGenerator(r)), beta: group.encode(beta), r, m };
  return { opening, proofs: proveOneOf(group, keyPower, context, opening, [0, 1], scalarFor) };
}

function proveSum(
  { group, keyPower }: Election,
  question: Question,
  context: string,
  cells: readonly SealedCell[],
  scalarFor: ScalarFor,
): Proof[] {
  const r = sumOf(
    cells.map((cell) => cell.opening.r),
    group.order,
  );
  const m = cells.reduce((n, cell) => n + cell.opening.m, 0);
  const alpha = group.encode(group.powerOfGenerator(r));
  const beta = group.encode(group.multiply(keyPower(r), group.powerOfGenerator(modulo(BigInt(m), group.order))));
  const outer = overallContext(
    context,
    cells.map((cell) => cell.opening),
  );
  return proveOneOf(group, keyPower, outer, { alpha, beta, r, m }, allowedSums(question), scalarFor);
}
