/** Voters and scrutineers who do not play by the rules. The provers are those of the cryptography's own tests. */
import {
  checkCertificates,
  groupByName,
  readElection,
  type Random,
} from '../../../../packages/ballot-crypto/src/index.js';
import type { Ballot } from '../../../../packages/ballot-crypto/src/ballot/ballot-record.js';
import { forgedPart } from '../../../../packages/ballot-crypto/src/testing/cheating-trustee.js';
import { cheatingBallot, resigned } from '../../../../packages/ballot-crypto/src/testing/cheating-prover.js';
import { deriveCredential } from '../../../../packages/ballot-crypto/src/credential/credential.js';
import { polynomialWith } from '../../../../packages/ballot-crypto/src/trustee/polynomial.js';
import type { Held } from '../../../../packages/ballot-crypto/src/testing/elections.js';

type Cheater = Pick<Held, 'election' | 'credentials' | 'publicCredentials' | 'random'>;

export function cheatersOf(rawElection: string, slips: readonly string[], random: Random) {
  const election = readElection(rawElection);
  const held: Cheater = {
    election,
    credentials: slips,
    publicCredentials: slips.map((slip) => deriveCredential(election.group, election.uuid, slip).publicKey),
    random,
  };
  return {
    publicCredentials: held.publicCredentials,
    /** Encrypts any numbers, and proves what cannot be proven as well as one can. */
    withCells: (voter: number, cells: readonly (readonly number[])[]): string =>
      cheatingBallot(held as Held, voter, cells),
    /** Signs whatever the ballot says, as its voter would. */
    signed: (voter: number, ballot: Ballot | Omit<Ballot, 'signature'>): string =>
      resigned(held as Held, voter, ballot),
  };
}

/** A scrutineer's part that is wrong in one number, though every proof in it holds. */
export const forgedPartOf = (rawElection: string, secretKey: bigint, tally: string, random: Random): string =>
  forgedPart({ election: readElection(rawElection), secretKey, random }, tally);

/** A scrutineer's polynomial of coefficients that it chose instead of those that its certificate commits it to. */
export function chosenPolynomial(
  seed: string,
  certificates: readonly string[],
  threshold: number,
  index: number,
  coefficients: readonly bigint[],
  random: Random,
): string {
  const group = groupByName('Ed25519');
  const members = checkCertificates(group, certificates, threshold);
  if (!members.ok) throw new Error(members.failed);
  return polynomialWith(group, seed, members, index, coefficients, random);
}
export type { Ballot };
