/**
 * An answer that costs much and is the same for everybody: made once, and good for some seconds for all who ask. Counting
 * fifty thousand suggestions holds up everything else that this process does.
 */
export class KeptFor<Key, Answer> {
  readonly #seconds: number;
  readonly #make: (key: Key) => Promise<Answer>;
  readonly #kept = new Map<Key, { readonly at: number; readonly answer: Promise<Answer> }>();

  constructor(seconds: number, make: (key: Key) => Promise<Answer>) {
    this.#seconds = seconds;
    this.#make = make;
  }

  of(key: Key, now: number): Promise<Answer> {
    const known = this.#kept.get(key);
    if (known && now - known.at < this.#seconds * 1000) return known.answer;
    const answer = this.#make(key);
    this.#kept.set(key, { at: now, answer });
    answer.catch(() => this.#kept.delete(key));
    return answer;
  }
}
