import type { FastifyInstance } from 'fastify';
import * as contract from '@piaojue/contract';
import type { Deps } from '../deps.js';
import { accountOf } from '../plugins/callers.js';
import { mount } from '../plugins/mount.js';
import { suggestionDownloads } from './downloads.js';
import * as handling from './handling.js';
import * as handovers from './handovers.js';
import { importSuggestionsAct } from './import.js';
import { eraseSuggestersAct, readSuggestersAct } from './retention.js';
import * as service from './service.js';
import { listStockTextsAct, setStockTextAct } from './stock-texts.js';

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
  mount(app, deps, contract.importSuggestions, ({ caller, params, body }) =>
    importSuggestionsAct(deps, accountOf(caller), Number(params.year), body),
  );
  mount(app, deps, contract.flagGolden, ({ caller, params, body }) =>
    handling.flagGoldenAct(deps, accountOf(caller), Number(params.seq), body),
  );
  mount(app, deps, contract.mergeSuggestions, ({ caller, params, body }) =>
    handling.mergeSuggestionsAct(deps, accountOf(caller), Number(params.seq), body),
  );
  mount(app, deps, contract.unmergeSuggestion, ({ caller, params, body }) =>
    handling.unmergeSuggestionAct(deps, accountOf(caller), Number(params.seq), body),
  );
  mount(app, deps, contract.splitSuggestion, ({ caller, params, body }) =>
    handling.splitSuggestionAct(deps, accountOf(caller), Number(params.seq), body),
  );
  mount(app, deps, contract.forwardSuggestion, ({ caller, params, body }) =>
    handling.forwardSuggestionAct(deps, accountOf(caller), Number(params.seq), body),
  );
  mount(app, deps, contract.settleSuggestion, ({ caller, params, body }) =>
    handling.settleSuggestionAct(deps, accountOf(caller), Number(params.seq), body),
  );
  mount(app, deps, contract.eraseSuggester, ({ caller, params, body }) =>
    handling.eraseSuggesterAct(deps, accountOf(caller), Number(params.seq), body.version),
  );
  mount(app, deps, contract.readSuggesters, ({ params }) => readSuggestersAct(deps, Number(params.year)));
  mount(app, deps, contract.eraseSuggesters, ({ caller, params }) =>
    eraseSuggestersAct(deps, accountOf(caller), Number(params.year)),
  );
  mount(app, deps, contract.listHandovers, ({ caller, params }) =>
    handovers.listHandoversAct(deps, accountOf(caller), Number(params.year)),
  );
  mount(app, deps, contract.replyHandover, ({ caller, params, body }) =>
    handovers.replyHandoverAct(deps, accountOf(caller), params.handoverId, body),
  );
  mount(app, deps, contract.checkHandover, ({ caller, params, body }) =>
    handovers.checkHandoverAct(deps, accountOf(caller), params.handoverId, body),
  );
  mount(app, deps, contract.listStockTexts, () => listStockTextsAct(deps));
  mount(app, deps, contract.setStockText, ({ caller, body }) =>
    setStockTextAct(deps, accountOf(caller).accountId, body),
  );
  suggestionDownloads(app, deps);
}
