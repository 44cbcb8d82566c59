// Seals ballots away from the main thread, as the Web Worker of the voting page does.
import { randomBytes } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { readElection, sealBallot } from '@piaojue/ballot-crypto';

const election = readElection(workerData.election);
const random = (length) => new Uint8Array(randomBytes(length));

parentPort.on('message', ({ index, credential, marks }) => {
  parentPort.postMessage({ index, ...sealBallot({ election, credential, marks, random }) });
});
