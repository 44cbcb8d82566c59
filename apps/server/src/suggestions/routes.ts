import type { FastifyInstance } from 'fastify';
import * as contract from '@piaojue/contract';
import type { Deps } from '../deps.js';
import { accountOf } from '../plugins/callers.js';
import { mount } from '../plugins/mount.js';
import * as bulk from './bulk.js';
import * as corrections from './corrections.js';
import { suggestionDownloads } from './downloads.js';
import * as finding from './finding.js';
import * as handling from './handling.js';
import * as handovers from './handovers.js';
import { importSuggestionsAct } from './import.js';
import * as merging from './merging.js';
import { listOwnSuggestionsAct } from './own.js';
import { eraseSuggestersAct, readSuggestersAct } from './retention.js';
import * as service from './service.js';
import { showSuggestionsAct } from './showing.js';
import { listStockTextsAct, setStockTextAct } from './stock-texts.js';

export function suggestionRoutes(app: FastifyInstance, deps: Deps): void {
  mount(app, deps, contract.listSuggestions, ({ caller, params, query }) =>
    finding.listSuggestionsAct(deps, accountOf(caller), Number(params.year), query),
  );
  mount(app, deps, contract.readNeighbours, ({ caller, params, query }) =>
    finding.readNeighboursAct(deps, accountOf(caller), Number(params.seq), query),
  );
  mount(app, deps, contract.listOwnSuggestions, ({ caller, params }) =>
    listOwnSuggestionsAct(deps, accountOf(caller).accountId, Number(params.year)),
  );
  mount(app, deps, contract.readSuggestion, ({ caller, params }) =>
    service.readSuggestionAct(deps, accountOf(caller), Number(params.seq)),
  );
  mount(app, deps, contract.readSimilar, ({ params }) => service.readSimilarAct(deps, Number(params.seq)));
  mount(app, deps, contract.addSuggestion, ({ caller, params, body }) =>
    service.addSuggestionAct(deps, accountOf(caller), Number(params.year), body),
  );
  mount(app, deps, contract.showSuggestions, ({ caller, body }) =>
    showSuggestionsAct(deps, accountOf(caller).accountId, body),
  );
  mount(app, deps, contract.importSuggestions, ({ caller, params, body }) =>
    importSuggestionsAct(deps, accountOf(caller), Number(params.year), body),
  );
  mount(app, deps, contract.flagGolden, ({ caller, params, body }) =>
    handling.flagGoldenAct(deps, accountOf(caller), Number(params.seq), body),
  );
  mount(app, deps, contract.mergeSuggestions, ({ caller, params, body }) =>
    merging.mergeSuggestionsAct(deps, accountOf(caller), Number(params.seq), body),
  );
  mount(app, deps, contract.unmergeSuggestion, ({ caller, params, body }) =>
    merging.unmergeSuggestionAct(deps, accountOf(caller), Number(params.seq), body),
  );
  mount(app, deps, contract.splitSuggestion, ({ caller, params, body }) =>
    merging.splitSuggestionAct(deps, accountOf(caller), Number(params.seq), body),
  );
  mount(app, deps, contract.forwardSuggestion, ({ caller, params, body }) =>
    handling.forwardSuggestionAct(deps, accountOf(caller), Number(params.seq), body),
  );
  mount(app, deps, contract.settleSuggestion, ({ caller, params, body }) =>
    handling.settleSuggestionAct(deps, accountOf(caller), Number(params.seq), body),
  );
  mount(app, deps, contract.forwardSuggestions, ({ caller, body }) =>
    bulk.forwardSuggestionsAct(deps, accountOf(caller), body),
  );
  mount(app, deps, contract.settleSuggestions, ({ caller, body }) =>
    bulk.settleSuggestionsAct(deps, accountOf(caller), body),
  );
  mount(app, deps, contract.correctSuggestion, ({ caller, params, body }) =>
    corrections.correctSuggestionAct(deps, accountOf(caller), Number(params.seq), body),
  );
  mount(app, deps, contract.maskSuggestion, ({ caller, params, body }) =>
    corrections.maskSuggestionAct(deps, accountOf(caller), Number(params.seq), body),
  );
  mount(app, deps, contract.eraseSuggester, ({ caller, params, body }) =>
    handling.eraseSuggesterAct(deps, accountOf(caller), Number(params.seq), body.version),
  );
  mount(app, deps, contract.readSuggesters, ({ params }) => readSuggestersAct(deps, Number(params.year)));
  mount(app, deps, contract.eraseSuggesters, ({ caller, params }) =>
    eraseSuggestersAct(deps, accountOf(caller), Number(params.year)),
  );
  mount(app, deps, contract.listHandovers, ({ caller, params, query }) =>
    handovers.listHandoversAct(deps, accountOf(caller), Number(params.year), query),
  );
  mount(app, deps, contract.replyHandover, ({ caller, params, body }) =>
    handovers.replyHandoverAct(deps, accountOf(caller), params.handoverId, body),
  );
  mount(app, deps, contract.checkHandover, ({ caller, params, body }) =>
    handovers.checkHandoverAct(deps, accountOf(caller), params.handoverId, body),
  );
  mount(app, deps, contract.listStockTexts, ({ caller }) => listStockTextsAct(deps, accountOf(caller)));
  mount(app, deps, contract.setStockText, ({ caller, body }) =>
    setStockTextAct(deps, accountOf(caller).accountId, body),
  );
  suggestionDownloads(app, deps);
}
