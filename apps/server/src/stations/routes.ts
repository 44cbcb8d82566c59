import { asc } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import * as contract from '@piaojue/contract';
import { all } from '@piaojue/db';
import type { Deps } from '../deps.js';
import { mount } from '../plugins/mount.js';

export function stationRoutes(app: FastifyInstance, deps: Deps): void {
  mount(app, deps, contract.listStations, () =>
    deps.store.read(function* ({ q, t }) {
      const { id, level, parentId, name } = t.station;
      return { stations: yield* all(q.select({ id, level, parentId, name }).from(t.station).orderBy(asc(name))) };
    }),
  );
}
