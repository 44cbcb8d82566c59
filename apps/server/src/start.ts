import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { all, openStore } from '@piaojue/db';
import { inArray } from 'drizzle-orm';
import { buildApp } from './app.js';
import { fastArithmetic } from './arithmetic/arithmetic.js';
import { LogTree } from './audit/log-tree.js';
import { serverKeys } from './audit/keys.js';
import { Box } from './ballots/box.js';
import { Elections } from './ballots/elections.js';
import { ProofPool } from './ballots/proof-pool.js';
import type { Config } from './config.js';
import { countWhenOpened } from './count/decryption.js';
import { sealWhenEmpty } from './count/close.js';
import type { Deps } from './deps.js';
import { Hub } from './live/hub.js';
import { screenAct } from './publication/service.js';

export interface Running {
  readonly app: FastifyInstance;
  readonly deps: Deps;
  close(): Promise<void>;
}

/** Opens the database, the log and the box, and builds the API; takes up whatever a crash interrupted. */
export async function start(config: Config, given: { now?: () => Date } = {}): Promise<Running> {
  const keys = serverKeys(config.dataDir);
  const store = openStore(config.databaseUrl);
  await store.migrate();
  const log = new LogTree(store, keys.log, join(config.dataDir, 'checkpoint.txt'));
  await log.open();

  const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
  const proofs = new ProofPool();
  const elections = new Elections(store, fastArithmetic());
  const live: Hub = new Hub(() => screenAct(deps));
  const box = new Box({ store, proofs, elections, random, onChange: () => live.touch() });
  const deps: Deps = {
    store,
    now: given.now ?? (() => new Date()),
    random,
    log,
    proofs,
    elections,
    box,
    live,
    demo: config.demo,
    idleMinutes: config.demo ? 480 : 15,
  };
  const app = await buildApp({ deps, jwtSecret: keys.jwtSecret, trustProxy: config.trustProxy, logLevel: config.logLevel });
  await resume(deps);
  return {
    app,
    deps,
    async close() {
      await app.close();
      await proofs.close();
      await log.keep();
      await store.close();
    },
  };
}

/** Ballots that were received but not yet boxed, boxes that were closing, counts that were complete: all go on. */
async function resume(deps: Deps): Promise<void> {
  const votes = await deps.store.read(function* ({ q, t }) {
    return yield* all(
      q.select({ id: t.vote.id, state: t.vote.state }).from(t.vote).where(inArray(t.vote.state, ['open', 'suspended', 'closing', 'tallying'])),
    );
  });
  for (const { id, state } of votes) {
    if (state === 'tallying') await countWhenOpened(deps, id);
    else if (state === 'closing') await sealWhenEmpty(deps, id);
    else void deps.box.admitAllReceived(id).catch(() => undefined); // what fails now is taken up at closing
  }
}
