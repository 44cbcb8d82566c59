import type { BallotFailure } from '../ballot/check-proofs.js';
import type { ChainFailure } from '../archive/chain.js';
import type { ContainerFailure } from '../archive/container.js';
import type { CredentialsFailure } from '../credential/credentials-record.js';
import type { ElectionFailure } from '../election/election.js';
import type { RefusedPart, ResultFailure } from '../tally/result.js';
import type { TotalsFailure } from '../tally/totals.js';
import type { TrusteesFailure } from '../trustee/trustees-record.js';

/** The parts of a verification, in order. */
export const checkNames = [
  'container',
  'chain',
  'election',
  'credentials',
  'trustees',
  'board',
  'ballots',
  'tally',
  'decryption',
  'result',
  'totals',
] as const;
export type CheckName = (typeof checkNames)[number];

export type BoardFailure = 'ballot_twice' | 'credential_voted_twice' | 'ciphertext_copied';
export type TallyFailure = 'tally_differs' | 'num_tallied_wrong' | 'total_weight_wrong';

export type VerificationFailure =
  | ContainerFailure
  | ChainFailure
  | ElectionFailure
  | CredentialsFailure
  | TrusteesFailure
  | 'election_key_not_the_trustees'
  | BoardFailure
  | BallotFailure
  | TallyFailure
  | RefusedPart['failed']
  | ResultFailure
  | 'result_differs'
  | TotalsFailure;

export interface Step {
  readonly check: CheckName;
  readonly ok: boolean;
  readonly failed?: VerificationFailure;
  /** record, ballot number (from 1, in archive order) or trustee */
  readonly subject?: string;
  /** plain English */
  readonly sentence: string;
}

const subjects: Readonly<Record<CheckName, string>> = {
  container: 'every record is whole and named by its hash',
  chain: 'the events follow one another without gap or change',
  election: 'the election record is well-formed',
  credentials: 'the public credentials are distinct and valid',
  trustees: 'the election key is the sum of keys that the trustees prove to hold',
  board: 'no ballot, credential or ciphertext appears twice',
  ballots: 'every ballot is signed by a listed credential and proves that it is a legal vote',
  tally: 'the encrypted sum is that of exactly these ballots',
  decryption: 'every partial decryption is proven',
  result: 'the result is what the partial decryptions give',
  totals: 'the sums per project agree with one another',
};

export const passed = (check: CheckName): Step => ({ check, ok: true, sentence: subjects[check] });

export function failedStep(check: CheckName, failed: VerificationFailure, subject?: string): Step {
  const whom = subject === undefined ? '' : ` (${subject})`;
  return {
    check,
    ok: false,
    failed,
    ...(subject === undefined ? {} : { subject }),
    sentence: `not so: ${subjects[check]}: ${failed.replaceAll('_', ' ')}${whom}`,
  };
}
