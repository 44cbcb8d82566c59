import type { FastifyRequest } from 'fastify';

/** How often something may be done under one key within a time. In memory: a restart forgives everybody. */
export class Limit {
  readonly #most: number;
  readonly #within: number;
  readonly #taken = new Map<string, { from: number; n: number }>();

  constructor(most: number, minutes: number) {
    this.#most = most;
    this.#within = minutes * 60_000;
  }

  /** Is there one left? */
  has(key: string, now: number): boolean {
    const taken = this.#taken.get(key);
    return !taken || now - taken.from >= this.#within || taken.n < this.#most;
  }

  /** Takes one, where there is one left. */
  take(key: string, now: number): boolean {
    if (!this.has(key, now)) return false;
    const taken = this.#taken.get(key);
    if (taken && now - taken.from < this.#within) taken.n += 1;
    else {
      if (this.#taken.size >= 20_000) this.#forget(now);
      this.#taken.set(key, { from: now, n: 1 });
    }
    return true;
  }

  #forget(now: number): void {
    for (const [key, { from }] of this.#taken) if (now - from >= this.#within) this.#taken.delete(key);
    // Still full: somebody has very many addresses. The oldest go first.
    for (const key of this.#taken.keys()) {
      if (this.#taken.size < 20_000) break;
      this.#taken.delete(key);
    }
  }
}

/** The address that a limit counts by: of IPv6 the network (/64), since one home owns all of it. */
export function addressOf({ ip }: Pick<FastifyRequest, 'ip'>): string {
  if (!ip.includes(':') || ip.includes('.')) return ip;
  const [head = '', tail] = ip.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail === undefined ? [] : tail.split(':').filter(Boolean);
  const whole = tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill('0'), ...right];
  return whole.slice(0, 4).join(':');
}

/**
 * What the public may do how often. A village, or a whole office, may share one address: those limits are wide, and the
 * work that each sending costs the browser (proof.ts) is what keeps machines away.
 */
export const publicLimits = () => ({
  challenge: new Limit(1200, 60),
  send: new Limit(300, 60),
  sendByDevice: new Limit(20, 60),
  /**
   * A browser without script can do no work. Three an hour from one address are enough for a household or a reading room,
   * sixty an hour over all addresses bound what a machine with many addresses can fill the ledger with; and like every
   * suggestion it is seen by the clerk before anybody else reads it.
   */
  sendWithoutScript: new Limit(3, 60),
  sendWithoutScriptInAll: new Limit(60, 60),
  photo: new Limit(300, 60),
  support: new Limit(300, 60),
  /** Per minute, as is the limit over all: nobody fills the minute alone. */
  comment: new Limit(40, 1),
  commentWithoutScript: new Limit(3, 60),
  commentWithoutScriptInAll: new Limit(60, 60),
  look: new Limit(600, 1),
  wrongCode: new Limit(60, 10),
});
export type PublicLimits = ReturnType<typeof publicLimits>;
