/** Mulberry32: small, seeded, the same on every machine. For constructed data only, never for anything secret. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(of: readonly T[]): T {
    const picked = of[this.below(of.length)];
    if (picked === undefined) throw new RangeError('nothing to pick from');
    return picked;
  }

  shuffled<T>(of: readonly T[]): T[] {
    const left = [...of];
    for (let i = left.length - 1; i > 0; i -= 1) {
      const j = this.below(i + 1);
      [left[i], left[j]] = [left[j]!, left[i]!];
    }
    return left;
  }

  /** The bytes that ids and codes of constructed rows are made from. */
  readonly bytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => this.below(256));

  /** One reading of a text with choices: 「请{修|补}路」. */
  reading(text: string): string {
    return text.replace(/\{([^{}]*)\}/g, (_, choices: string) => this.pick(choices.split('|')));
  }
}
