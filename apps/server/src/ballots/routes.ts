import type { FastifyInstance } from 'fastify';
import * as contract from '@piaojue/contract';
import type { Deps } from '../deps.js';
import { mount } from '../plugins/mount.js';
import * as service from './service.js';

export function boothRoutes(app: FastifyInstance, deps: Deps): void {
  mount(app, deps, contract.readBooth, () => service.boothAct(deps));
  mount(app, deps, contract.castBallot, async ({ params, body }) => {
    const receipt = await service.castBallotAct(deps, params.voteId, body.ballot);
    deps.live.touchCount();
    return receipt;
  });
  mount(app, deps, contract.readReceipt, ({ query }) => service.receiptByTracker(deps, query.tracker));
  mount(app, deps, contract.readSlipUse, ({ params, query }) => service.slipUse(deps, params.voteId, query.publicKey));
}
