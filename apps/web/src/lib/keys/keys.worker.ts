import { answerQuestions } from '../ballot/ask-worker.js';
import { webRandom } from '../ballot/seal-acts.js';
import { type KeyAsks, keyActs } from './key-acts.js';
import { proofPool } from './proof-pool.js';

// Older browsers have no workers inside workers: then the ballots are checked here, one after another.
const pool =
  typeof Worker === 'undefined'
    ? undefined
    : proofPool(
        () => new Worker(new URL('./proofs.worker.ts', import.meta.url), { type: 'module' }),
        Math.min(8, Math.max(1, navigator.hardwareConcurrency || 1)),
      );
answerQuestions<KeyAsks>(keyActs(webRandom, pool));
