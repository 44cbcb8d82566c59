import { AskedWorker } from '../ballot/ask-worker.js';
import { call, type Called } from '../api/call.js';
import { at } from '../api/wire.js';
import type { readChallenge } from '@piaojue/contract';
import type { SolveAsks } from './solve.worker.js';

/** Younger than this, a solution is still good when it arrives (the server gives an hour). */
const goodFor = 50 * 60_000;

export interface ProverParts {
  readonly fetchChallenge: () => Promise<Called<typeof readChallenge>>;
  readonly solve: (challenge: string) => Promise<string>;
  readonly now: () => number;
}

/**
 * Has a solved challenge in hand, made in the background while somebody types, so that nobody waits for it. Each is
 * handed out once.
 */
export class Prover {
  readonly #parts: ProverParts;
  #next: { readonly at: number; readonly proof: Promise<string> } | undefined;

  constructor(parts: ProverParts) {
    this.#parts = parts;
  }

  /** Starts to work, if it has not yet. */
  begin(): void {
    if (this.#next && this.#parts.now() - this.#next.at < goodFor) return;
    const proof = this.#make();
    this.#next = { at: this.#parts.now(), proof };
    // A failure is told to whoever takes it, and the next one tries again.
    proof.catch(() => (this.#next = undefined));
  }

  /** @throws where no challenge could be had: no network, or too many asked. */
  take(): Promise<string> {
    this.begin();
    const { proof } = this.#next!;
    this.#next = undefined;
    return proof;
  }

  async #make(): Promise<string> {
    const got = await this.#parts.fetchChallenge();
    if (!got.ok) throw new Error(got.refusal);
    return this.#parts.solve(got.value.challenge);
  }
}

/** In a browser: the work is done beside the page, in a worker. */
export function browserProver(): Prover {
  const worker = new AskedWorker<SolveAsks>(
    () => new Worker(new URL('./solve.worker.ts', import.meta.url), { type: 'module' }),
  );
  return new Prover({
    fetchChallenge: () => call(fetch, at('readChallenge')),
    solve: (challenge) => worker.ask('solve', challenge),
    now: () => Date.now(),
  });
}
