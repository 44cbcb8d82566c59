import type { FastifyInstance } from 'fastify';
import * as contract from '@piaojue/contract';
import type { Gate } from '../collecting/gate.js';
import type { Deps } from '../deps.js';
import { accountOf } from '../plugins/callers.js';
import { mount } from '../plugins/mount.js';
import { importDutiesAct } from './duties.js';
import { sendReceptionPhotoAct } from './photos.js';
import { listStationFiguresAct, readStationLogAct, sendReceptionAct } from './receptions.js';
import * as service from './service.js';

export function stationRoutes(app: FastifyInstance, deps: Deps, { darkroom }: Gate): void {
  mount(app, deps, contract.listStations, () => service.listStationsAct(deps));
  mount(app, deps, contract.readStation, ({ params }) => service.readStationAct(deps, params.stationId));
  mount(app, deps, contract.readDeskStation, ({ params }) => service.readDeskStationAct(deps, params.stationId));
  mount(app, deps, contract.addStation, ({ caller, body }) =>
    service.addStationAct(deps, accountOf(caller).accountId, body),
  );
  mount(app, deps, contract.setStation, ({ caller, params, body }) =>
    service.setStationAct(deps, accountOf(caller).accountId, params.stationId, body),
  );
  mount(app, deps, contract.setStationMembers, ({ caller, params, body }) =>
    service.setStationMembersAct(deps, accountOf(caller).accountId, params.stationId, body),
  );
  mount(app, deps, contract.setDuty, ({ caller, params, body }) =>
    service.setDutyAct(deps, accountOf(caller).accountId, params.stationId, body),
  );
  mount(app, deps, contract.removeDuty, ({ caller, params }) =>
    service.removeDutyAct(deps, accountOf(caller).accountId, params.stationId, params.dutyId),
  );
  mount(app, deps, contract.importDuties, ({ caller, params, body }) =>
    importDutiesAct(deps, accountOf(caller).accountId, params.stationId, body),
  );
  mount(app, deps, contract.sendReception, ({ caller, params, query, body }) =>
    sendReceptionAct(deps, accountOf(caller), params.stationId, query, body),
  );
  mount(app, deps, contract.sendReceptionPhoto, ({ caller, params, query, body }) =>
    sendReceptionPhotoAct(deps, darkroom, accountOf(caller), params, query, body),
  );
  mount(app, deps, contract.listStationFigures, ({ params }) => listStationFiguresAct(deps, Number(params.year)));
  mount(app, deps, contract.readStationLog, ({ params, query }) => readStationLogAct(deps, params.stationId, query));
}
