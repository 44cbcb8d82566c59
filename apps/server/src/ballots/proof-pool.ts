import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Answer, Task } from './proof-worker.js';

/** Where this file runs from its source (tests), the worker is the compiled one. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/ballots/proof-worker.js' : './proof-worker.js',
  import.meta.url,
);
/** Every core checks proofs; the event loop only reads and writes. */
const workers = Math.max(1, availableParallelism());
/** Tasks that may wait; beyond this a cast is told to come again. */
export const longestQueue = 6000;

interface Waiting {
  readonly task: Task;
  readonly done: (answer: Answer) => void;
  readonly failed: (error: Error) => void;
}

/** Slow, pure work in worker threads: proofs of ballots, tallies, decryptions. Started with the first task. */
export class ProofPool {
  readonly #queue: Waiting[] = [];
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  readonly #running = new Set<Waiting>();
  #closed = false;

  get isFull(): boolean {
    return this.#queue.length >= longestQueue;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** Runs a task; tasks begin in the order in which they came, `urgent` ones first. */
  run<T extends Task>(task: T, urgent = false): Promise<Extract<Answer, { kind: T['kind'] }>> {
    return new Promise((done, failed) => {
      if (this.#closed) return failed(new Error('the server is stopping'));
      const waiting: Waiting = { task, done: done as (answer: Answer) => void, failed };
      if (urgent) this.#queue.unshift(waiting);
      else this.#queue.push(waiting);
      this.#next();
    });
  }

  #next(): void {
    if (this.#closed || this.#queue.length === 0) return;
    const worker = this.#idle.pop() ?? (this.#all.size < workers ? this.#start() : undefined);
    const waiting = worker && this.#queue.shift();
    if (!worker || !waiting) return;
    const onMessage = (answer: Answer | { kind: 'error'; message: string }) => {
      settle();
      this.#idle.push(worker);
      if (answer.kind === 'error') waiting.failed(new Error(answer.message));
      else waiting.done(answer);
      this.#next();
    };
    const onError = (error: Error) => {
      settle();
      this.#all.delete(worker);
      waiting.failed(error);
      this.#next();
    };
    const settle = () => {
      this.#running.delete(waiting);
      worker.off('message', onMessage).off('error', onError);
    };
    this.#running.add(waiting);
    worker.on('message', onMessage).on('error', onError);
    worker.postMessage(waiting.task);
  }

  #start(): Worker {
    const worker = new Worker(workerFile);
    this.#all.add(worker);
    return worker;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { failed } of [...this.#queue.splice(0), ...this.#running]) failed(new Error('the server is stopping'));
    await Promise.all([...this.#all].map((worker) => worker.terminate()));
  }
}
