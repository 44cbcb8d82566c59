import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { all, holdAlone, openStore, type Store } from '@piaojue/db';
import { inArray } from 'drizzle-orm';
import { buildApp, type LogTarget } from './app.js';
import { fastArithmetic } from './arithmetic/arithmetic.js';
import { LogTree } from './audit/log-tree.js';
import { serverKeys, type ServerKeys } from './audit/keys.js';
import { Background, type Report } from './background.js';
import { Box } from './ballots/box.js';
import { Elections } from './ballots/elections.js';
import { ProofPool } from './ballots/proof-pool.js';
import type { Config } from './config.js';
import { countWhenOpened } from './count/decryption.js';
import { sealInBackground } from './count/close.js';
import type { Deps } from './deps.js';
import { Hub } from './live/hub.js';
import { withoutContent } from './plugins/errors.js';
import { screenAct } from './publication/screen.js';
import { eraseDueSuggesters, lookForDueMs } from './suggestions/retention.js';
import { Mail, mailEveryMs } from './suggestions/mail.js';

export interface Running {
  readonly app: FastifyInstance;
  readonly deps: Deps;
  close(): Promise<void>;
}

/** What tests hand in; a server makes its own. */
export interface Given {
  readonly now?: () => Date;
  readonly random?: (length: number) => Uint8Array;
  /** A pool to share: whoever made it closes it. */
  readonly proofs?: ProofPool;
  readonly logTo?: LogTarget;
}

/** Opens the database, the log and the box, and builds the API; takes up whatever a crash interrupted. */
export async function start(config: Config, given: Given = {}): Promise<Running> {
  // Log and box live in this process too: one at a time on one folder. On PostgreSQL the database keeps order.
  const alone = config.databaseUrl.startsWith('file:') ? holdAlone(join(config.dataDir, 'running')) : undefined;
  try {
    const keys = serverKeys(config.dataDir);
    const store = openStore(config.databaseUrl);
    try {
      const running = await startOver(store, keys, config, given);
      return {
        ...running,
        async close() {
          await running.close();
          alone?.release();
        },
      };
    } catch (error) {
      await store.close();
      throw error;
    }
  } catch (error) {
    alone?.release();
    throw error;
  }
}

async function startOver(store: Store, keys: ServerKeys, config: Config, given: Given): Promise<Running> {
  await store.migrate();
  let app: FastifyInstance | undefined;
  const report: Report = (failure, what) => {
    const told = { ...what, failure: withoutContent(failure) };
    if (app) app.log.error(told, 'background work failed');
    else console.error('background work failed', told);
  };
  const log = new LogTree(store, keys.log, join(config.dataDir, 'checkpoint.txt'), report);
  await log.open();

  const random = given.random ?? ((length: number): Uint8Array => new Uint8Array(randomBytes(length)));
  const proofs = given.proofs ?? new ProofPool();
  const elections = new Elections(store, fastArithmetic());
  const background = new Background(report);
  const live: Hub = new Hub(() => screenAct(deps), report);
  const box = new Box({ store, proofs, elections, random, background, onChange: () => live.touchCount() });
  const deps: Deps = {
    store,
    now: given.now ?? (() => new Date()),
    random,
    log,
    proofs,
    elections,
    box,
    live,
    background,
    report,
    dataDir: config.dataDir,
    demo: config.demo,
    idleMinutes: config.demo ? 480 : 15,
  };
  const built = await buildApp({
    deps,
    jwtSecret: keys.jwtSecret,
    trustProxy: config.trustProxy,
    logLevel: config.logLevel,
    logTo: given.logTo,
  });
  app = built;
  await resume(deps);
  const look = (): Promise<void> => deps.background.untilDone('erase persons', () => eraseDueSuggesters(deps));
  await look();
  const looking = setInterval(() => void look(), lookForDueMs);
  const mail = config.mail && new Mail(deps, config.mail);
  const mailing =
    mail && setInterval(() => void mail.send().catch((error) => report(error, { background: 'mail' })), mailEveryMs);
  return {
    app: built,
    deps,
    async close() {
      clearInterval(mailing);
      clearInterval(looking);
      await closed(built);
      mail?.close();
      background.close();
      if (!given.proofs) await proofs.close();
      try {
        await log.keep();
      } catch (error) {
        report(error, { background: 'keep checkpoint at the end' });
      }
      log.close();
      await store.close();
    },
  };
}

/** Answers that are under way end; a connection that only waits for more ends at once, and any after ten seconds. */
async function closed(app: FastifyInstance): Promise<void> {
  const idle = setInterval(() => app.server.closeIdleConnections(), 100);
  const rest = setTimeout(() => app.server.closeAllConnections(), 10_000);
  try {
    await app.close();
  } finally {
    clearInterval(idle);
    clearTimeout(rest);
  }
}

/** Ballots that were received but not yet boxed, boxes that were closing, counts that were complete: all go on. */
async function resume(deps: Deps): Promise<void> {
  const votes = await deps.store.read(function* ({ q, t }) {
    return yield* all(
      q
        .select({ id: t.vote.id, state: t.vote.state })
        .from(t.vote)
        .where(inArray(t.vote.state, ['open', 'suspended', 'closing', 'tallying'])),
    );
  });
  for (const { id, state } of votes) {
    if (state === 'tallying') await deps.background.untilDone(`count ${id}`, () => countWhenOpened(deps, id));
    else if (state === 'closing') await sealInBackground(deps, id);
    else void deps.background.untilDone(`look for ballots of ${id}`, () => deps.box.seeAllReceived(id));
  }
}
