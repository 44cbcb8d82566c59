import { and, asc, gte, lt } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import * as contract from '@piaojue/contract';
import { all } from '@piaojue/db';
import type { Deps } from '../deps.js';
import { mount } from '../plugins/mount.js';
import { refuse } from '../result.js';

export function auditRoutes(app: FastifyInstance, deps: Deps): void {
  mount(app, deps, contract.readLog, async ({ query: { from, limit } }) => {
    const head = await deps.log.head();
    const entries = await deps.store.read(function* ({ q, t }) {
      const to = Math.min(head.size, from + limit);
      return yield* all(
        q
          .select()
          .from(t.logLeaf)
          .where(and(gte(t.logLeaf.seq, from), lt(t.logLeaf.seq, to)))
          .orderBy(asc(t.logLeaf.seq)),
      );
    });
    return {
      size: head.size,
      root: head.root,
      checkpoint: head.checkpoint,
      verifierKey: deps.log.verifierKey,
      entries: entries.map(({ seq, hash, entry }) => ({ seq, hash, entry })),
    };
  });
  mount(app, deps, contract.readInclusion, async ({ query: { seq, size } }) => {
    await deps.log.head();
    const proof = deps.log.inclusion(seq, size);
    return proof ? { proof } : refuse('beyond_log');
  });
  mount(app, deps, contract.readConsistency, async ({ query: { from, to } }) => {
    await deps.log.head();
    const proof = deps.log.consistency(from, to);
    return proof ? { proof } : refuse('beyond_log');
  });
}
