import type { FastifyInstance } from 'fastify';
import * as contract from '@piaojue/contract';
import type { Deps } from '../deps.js';
import { accountOf } from '../plugins/callers.js';
import { mount } from '../plugins/mount.js';
import * as service from './service.js';

export function suggestionRoutes(app: FastifyInstance, deps: Deps): void {
  mount(app, deps, contract.listSuggestions, ({ params, query }) =>
    service.listSuggestionsAct(deps, Number(params.year), query),
  );
  mount(app, deps, contract.readSuggestion, ({ caller, params }) =>
    service.readSuggestionAct(deps, accountOf(caller), Number(params.seq)),
  );
  mount(app, deps, contract.readSimilar, ({ params }) => service.readSimilarAct(deps, Number(params.seq)));
  mount(app, deps, contract.addSuggestion, ({ caller, params, body }) =>
    service.addSuggestionAct(deps, accountOf(caller), Number(params.year), body),
  );
  mount(app, deps, contract.showSuggestions, ({ caller, body }) =>
    service.showSuggestionsAct(deps, accountOf(caller).accountId, body),
  );
}
