import type { FastifyInstance } from 'fastify';
import * as contract from '@piaojue/contract';
import type { Deps } from '../deps.js';
import { mount } from '../plugins/mount.js';
import { isRefused, refuse } from '../result.js';
import { readFiguresAct } from '../suggestions/figures.js';
import type { Gate } from './gate.js';
import { KeptFor } from './kept-for.js';
import { addressOf } from './limits.js';
import { readCollectingAct } from './notice.js';
import { removePhotoAct, sendPhotoAct } from './photos.js';
import * as reading from './reading.js';
import { sendSuggestionAct, supportSuggestionAct } from './sending.js';

/** What the public does without an account: reads the notice, suggests, supports, follows. */
export function collectingRoutes(app: FastifyInstance, deps: Deps, gate: Gate): void {
  const { limits, challenges } = gate;
  const now = () => deps.now().getTime();

  mount(app, deps, contract.readCollecting, () => readCollectingAct(deps));
  mount(app, deps, contract.readChallenge, async ({ request }) =>
    limits.challenge.take(addressOf(request), now()) ? challenges.make() : refuse('too_many_requests'),
  );
  mount(app, deps, contract.sendSuggestion, ({ request, params, body }) =>
    sendSuggestionAct(deps, gate, addressOf(request), Number(params.year), body),
  );
  mount(app, deps, contract.sendPhoto, async ({ request, params, body }) =>
    limits.photo.take(addressOf(request), now())
      ? sendPhotoAct(deps, gate, addressOf(request), Number(params.year), body)
      : refuse('too_many_requests'),
  );
  mount(app, deps, contract.removePhoto, ({ body }) => removePhotoAct(deps, body));
  mount(app, deps, contract.supportSuggestion, ({ request, params, body }) =>
    supportSuggestionAct(deps, gate, addressOf(request), Number(params.seq), body),
  );
  mount(app, deps, contract.findSimilar, async ({ request, params, query }) =>
    limits.look.take(addressOf(request), now())
      ? reading.findSimilarAct(deps, Number(params.year), query)
      : refuse('too_many_requests'),
  );
  mount(app, deps, contract.listPublicSuggestions, async ({ request, params, query }) =>
    limits.look.take(addressOf(request), now())
      ? reading.listPublicSuggestionsAct(deps, Number(params.year), query)
      : refuse('too_many_requests'),
  );
  mount(app, deps, contract.readPublicSuggestion, ({ params }) =>
    reading.readPublicSuggestionAct(deps, Number(params.seq)),
  );
  // A code has 78 bits and is not found by trying; the limit keeps the trying from costing us anything.
  mount(app, deps, contract.followSuggestion, async ({ request, query }) => {
    const from = addressOf(request);
    if (!limits.wrongCode.has(from, now())) return refuse('too_many_requests');
    const found = await reading.followSuggestionAct(deps, query.code);
    if (isRefused(found)) limits.wrongCode.take(from, now());
    return found;
  });
  const figures = new KeptFor(10, (year: number) => readFiguresAct(deps, year, { announced: true }));
  mount(app, deps, contract.readPublicFigures, ({ params }) => figures.of(Number(params.year), now()));
  mount(app, deps, contract.readFigures, ({ params }) =>
    readFiguresAct(deps, Number(params.year), { announced: false }),
  );
}
