import type { BallotFailure, Verdict } from '@piaojue/ballot-crypto';
import { AskedWorker } from '../ballot/ask-worker.js';
import type { CheckProofs } from './open-box.js';

export type ProofAsks = {
  readonly election: { readonly given: string; readonly reply: void };
  readonly ballot: { readonly given: string; readonly reply: Verdict<BallotFailure> };
};

/** Checks ballots on all cores. Every ballot gets a verdict or the whole check fails: a lost one is not an acceptance. */
export const proofPool =
  (make: () => Worker, size: number): CheckProofs =>
  async (election, ballots, progress) => {
    const workers = Array.from({ length: Math.min(size, ballots.length) }, () => new AskedWorker<ProofAsks>(make));
    const verdicts: Verdict<BallotFailure>[] = [];
    let [next, done] = [0, 0];
    const lane = async (worker: AskedWorker<ProofAsks>): Promise<void> => {
      await worker.ask('election', election);
      for (let i = next++; i < ballots.length; i = next++) {
        verdicts[i] = await worker.ask('ballot', ballots[i]!);
        progress(++done);
      }
    };
    try {
      await Promise.all(workers.map(lane));
    } finally {
      workers.forEach((worker) => worker.end());
    }
    return verdicts;
  };
