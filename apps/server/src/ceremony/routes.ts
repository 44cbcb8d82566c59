import type { FastifyInstance } from 'fastify';
import * as contract from '@piaojue/contract';
import { deliverPartialAct } from '../count/decryption.js';
import type { Deps } from '../deps.js';
import { accountOf, trusteeOf } from '../plugins/callers.js';
import { mount } from '../plugins/mount.js';
import * as service from './service.js';
import { discardSlipsAct, registerSlipsAct, voidSlipsAct } from './slips.js';
import { taskOf } from './task.js';

export function ceremonyRoutes(app: FastifyInstance, deps: Deps): void {
  const told = async <T>(reply: Promise<T>): Promise<T> => {
    const value = await reply;
    deps.live.touch();
    return value;
  };
  mount(app, deps, contract.openCeremony, ({ caller, params, body }) =>
    told(service.openCeremonyAct(deps, accountOf(caller).accountId, params.sittingId, body)),
  );
  mount(app, deps, contract.restartCeremony, ({ caller, params, body }) =>
    told(service.restartCeremonyAct(deps, accountOf(caller), params.sittingId, body)),
  );
  mount(app, deps, contract.withdrawRestart, ({ caller, params }) =>
    told(service.withdrawRestartAct(deps, accountOf(caller).accountId, params.sittingId)),
  );
  mount(app, deps, contract.makeTrusteeLink, ({ caller, params }) =>
    service.makeLinkAct(deps, accountOf(caller).accountId, params.sittingId),
  );
  mount(app, deps, contract.readTrusteeTask, ({ caller }) => deps.store.read((tx) => taskOf(tx, trusteeOf(caller))));
  mount(app, deps, contract.sendCertificate, ({ caller, body }) =>
    told(service.deliverAct(deps, trusteeOf(caller), 'certificate', body.certificate, body.commitment)),
  );
  mount(app, deps, contract.sendPolynomial, ({ caller, body }) =>
    told(service.deliverAct(deps, trusteeOf(caller), 'polynomial', body.polynomial)),
  );
  mount(app, deps, contract.sendShare, ({ caller, body }) =>
    told(service.deliverAct(deps, trusteeOf(caller), 'share', body.share)),
  );
  mount(app, deps, contract.registerSlips, ({ caller, body }) => told(registerSlipsAct(deps, trusteeOf(caller), body)));
  mount(app, deps, contract.voidSlips, ({ caller, body }) => told(voidSlipsAct(deps, trusteeOf(caller), body)));
  mount(app, deps, contract.discardSlips, ({ caller, body }) => told(discardSlipsAct(deps, trusteeOf(caller), body)));
  mount(app, deps, contract.sendPartialDecryption, ({ caller, params, body }) =>
    told(deliverPartialAct(deps, trusteeOf(caller), params.voteId, body.partialDecryption)),
  );
}
