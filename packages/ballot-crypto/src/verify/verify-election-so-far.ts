import { type BallotFailure, checkBallotProofs } from '../ballot/check-proofs.js';
import { readBallot } from '../ballot/read-ballot.js';
import { readCredentials } from '../credential/credentials-record.js';
import { checkElection, type Election } from '../election/election.js';
import type { Arithmetic } from '../group/group.js';
import type { Refusal, Verdict } from '../record/verdict.js';
import { encryptedTallyOf, readSizedTally, tallyRecord } from '../tally/tally.js';
import { readTrustees, type Trustees } from '../trustee/trustees-record.js';
import { failedStep, passed, type Step } from './steps.js';

/** Records in memory, each exactly as published. */
export interface ElectionRecords {
  readonly election: string;
  readonly trustees: string;
  readonly credentials: string;
  readonly ballots: readonly string[];
  /** once the ballots have ended */
  readonly tally?: { readonly encrypted: string; readonly sized: string };
}

export interface VerifyOptions {
  readonly arithmetic?: Arithmetic;
  /** false by default: a credential votes once. When true, its last ballot counts. */
  readonly allowRevote?: boolean;
  /** Threshold groups of Belenios 2.0, for old records only. */
  readonly allowOldLayout?: boolean;
  readonly onStep?: (step: Step) => void;
  readonly onProgress?: (ballotsChecked: number, ballots: number) => void;
  /** Replaces the proofs' check ballot by ballot, e.g. to share it among workers: one verdict each, in order. */
  readonly checkProofs?: (election: Election, ballots: readonly string[]) => Promise<readonly Verdict<BallotFailure>[]>;
}

export interface ElectionSoFar {
  readonly ok: boolean;
  readonly steps: readonly Step[];
  readonly election?: Election;
  readonly trustees?: Trustees;
  /** of the ballots that count; present when all is well so far. Decrypt this and nothing else. */
  readonly tally?: { readonly record: string; readonly ballots: number };
}

/**
 * Points 1 to 5 of belenios.md 5, and the tally recomputed from the ballots: what a trustee's page must do before it
 * decrypts. Stops at the first part that fails; all bad ballots are named. Not checked: that the records are
 * the ones others see (compare the fingerprint and the number of ballots), and that the vote is closed.
 */
export async function verifyElectionSoFar(
  records: ElectionRecords,
  options: VerifyOptions = {},
): Promise<ElectionSoFar> {
  const steps: Step[] = [];
  const report = (step: Step): boolean => {
    steps.push(step);
    options.onStep?.(step);
    return step.ok;
  };
  const read = checkElection(records.election, options.arithmetic);
  if (!read.ok) return stop(report(failedStep('election', read.failed, read.subject)), steps);
  const { election } = read;
  report(passed('election'));

  const listed = readCredentials(election.group, records.credentials);
  if (!listed.ok) return stop(report(failedStep('credentials', listed.failed, listed.subject)), steps);
  report(passed('credentials'));

  const trustees = readTrustees(election.group, records.trustees, options.allowOldLayout ? 'old' : 'new');
  if (!trustees.ok) return stop(report(failedStep('trustees', trustees.failed, trustees.subject)), steps);
  if (trustees.electionKey !== election.publicKey) {
    return stop(report(failedStep('trustees', 'election_key_not_the_trustees')), steps);
  }
  report(passed('trustees'));

  const cheap = records.ballots.map((raw) => readBallot(election, raw, listed.credentials));
  const board = boardFailure(records.ballots, cheap, options.allowRevote ?? false);
  if (board !== undefined) return stop(report(board), steps);
  report(passed('board'));

  const bad = cheap.flatMap((verdict, i) => (verdict.ok ? [] : [ballotStep(i, verdict)]));
  if (bad.length === 0) bad.push(...(await badProofs(election, records.ballots, options)));
  if (bad.length > 0) {
    bad.forEach(report);
    return { ok: false, steps };
  }
  report(passed('ballots'));

  const tally = encryptedTallyOf(election, records.ballots);
  const record = tallyRecord(election, tally);
  if (records.tally !== undefined) {
    const step = tallyStep(records.tally, record, tally.ballots);
    if (!report(step)) return { ok: false, steps };
  }
  return { ok: true, steps, election, trustees, tally: { record, ballots: tally.ballots } };
}

const stop = (_reported: boolean, steps: readonly Step[]): ElectionSoFar => ({ ok: false, steps });

const ballotStep = (i: number, { failed, subject }: Refusal<BallotFailure>): Step =>
  failedStep('ballots', failed, subject === undefined ? `ballot ${i + 1}` : `ballot ${i + 1}, ${subject}`);

async function badProofs(election: Election, ballots: readonly string[], options: VerifyOptions): Promise<Step[]> {
  if (options.checkProofs !== undefined) {
    const verdicts = await options.checkProofs(election, ballots);
    if (verdicts.length !== ballots.length)
      throw new Error(`${verdicts.length} verdicts for ${ballots.length} ballots`);
    return ballots.flatMap((_, i) => {
      const verdict = verdicts[i];
      if (verdict === undefined) throw new Error(`no verdict for ballot ${i + 1}`); // a hole is not an acceptance
      return verdict.ok ? [] : [ballotStep(i, verdict)];
    });
  }
  return ballots.flatMap((raw, i) => {
    const verdict = checkBallotProofs(election, raw);
    options.onProgress?.(i + 1, ballots.length);
    return verdict.ok ? [] : [ballotStep(i, verdict)];
  });
}

/** Point 2 of belenios.md 5, and no ciphertext in two ballots. Ballots that fail on their own are left to `ballots`. */
function boardFailure(
  ballots: readonly string[],
  facts: readonly ReturnType<typeof readBallot>[],
  allowRevote: boolean,
): Step | undefined {
  const [raws, credentials, ciphertexts] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const [i, raw] of ballots.entries()) {
    const subject = `ballot ${i + 1}`;
    const fact = facts[i]!;
    if (raws.has(raw)) return failedStep('board', 'ballot_twice', subject);
    raws.add(raw);
    if (!fact.ok) continue;
    if (credentials.has(fact.credential) && !allowRevote) return failedStep('board', 'credential_voted_twice', subject);
    credentials.add(fact.credential);
    if (fact.ciphertextHashes.some((hash) => ciphertexts.has(hash)))
      return failedStep('board', 'ciphertext_copied', subject);
    fact.ciphertextHashes.forEach((hash) => ciphertexts.add(hash));
  }
  return undefined;
}

function tallyStep(published: { encrypted: string; sized: string }, record: string, ballots: number): Step {
  const sized = readSizedTally(published.sized);
  if (published.encrypted !== record) return failedStep('tally', 'tally_differs');
  if (sized?.num_tallied !== ballots)
    return failedStep('tally', 'num_tallied_wrong', `${sized?.num_tallied} instead of ${ballots}`);
  if (sized.total_weight !== ballots)
    return failedStep('tally', 'total_weight_wrong', `${sized.total_weight} instead of ${ballots}`);
  return passed('tally');
}
