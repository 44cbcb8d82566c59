const firstPause = 1000;
const longestPause = 30_000;

/** Tells the operator that something failed. Never with the content of a request. */
export type Report = (failure: unknown, what: Readonly<Record<string, unknown>>) => void;

/**
 * Work that goes on after its request was answered: closing a box, admitting a ballot that is durable already, keeping a
 * checkpoint. A failure is reported and the work taken up again, later each time (1 s, 2 s, … 30 s): never silent, and
 * never the end of the process.
 */
export class Background {
  readonly #report: Report;
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  #closed = false;

  constructor(report: Report) {
    this.#report = report;
  }

  /**
   * @param name  one piece of work has one name; while it waits for its next attempt, asking again starts no second line.
   * @param work  must be safe to repeat.
   * @returns after the first attempt, whether it succeeded or not.
   */
  async untilDone(name: string, work: () => Promise<unknown>, pause = firstPause): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.#closed || this.#waiting.has(name)) return;
      this.#report(error, { background: name, againInMs: pause });
      const timer = setTimeout(() => {
        this.#waiting.delete(name);
        void this.untilDone(name, work, Math.min(longestPause, pause * 2));
      }, pause);
      this.#waiting.set(name, timer);
    }
  }

  /** No more attempts; what is left is taken up at the next start. */
  close(): void {
    this.#closed = true;
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }
}
