import type { FastifyInstance } from 'fastify';
import * as contract from '@piaojue/contract';
import { prepareAct } from '../board/prepare.js';
import { closeAct } from '../count/close.js';
import { tallyAct } from '../count/decryption.js';
import { confirmAct } from '../count/outcome.js';
import { correctPaperAct, enterPaperAct } from '../count/paper.js';
import type { Deps } from '../deps.js';
import { accountOf, type Caller } from '../plugins/callers.js';
import { mount } from '../plugins/mount.js';
import { publishAct } from '../publication/service.js';
import { repeatAct, revoteAct } from './again.js';
import { recordHallAct } from './hall.js';
import * as candidates from './candidates.js';
import * as service from './service.js';

export function voteRoutes(app: FastifyInstance, deps: Deps): void {
  const by = (caller: Caller): string => accountOf(caller).accountId;
  const told = async <T>(reply: Promise<T>): Promise<T> => {
    const value = await reply;
    deps.live.touch();
    return value;
  };
  mount(app, deps, contract.createVote, ({ caller, params, body }) =>
    told(service.createVoteAct(deps, by(caller), params.sittingId, body)),
  );
  mount(app, deps, contract.readVote, ({ params }) => service.readVoteAct(deps, params.voteId));
  mount(app, deps, contract.importCandidates, ({ caller, params, body }) =>
    told(candidates.importCandidatesAct(deps, by(caller), params.voteId, body)),
  );
  mount(app, deps, contract.withdrawCandidate, ({ caller, params, body }) =>
    told(
      candidates.withdrawCandidateAct(deps, by(caller), params.voteId, params.candidateId, body.withdrawn, body.reason),
    ),
  );
  mount(app, deps, contract.setRules, ({ caller, params, body }) =>
    service.setRulesAct(deps, by(caller), params.voteId, body.rules),
  );
  mount(app, deps, contract.recordHall, ({ caller, params, body }) =>
    told(recordHallAct(deps, by(caller), params.voteId, body)),
  );
  mount(app, deps, contract.discardVote, ({ caller, params }) =>
    told(service.discardAct(deps, by(caller), params.voteId)),
  );
  mount(app, deps, contract.freezeVote, ({ caller, params, body }) =>
    told(service.freezeAct(deps, by(caller), params.voteId, body.acceptsDifferential)),
  );
  mount(app, deps, contract.prepareVote, ({ caller, params }) => told(prepareAct(deps, by(caller), params.voteId)));
  mount(app, deps, contract.openVote, ({ caller, params, body }) =>
    told(service.openAct(deps, accountOf(caller), params.voteId, body.countdownMinutes)),
  );
  mount(app, deps, contract.suspendVote, ({ caller, params, body }) =>
    told(service.simpleAct(deps, by(caller), params.voteId, 'suspend', 'vote_suspended', { reason: body.reason })),
  );
  mount(app, deps, contract.resumeVote, ({ caller, params }) =>
    told(service.simpleAct(deps, by(caller), params.voteId, 'resume', 'vote_resumed', {})),
  );
  mount(app, deps, contract.closeVote, ({ caller, params }) => told(closeAct(deps, accountOf(caller), params.voteId)));
  mount(app, deps, contract.withdrawPendingAct, ({ caller, params }) =>
    told(service.withdrawPendingActAct(deps, accountOf(caller), params.voteId, params.act)),
  );
  mount(app, deps, contract.enterPaper, ({ caller, params, body }) =>
    told(enterPaperAct(deps, accountOf(caller), params.voteId, body)),
  );
  mount(app, deps, contract.correctPaper, ({ caller, params, body }) =>
    told(correctPaperAct(deps, accountOf(caller), params.voteId, body)),
  );
  mount(app, deps, contract.tallyVote, ({ caller, params }) => tallyAct(deps, by(caller), params.voteId));
  mount(app, deps, contract.confirmOutcome, ({ caller, params, body }) =>
    confirmAct(deps, by(caller), params.voteId, body),
  );
  mount(app, deps, contract.openRevote, ({ caller, params }) => revoteAct(deps, by(caller), params.voteId));
  mount(app, deps, contract.repeatVote, ({ caller, params }) => repeatAct(deps, by(caller), params.voteId));
  mount(app, deps, contract.publishVote, ({ caller, params, body }) =>
    publishAct(deps, accountOf(caller), params.voteId, body),
  );
  mount(app, deps, contract.voidVote, ({ caller, params, body }) =>
    told(service.voidAct(deps, accountOf(caller), params.voteId, body.reason)),
  );
}
