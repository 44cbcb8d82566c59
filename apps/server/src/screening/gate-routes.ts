import type { FastifyInstance } from 'fastify';
import * as contract from '@piaojue/contract';
import type { Gate } from '../collecting/gate.js';
import { addressOf } from '../collecting/limits.js';
import type { Deps } from '../deps.js';
import { accountOf } from '../plugins/callers.js';
import { mount } from '../plugins/mount.js';
import { prepareCandidateListAct, readCandidatesAct, readPublicListAct, takeCandidatesAct } from './candidates.js';
import * as handling from './comment-handling.js';
import { correctDecisionAct, recordNotCarriedAct } from './committee-records.js';
import * as comments from './comments.js';
import { decideCandidatesAct } from './decide.js';
import { readPapersAct } from './papers.js';
import { addRemarkAct, answerQuestionAct, askQuestionAct, settleRemarkAct } from './questions.js';
import { listReceiptsAct, recordPapersHandedAct, signForPapersAct } from './receipts.js';

/** From the government's list to the candidates. */
export function gateRoutes(app: FastifyInstance, deps: Deps, gate: Gate): void {
  mount(app, deps, contract.readPapers, ({ caller, params }) =>
    readPapersAct(deps, accountOf(caller), Number(params.year)),
  );
  mount(app, deps, contract.signForPapers, ({ caller, params }) =>
    signForPapersAct(deps, accountOf(caller), Number(params.year)),
  );
  mount(app, deps, contract.listReceipts, ({ params }) => listReceiptsAct(deps, Number(params.year)));
  mount(app, deps, contract.recordPapersHanded, ({ caller, params, body }) =>
    recordPapersHandedAct(deps, accountOf(caller), Number(params.year), body),
  );
  mount(app, deps, contract.askQuestion, ({ caller, params, body }) =>
    askQuestionAct(deps, accountOf(caller), params.proposalId, body.text),
  );
  mount(app, deps, contract.answerQuestion, ({ caller, params, body }) =>
    answerQuestionAct(deps, accountOf(caller), params.questionId, body.text),
  );
  mount(app, deps, contract.addRemark, ({ caller, params, body }) =>
    addRemarkAct(deps, accountOf(caller), params.proposalId, body),
  );
  mount(app, deps, contract.settleRemark, ({ caller, params, body }) =>
    settleRemarkAct(deps, accountOf(caller), params.remarkId, body.text),
  );
  mount(app, deps, contract.prepareCommentPeriod, ({ caller, params, body }) =>
    comments.prepareCommentPeriodAct(deps, accountOf(caller), Number(params.year), body),
  );
  mount(app, deps, contract.closeCommentPeriod, ({ caller, params }) =>
    comments.closeCommentPeriodAct(deps, accountOf(caller), Number(params.year)),
  );
  mount(app, deps, contract.listComments, ({ params, query }) =>
    handling.listCommentsAct(deps, Number(params.year), query),
  );
  mount(app, deps, contract.showComment, ({ caller, params, body }) =>
    handling.showCommentAct(deps, accountOf(caller), params.commentId, body),
  );
  mount(app, deps, contract.eraseComment, ({ caller, params, body }) =>
    handling.eraseCommentAct(deps, accountOf(caller), params.commentId, body),
  );
  mount(app, deps, contract.replyToComment, ({ caller, params, body }) =>
    handling.replyToCommentAct(deps, accountOf(caller), params.commentId, body),
  );
  mount(app, deps, contract.decideCandidates, ({ caller, params, body }) =>
    decideCandidatesAct(deps, accountOf(caller), Number(params.year), body),
  );
  mount(app, deps, contract.recordNotCarried, ({ caller, params, body }) =>
    recordNotCarriedAct(deps, accountOf(caller), Number(params.year), body),
  );
  mount(app, deps, contract.correctDecision, ({ caller, params, body }) =>
    correctDecisionAct(deps, accountOf(caller), Number(params.year), body),
  );
  mount(app, deps, contract.readCandidates, ({ caller, params }) =>
    readCandidatesAct(deps, accountOf(caller), Number(params.year)),
  );
  mount(app, deps, contract.prepareCandidateList, ({ caller, params, body }) =>
    prepareCandidateListAct(deps, accountOf(caller), Number(params.year), body),
  );
  mount(app, deps, contract.takeCandidates, ({ caller, params }) =>
    takeCandidatesAct(deps, accountOf(caller).accountId, params.voteId),
  );
  mount(app, deps, contract.readPublicList, ({ params, query }) =>
    readPublicListAct(deps, Number(params.year), query.of),
  );
  mount(app, deps, contract.sendComment, ({ request, params, body }) =>
    comments.sendCommentAct(deps, gate, addressOf(request), params.proposalId, body),
  );
}
