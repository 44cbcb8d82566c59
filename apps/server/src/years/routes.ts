import type { FastifyInstance } from 'fastify';
import * as contract from '@piaojue/contract';
import { isFresh } from '../accounts/sessions.js';
import type { Deps } from '../deps.js';
import { accountOf } from '../plugins/callers.js';
import { mount } from '../plugins/mount.js';
import { isRefused, refuse } from '../result.js';
import { readAnswersAct } from './answers.js';
import {
  listDisclosuresAct,
  publicContentAct,
  prepareDisclosureAct,
  prepareNoticeChangeAct,
  publishDisclosureAct,
  readRegisterAct,
  withdrawDisclosureAct,
} from './disclosures.js';
import { importPlacesAct, listPlacesAct } from './places.js';
import { listShowingsAct } from './showings.js';
import { readYearWorkAct } from './work.js';
import * as service from './service.js';

export function yearRoutes(app: FastifyInstance, deps: Deps): void {
  mount(app, deps, contract.listYears, () => service.listYearsAct(deps));
  mount(app, deps, contract.readYear, ({ params }) => service.readYearAct(deps, Number(params.year)));
  mount(app, deps, contract.readYearWork, ({ caller, params }) =>
    readYearWorkAct(deps, accountOf(caller), Number(params.year)),
  );
  mount(app, deps, contract.createYear, ({ caller, body }) =>
    service.createYearAct(deps, accountOf(caller).accountId, body),
  );
  mount(app, deps, contract.setYear, ({ caller, params, body }) =>
    service.setYearAct(deps, accountOf(caller), Number(params.year), body),
  );
  mount(app, deps, contract.startCollecting, ({ caller, params }) =>
    service.startCollectingAct(deps, accountOf(caller).accountId, Number(params.year)),
  );
  mount(app, deps, contract.closeCollecting, ({ caller, params }) =>
    service.closeCollectingAct(deps, accountOf(caller).accountId, Number(params.year)),
  );
  mount(app, deps, contract.startScreening, ({ caller, params }) =>
    service.startScreeningAct(deps, accountOf(caller).accountId, Number(params.year)),
  );
  mount(app, deps, contract.listPlaces, () => listPlacesAct(deps));
  mount(app, deps, contract.importPlaces, ({ caller, body }) =>
    importPlacesAct(deps, accountOf(caller).accountId, body),
  );
  mount(app, deps, contract.listDisclosures, ({ caller, params }) =>
    listDisclosuresAct(deps, accountOf(caller), Number(params.year)),
  );
  mount(app, deps, contract.readAnswers, ({ params, query }) =>
    readAnswersAct(deps, Number(params.year), params.disclosureId, Number(query.page ?? 1)),
  );
  mount(app, deps, contract.prepareDisclosure, ({ caller, params, body }) =>
    prepareDisclosureAct(deps, accountOf(caller).accountId, Number(params.year), body),
  );
  mount(app, deps, contract.prepareNoticeChange, ({ caller, params, body }) =>
    prepareNoticeChangeAct(deps, accountOf(caller).accountId, Number(params.year), body),
  );
  mount(app, deps, contract.publishDisclosure, async ({ caller, params }) => {
    const me = accountOf(caller);
    if (!isFresh(deps, me)) return refuse('stale_sign_in');
    return publishDisclosureAct(deps, me.accountId, Number(params.year), params.disclosureId);
  });
  mount(app, deps, contract.withdrawDisclosure, ({ caller, params }) =>
    withdrawDisclosureAct(deps, accountOf(caller).accountId, Number(params.year), params.disclosureId),
  );
  mount(app, deps, contract.listPublicShowings, ({ query }) => listShowingsAct(deps, Number(query.page ?? 1)));
  mount(app, deps, contract.listShowings, ({ params, query }) =>
    listShowingsAct(deps, Number(query.page ?? 1), Number(params.year)),
  );
  mount(app, deps, contract.readRegister, () => readRegisterAct(deps));
  // A file and no endpoint: its bytes are what the hash is of.
  app.get<{ Params: { disclosureId: string } }>('/public/disclosures/:disclosureId/content', async (request, reply) => {
    const content = await publicContentAct(deps, request.params.disclosureId);
    if (isRefused(content)) return reply.code(404).send({ refusal: 'not_found' });
    return reply
      .header('content-type', 'application/json; charset=utf-8')
      .header('content-disposition', `attachment; filename="${request.params.disclosureId}.json"`)
      .send(Buffer.from(content));
  });
}
