import { type Chain, readChain } from '../archive/chain.js';
import { readArchive } from '../archive/container.js';
import type { Election } from '../election/election.js';
import { checkParts, combineParts } from '../tally/result.js';
import { type ProjectTotals, totalsOf } from '../tally/totals.js';
import { failedStep, passed, type Step } from './steps.js';
import { type ElectionSoFar, verifyElectionSoFar, type VerifyOptions } from './verify-election-so-far.js';

export interface Verification {
  /** `complete`: a result is there and every check passed. `unfinished`: all is well so far, but there is no result. */
  readonly outcome: 'complete' | 'unfinished' | 'refused';
  readonly steps: readonly Step[];
  readonly election?: Election;
  /** ballots that count */
  readonly ballots?: number;
  /** ballots on the board, in order */
  readonly chain?: Chain;
  /** the numbers of the result record, checked */
  readonly values?: readonly (readonly number[])[];
  /** absent when the election is of no kind of ours: then only Belenios' own rules were checked */
  readonly projects?: readonly ProjectTotals[];
}

/**
 * The strict verifier: all eight points of belenios.md 5 and section 7, on the bytes of a .bel. Uses nothing but the
 * archive. Not checked: that it is the archive others have (compare fingerprint and trackers), and who holds the
 * credentials. Weights, shuffles and unknown events are refused by name.
 */
export async function verifyArchive(bytes: Uint8Array, options: VerifyOptions = {}): Promise<Verification> {
  const steps: Step[] = [];
  const report = (step: Step): void => {
    steps.push(step);
    options.onStep?.(step);
  };
  const archive = readArchive(bytes);
  if (!archive.ok) {
    report(failedStep('container', archive.failed, archive.subject));
    return { outcome: 'refused', steps };
  }
  report(passed('container'));
  const chain = readChain(archive.records);
  if (!chain.ok) {
    report(failedStep('chain', chain.failed, chain.subject));
    return { outcome: 'refused', steps };
  }
  report(passed('chain'));
  const soFar = await verifyElectionSoFar(chain, { allowOldLayout: true, ...options });
  steps.push(...soFar.steps);
  const { election, tally } = soFar;
  if (!soFar.ok || election === undefined || tally === undefined) return { outcome: 'refused', steps, chain };
  const facts = { election, chain, ballots: tally.ballots };
  const opened = chain.tally === undefined ? undefined : openTally(chain, soFar, report);
  if (steps.some((step) => !step.ok)) return { outcome: 'refused', steps, ...facts };
  return { outcome: opened === undefined ? 'unfinished' : 'complete', steps, ...facts, ...opened };
}

/** Points 6 to 8. @returns the numbers, or undefined when there is no result or a check failed. */
function openTally(
  chain: Chain,
  { election, trustees, tally }: ElectionSoFar,
  report: (step: Step) => void,
): { values: readonly (readonly number[])[]; projects?: readonly ProjectTotals[] } | undefined {
  const parts = checkParts(election!, trustees!, tally!.record, chain.parts);
  parts.refused.forEach(({ owner, failed, subject }) =>
    report(
      failedStep('decryption', failed, subject === undefined ? `trustee ${owner}` : `trustee ${owner}, ${subject}`),
    ),
  );
  if (parts.refused.length > 0) return undefined;
  if (chain.parts.length > 0) report(passed('decryption'));
  if (chain.result === undefined) return undefined;
  const result = combineParts(election!, trustees!, tally!.record, parts, tally!.ballots);
  if (!result.ok) {
    report(failedStep('result', result.failed, result.subject));
    return undefined;
  }
  const spoiler = result.refused[0];
  if (spoiler !== undefined || result.record !== chain.result) {
    report(
      spoiler
        ? failedStep('result', spoiler.failed, `trustee ${spoiler.owner}`)
        : failedStep('result', 'result_differs'),
    );
    return undefined;
  }
  report(passed('result'));
  if (election!.kind === undefined) return { values: result.values };
  const totals = totalsOf(election!, result.values, tally!.ballots);
  report(totals.ok ? passed('totals') : failedStep('totals', totals.failed, totals.subject));
  return totals.ok ? { values: result.values, projects: totals.projects } : undefined;
}
