import { parentPort, workerData } from 'node:worker_threads';
import { checkBallotProofs, readElection } from '@piaojue/ballot-crypto';
import { opensslModular } from './openssl-modular.js';

export interface ProofTask {
  readonly first: number;
  readonly ballots: readonly string[];
}

const election = readElection(workerData as string, { modular: opensslModular() });

parentPort?.on('message', ({ first, ballots }: ProofTask) => {
  parentPort?.postMessage({ first, verdicts: ballots.map((raw) => checkBallotProofs(election, raw)) });
});
