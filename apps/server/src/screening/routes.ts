import { and, asc, eq, ne } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import * as contract from '@piaojue/contract';
import { all } from '@piaojue/db';
import type { Deps } from '../deps.js';
import { accountOf } from '../plugins/callers.js';
import { mount } from '../plugins/mount.js';

export function screeningRoutes(app: FastifyInstance, deps: Deps): void {
  mount(app, deps, contract.listProposals, ({ caller, params }) =>
    deps.store.read(function* ({ q, t }) {
      const me = accountOf(caller);
      const seesAll = me.roles.some((role) => role !== 'unit');
      const rows = yield* all(
        q
          .select()
          .from(t.proposal)
          .where(
            and(
              eq(t.proposal.year, Number(params.year)),
              seesAll ? ne(t.proposal.state, 'draft') : eq(t.proposal.unit, me.unit ?? ''),
            ),
          )
          .orderBy(asc(t.proposal.createdAt)),
      );
      return {
        proposals: rows.map(({ id, unit, fields, state }) => ({ id, unit, name: String(fields['name'] ?? ''), state })),
      };
    }),
  );
}
