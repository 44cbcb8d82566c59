import { randomBytes } from 'node:crypto';
import { createChallenge, verifySolution } from 'altcha-lib';
import type { DeriveKeyFunction } from 'altcha-lib/types';
import { hexDigest } from '@piaojue/ballot-crypto';
import { z } from 'zod';
import type { Deps } from '../deps.js';
import { refuse, type Refusal } from '../result.js';

/** How long a challenge is good for: time enough to write a suggestion at leisure. */
const lifetime = 60 * 60_000;
/** 4096 tries on average, ten digests each: about a second of an old phone, while its owner types. */
const keyPrefix = '000';
const cost = 10;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/**
 * The work of one try: SHA-256 over text, again and again. Text and our own digest instead of the library's, because
 * the browser must do it without `crypto.subtle`, which is missing on plain http in a local network.
 * The browser's half: apps/web/src/lib/proof/derive.ts.
 */
export const deriveKey: DeriveKeyFunction = async (parameters, salt, password) => {
  let digest = `${hex(salt)}.${hex(password)}`;
  for (let i = 0; i < parameters.cost; i++) digest = hexDigest(digest);
  return { derivedKey: new Uint8Array(Buffer.from(digest, 'hex')) };
};

const proofSchema = z.strictObject({
  challenge: z.strictObject({
    parameters: z.strictObject({
      algorithm: z.string(),
      nonce: z.string().regex(/^[0-9a-f]{32}$/),
      salt: z.string().regex(/^[0-9a-f]{32}$/),
      cost: z.literal(cost),
      keyLength: z.literal(32),
      keyPrefix: z.literal(keyPrefix),
      data: z.strictObject({ until: z.number() }),
    }),
    signature: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  solution: z.strictObject({ counter: z.number(), derivedKey: z.string().max(64), time: z.number().optional() }),
});

export type ProofRefusal = 'proof_invalid' | 'proof_expired' | 'proof_used';

/** Gives out work and takes its solutions; each is good for one purpose. The secret lives as long as the process. */
export class Challenges {
  readonly #secret = randomBytes(32).toString('hex');
  readonly #now: Deps['now'];
  /** Signature of a solved challenge → what it was spent on, and when it would have ended anyway. */
  readonly #spent = new Map<string, { purpose: string; until: number }>();

  constructor({ now }: Pick<Deps, 'now'>) {
    this.#now = now;
  }

  async make(): Promise<{ challenge: string }> {
    const until = this.#now().getTime() + lifetime;
    const challenge = await createChallenge({
      algorithm: 'PIAOJUE/SHA-256',
      cost,
      keyPrefix,
      keyLength: 32,
      deriveKey,
      // Not the library's own `expiresAt`: the clock is ours.
      data: { until },
      hmacSignatureSecret: this.#secret,
    });
    return { challenge: JSON.stringify(challenge) };
  }

  /** Spends a solution on a purpose. The same purpose again is no second use: that is a message sent twice. */
  async spend(text: string, purpose: string): Promise<Refusal<ProofRefusal> | undefined> {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      return refuse('proof_invalid');
    }
    const read = proofSchema.safeParse(json);
    if (!read.success) return refuse('proof_invalid');
    const { challenge, solution } = read.data;
    const now = this.#now().getTime();
    const { until } = challenge.parameters.data;
    const verdict = await verifySolution({
      challenge,
      solution: { counter: solution.counter, derivedKey: solution.derivedKey },
      deriveKey,
      hmacSignatureSecret: this.#secret,
    });
    // A signature that is not ours is, far more often than forged, one of before a restart: work again.
    if (verdict.invalidSignature) return refuse('proof_expired');
    if (!verdict.verified) return refuse('proof_invalid');
    if (until < now) return refuse('proof_expired');
    const spent = this.#spent.get(challenge.signature);
    if (spent && spent.purpose !== purpose) return refuse('proof_used');
    if (!spent) {
      for (const [signature, each] of this.#spent) {
        if (each.until >= now) break;
        this.#spent.delete(signature);
      }
      this.#spent.set(challenge.signature, { purpose, until });
    }
    return undefined;
  }
}
