import type { FastifyInstance } from 'fastify';
import * as contract from '@piaojue/contract';
import type { Deps } from '../deps.js';
import { accountOf } from '../plugins/callers.js';
import { mount } from '../plugins/mount.js';
import { carryProposalAct } from './carry-proposal.js';
import { carrySuggestionAct } from './carry-suggestion.js';
import { listPoolAct } from './list.js';

export function poolRoutes(app: FastifyInstance, deps: Deps): void {
  mount(app, deps, contract.listPool, ({ caller, query }) => listPoolAct(deps, accountOf(caller), query));
  mount(app, deps, contract.carrySuggestion, ({ caller, params, body }) =>
    carrySuggestionAct(deps, accountOf(caller), Number(params.year), body),
  );
  mount(app, deps, contract.carryProposal, ({ caller, params, body }) =>
    carryProposalAct(deps, accountOf(caller), Number(params.year), body),
  );
}
