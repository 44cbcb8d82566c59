import type { FastifyInstance } from 'fastify';
import * as contract from '@piaojue/contract';
import { append } from '../audit/append.js';
import { timeOf, type Deps } from '../deps.js';
import { accountOf } from '../plugins/callers.js';
import { mount } from '../plugins/mount.js';
import { isRefused } from '../result.js';
import * as service from './service.js';
import { clearCookie, giveToken, startSession, updateSession } from './sessions.js';

export function accountRoutes(app: FastifyInstance, deps: Deps): void {
  mount(app, deps, contract.readInstallation, () => service.installation(deps));
  mount(app, deps, contract.setUp, ({ body }) => service.setUpAct(deps, body));

  mount(app, deps, contract.signIn, async ({ body, request, reply }) => {
    const row = await service.checkPassword(deps, body.username, body.password);
    if (isRefused(row)) return row;
    await service.recordSignIn(deps, row.id);
    await startSession(deps, request, reply, row.id);
    const { id, username, displayName, roles, unit } = service.accountView(row);
    return { accountId: id, username, displayName, roles, unit };
  });

  mount(app, deps, contract.signOut, async ({ caller, request, reply }) => {
    const { sessionId, accountId } = accountOf(caller);
    const at = timeOf(deps);
    await deps.store.write(function* (tx) {
      yield* updateSession(tx, sessionId, { endedAt: at });
      yield* append(tx, { type: 'signed_out', at, data: { account: accountId } });
    });
    clearCookie(request, reply);
    return { done: true as const };
  });

  mount(app, deps, contract.readMe, async ({ caller }) => {
    const { accountId, username, displayName, roles, unit } = accountOf(caller);
    return { accountId, username, displayName, roles, unit };
  });

  mount(app, deps, contract.confirmPassword, async ({ caller, body, request, reply }) => {
    const account = accountOf(caller);
    const confirmed = await service.confirmPasswordAct(deps, account, body.password);
    if (isRefused(confirmed)) return confirmed;
    await giveToken(request, reply, account.accountId, confirmed.sessionId);
    return { freshUntil: confirmed.freshUntil };
  });

  mount(app, deps, contract.listAccounts, () => service.listAccountsAct(deps));
  mount(app, deps, contract.createAccount, ({ caller, body }) =>
    service.createAccountAct(deps, accountOf(caller).accountId, body),
  );
  mount(app, deps, contract.renewActivation, ({ caller, params }) =>
    service.renewActivationAct(deps, accountOf(caller).accountId, params.accountId),
  );
  mount(app, deps, contract.completeActivation, ({ caller, params }) =>
    service.completeActivationAct(deps, accountOf(caller), params.accountId),
  );
  mount(app, deps, contract.setAccountDisabled, ({ caller, params, body }) =>
    service.setDisabledAct(deps, accountOf(caller).accountId, params.accountId, body.disabled),
  );
  mount(app, deps, contract.activate, ({ body }) => service.activateAct(deps, body));
}
