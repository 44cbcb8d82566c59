import { Worker } from 'node:worker_threads';
import type { BallotFailure, Election, Verdict } from '@piaojue/ballot-crypto';
import type { ProofTask } from './proof-worker.js';

const batch = 4;
const worthIt = 6; // a worker costs as much to start as a few ballots

type Verdicts = readonly Verdict<BallotFailure>[];

/**
 * Checks ballots on several cores. A worker that dies ends the verification with its error: no verdict is ever made up.
 * @returns undefined when it is not worth it: the caller then checks in its own thread.
 */
export function checkProofsOn(
  workers: number,
  onProgress: (done: number, all: number) => void,
): ((election: Election, ballots: readonly string[]) => Promise<Verdicts>) | undefined {
  if (workers < 2) return undefined;
  return async (election, ballots) => {
    const verdicts: Verdict<BallotFailure>[] = [];
    let next = 0;
    let done = 0;
    const size = ballots.length < worthIt ? ballots.length : batch;
    const work = (): Promise<void> =>
      new Promise((resolve, reject) => {
        const worker = new Worker(new URL('./proof-worker.js', import.meta.url), { workerData: election.raw });
        const give = (): void => {
          if (next >= ballots.length) {
            resolve(worker.terminate().then(() => undefined));
            return;
          }
          const task: ProofTask = { first: next, ballots: ballots.slice(next, next + size) };
          next += task.ballots.length;
          worker.postMessage(task);
        };
        worker.on('error', reject);
        worker.on('exit', () => reject(new Error('a worker stopped before its ballots were checked')));
        worker.on('message', (answer: { first: number; verdicts: Verdicts }) => {
          answer.verdicts.forEach((verdict, i) => (verdicts[answer.first + i] = verdict));
          done += answer.verdicts.length;
          onProgress(done, ballots.length);
          give();
        });
        give();
      });
    const crew = ballots.length < worthIt ? Math.min(1, ballots.length) : workers;
    await Promise.all(Array.from({ length: crew }, work));
    return verdicts;
  };
}
