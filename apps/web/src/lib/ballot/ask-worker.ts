/**
 * A worker that answers questions. The page stays free to move while a ballot is sealed or a box is checked.
 * `Ask` maps a question's name to what is given and what comes back.
 */
export type Asks = Record<string, { readonly given: unknown; readonly reply: unknown }>;

interface Question {
  readonly id: number;
  readonly ask: string;
  readonly given: unknown;
}
type Answer =
  | { readonly id: number; readonly done: number; readonly of: number }
  | { readonly id: number; readonly reply: unknown }
  | { readonly id: number; readonly error: string };

export type Progress = (done: number, of: number) => void;

/** The worker's side. */
export function answerQuestions<A extends Asks>(answers: {
  readonly [K in keyof A]: (given: A[K]['given'], progress: Progress) => A[K]['reply'] | Promise<A[K]['reply']>;
}): void {
  const port = self as unknown as { onmessage: (event: MessageEvent<Question>) => void; postMessage(a: Answer): void };
  port.onmessage = ({ data: { id, ask, given } }) => {
    let said = 0;
    const progress: Progress = (done, of) => {
      const now = performance.now();
      if (now - said < 40 && done < of) return;
      said = now;
      port.postMessage({ id, done, of });
    };
    void (async () => answers[ask]!(given as never, progress))().then(
      (reply) => port.postMessage({ id, reply }),
      (error: unknown) => port.postMessage({ id, error: error instanceof Error ? error.message : String(error) }),
    );
  };
}

/** The page's side. `end` stops the worker at once, with everything it holds. */
export class AskedWorker<A extends Asks> {
  readonly #make: () => Worker;
  #worker: Worker | undefined;
  #last = 0;
  readonly #open = new Map<number, { done: (v: never) => void; failed: (e: Error) => void; progress?: Progress }>();

  constructor(make: () => Worker) {
    this.#make = make;
  }

  ask<K extends keyof A & string>(ask: K, given: A[K]['given'], progress?: Progress): Promise<A[K]['reply']> {
    const worker = (this.#worker ??= this.#start());
    const id = ++this.#last;
    return new Promise<A[K]['reply']>((done, failed) => {
      this.#open.set(id, { done, failed, ...(progress ? { progress } : {}) });
      worker.postMessage({ id, ask, given } satisfies Question);
    });
  }

  #start(): Worker {
    const worker = this.#make();
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      const open = this.#open.get(data.id);
      if ('done' in data) return open?.progress?.(data.done, data.of);
      this.#open.delete(data.id);
      if ('error' in data) open?.failed(new Error(data.error));
      else open?.done(data.reply as never);
    };
    worker.onerror = (event) => {
      const error = new Error(event.message || 'the worker did not start');
      this.end(error);
    };
    return worker;
  }

  end(error = new Error('ended')): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#open.forEach(({ failed }) => failed(error));
    this.#open.clear();
  }
}
