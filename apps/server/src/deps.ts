import type { Store } from '@piaojue/db';
import type { LogTree } from './audit/log-tree.js';
import type { Background, Report } from './background.js';
import type { Box } from './ballots/box.js';
import type { Elections } from './ballots/elections.js';
import type { ProofPool } from './ballots/proof-pool.js';
import type { Hub } from './live/hub.js';

/** What services are given. Clock and randomness are handed in, so that tests own them. */
export interface Deps {
  readonly store: Store;
  readonly now: () => Date;
  readonly random: (length: number) => Uint8Array;
  readonly log: LogTree;
  readonly proofs: ProofPool;
  readonly elections: Elections;
  readonly box: Box;
  readonly live: Hub;
  readonly background: Background;
  readonly report: Report;
  /** Where keys, checkpoint and an embedded database lie. */
  readonly dataDir: string;
  readonly demo: boolean;
  /** Minutes without a request after which a sign-in ends. */
  readonly idleMinutes: number;
}

/** UTC ISO text ending in Z. */
export const timeOf = (deps: Pick<Deps, 'now'>): string => deps.now().toISOString();

const letters = 'abcdefghijklmnopqrstuvwxyz234567';

/** A fresh identifier: 24 characters of base 32, 120 bits. */
export const newId = (random: Deps['random']): string => [...random(24)].map((byte) => letters[byte % 32]).join('');
