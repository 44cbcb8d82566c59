import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Mark } from '@piaojue/ballot-crypto';

export interface Sealed {
  readonly ballot: string;
  readonly tracker: string;
}

/** Seals every ballot with its own slip, on all cores. */
export async function sealAll(
  election: string,
  credentials: readonly string[],
  ballots: readonly (readonly Mark[])[],
): Promise<Sealed[]> {
  const sealed: Sealed[] = [];
  let next = 0;
  const run = () =>
    new Promise<void>((done, failed) => {
      const worker = new Worker(new URL('./seal-worker.mjs', import.meta.url), { workerData: { election } });
      const give = (): void => {
        const index = next++;
        if (index >= ballots.length) return void worker.terminate().then(() => done());
        worker.postMessage({ index, credential: credentials[index], marks: ballots[index] });
      };
      worker.on('error', failed);
      worker.on('message', ({ index, ballot, tracker }: Sealed & { index: number }) => {
        sealed[index] = { ballot, tracker };
        give();
      });
      give();
    });
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), ballots.length || 1) }, run));
  return sealed;
}
