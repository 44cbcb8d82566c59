import type { FastifyInstance } from 'fastify';
import * as contract from '@piaojue/contract';
import type { Deps } from '../deps.js';
import { accountOf } from '../plugins/callers.js';
import { mount } from '../plugins/mount.js';
import * as service from './service.js';

export function sittingRoutes(app: FastifyInstance, deps: Deps): void {
  mount(app, deps, contract.listSittings, () => service.listSittingsAct(deps));
  mount(app, deps, contract.createSitting, ({ caller, body }) =>
    service.createSittingAct(deps, accountOf(caller).accountId, body),
  );
  mount(app, deps, contract.readSitting, ({ params }) => service.readSittingAct(deps, params.sittingId));
  mount(app, deps, contract.listDelegates, ({ params }) => service.listDelegatesAct(deps, params.sittingId));
  mount(app, deps, contract.importDelegates, ({ caller, params, body }) =>
    service.importDelegatesAct(deps, accountOf(caller).accountId, params.sittingId, body),
  );
  mount(app, deps, contract.setPresence, async ({ caller, params, body }) => {
    const attendance = await service.setPresenceAct(
      deps,
      accountOf(caller).accountId,
      params.sittingId,
      body.delegateIds,
      body.present,
    );
    deps.live.touch();
    return attendance;
  });
}
