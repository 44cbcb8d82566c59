import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as contract from '@piaojue/contract';
import { signedInBy, type SignedIn } from '../accounts/sessions.js';
import type { Gate } from '../collecting/gate.js';
import type { Deps } from '../deps.js';
import { accountOf } from '../plugins/callers.js';
import { mount } from '../plugins/mount.js';
import { isRefused } from '../result.js';
import { addAttachmentAct, readAttachmentAct, removeAttachmentAct } from './attachments.js';
import { candidateSheet } from './sheet.js';
import { readCandidatesAct, readPublicListAct } from './candidates.js';
import { setMarksAct, setWeightsAct } from './criteria.js';
import { gateRoutes } from './gate-routes.js';
import { readScreeningAct, setListOrderAct, submitListAct } from './list.js';
import { moveProposalAct, relistProposalAct, shortlistProposalsAct } from './moves.js';
import { answerOpinionAct, askOpinionsAct, listOpinionsAct } from './opinions.js';
import { moveOpinionDeadlineAct, recallOpinionAct } from './recall.js';
import { findOriginsAct, setOriginsAct } from './origins.js';
import * as proposals from './proposals.js';

export function screeningRoutes(app: FastifyInstance, deps: Deps, gate: Gate): void {
  mount(app, deps, contract.listProposals, ({ caller, params }) =>
    proposals.listProposalsAct(deps, accountOf(caller), Number(params.year)),
  );
  mount(app, deps, contract.createProposal, ({ caller, params, body }) =>
    proposals.createProposalAct(deps, accountOf(caller), Number(params.year), body),
  );
  mount(app, deps, contract.readProposal, ({ caller, params }) =>
    proposals.readProposalAct(deps, accountOf(caller), params.proposalId),
  );
  mount(app, deps, contract.saveProposal, ({ caller, params, body }) =>
    proposals.saveProposalAct(deps, accountOf(caller), params.proposalId, body),
  );
  mount(app, deps, contract.listVersions, ({ caller, params }) =>
    proposals.listVersionsAct(deps, accountOf(caller), params.proposalId),
  );
  mount(app, deps, contract.listUnits, () => proposals.listUnitsAct(deps));
  mount(app, deps, contract.moveProposal, ({ caller, params, body }) =>
    moveProposalAct(deps, accountOf(caller), params.proposalId, body),
  );
  mount(app, deps, contract.relistProposal, ({ caller, params, body }) =>
    relistProposalAct(deps, accountOf(caller), params.proposalId, body),
  );
  mount(app, deps, contract.shortlistProposals, ({ caller, params, body }) =>
    shortlistProposalsAct(deps, accountOf(caller), Number(params.year), body),
  );
  mount(app, deps, contract.findOrigins, ({ caller, params, query }) =>
    findOriginsAct(deps, accountOf(caller), Number(params.year), query.q),
  );
  mount(app, deps, contract.setOrigins, ({ caller, params, body }) =>
    setOriginsAct(deps, accountOf(caller), params.proposalId, body),
  );
  mount(app, deps, contract.addAttachment, ({ caller, params, body }) =>
    addAttachmentAct(deps, accountOf(caller), params.proposalId, body),
  );
  mount(app, deps, contract.removeAttachment, ({ caller, params }) =>
    removeAttachmentAct(deps, accountOf(caller), params.proposalId, params.attachmentId),
  );
  mount(app, deps, contract.askOpinions, ({ caller, params, body }) =>
    askOpinionsAct(deps, accountOf(caller), Number(params.year), body),
  );
  mount(app, deps, contract.listOpinions, ({ caller, params }) =>
    listOpinionsAct(deps, accountOf(caller), Number(params.year)),
  );
  mount(app, deps, contract.answerOpinion, ({ caller, params, body }) =>
    answerOpinionAct(deps, accountOf(caller), params.opinionId, body),
  );
  mount(app, deps, contract.recallOpinion, ({ caller, params }) =>
    recallOpinionAct(deps, accountOf(caller), params.opinionId),
  );
  mount(app, deps, contract.moveOpinionDeadline, ({ caller, params, body }) =>
    moveOpinionDeadlineAct(deps, accountOf(caller), params.opinionId, body),
  );
  mount(app, deps, contract.setMarks, ({ caller, params, body }) =>
    setMarksAct(deps, accountOf(caller), params.proposalId, body),
  );
  mount(app, deps, contract.setWeights, ({ caller, params, body }) =>
    setWeightsAct(deps, accountOf(caller), Number(params.year), body),
  );
  mount(app, deps, contract.readScreening, ({ caller, params }) =>
    readScreeningAct(deps, accountOf(caller), Number(params.year)),
  );
  mount(app, deps, contract.setListOrder, ({ caller, params, body }) =>
    setListOrderAct(deps, accountOf(caller), Number(params.year), body),
  );
  mount(app, deps, contract.submitList, ({ caller, params, body }) =>
    submitListAct(deps, accountOf(caller), Number(params.year), body),
  );
  gateRoutes(app, deps, gate);
  downloads(app, deps);
}

const notFound = (reply: FastifyReply) => reply.code(404).send({ refusal: 'not_found' });
/** A name in any script (RFC 6266); never shown in the page, never guessed at by the browser. */
const asFile = (reply: FastifyReply, type: string, name: string) =>
  reply
    .header('content-type', type)
    .header('content-disposition', `attachment; filename="file"; filename*=UTF-8''${encodeURIComponent(name)}`)
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'no-store');
const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Files are asked for by a link: no endpoints, so that who may read them is decided here by hand. */
function downloads(app: FastifyInstance, deps: Deps): void {
  const me = async (
    request: FastifyRequest,
    reply: FastifyReply,
    roles: readonly string[],
  ): Promise<SignedIn | undefined> => {
    const person = await signedInBy(deps, request);
    if (!person) void reply.code(401).send({ refusal: 'not_signed_in' });
    else if (!person.roles.some((role) => roles.includes(role)))
      void reply.code(403).send({ refusal: 'role_forbidden' });
    else return person;
    return undefined;
  };

  app.get<{ Params: { proposalId: string; attachmentId: string } }>(
    '/proposals/:proposalId/attachments/:attachmentId',
    async (request, reply) => {
      const person = await me(request, reply, [...contract.readProposal.roles, 'committee']);
      if (!person) return reply;
      const file = await readAttachmentAct(deps, person, request.params.proposalId, request.params.attachmentId);
      return isRefused(file) ? notFound(reply) : asFile(reply, file.type, file.name).send(Buffer.from(file.bytes));
    },
  );
  app.get<{ Params: { year: string } }>('/years/:year/candidates.xlsx', async (request, reply) => {
    const person = await me(request, reply, contract.readCandidates.roles);
    if (!person) return reply;
    const read = await readCandidatesAct(deps, person, Number(request.params.year));
    if (isRefused(read)) return notFound(reply);
    const name = `${request.params.year}年度候选项目汇编.xlsx`;
    return asFile(reply, workbook, name).send(await candidateSheet(read.candidates));
  });
  app.get<{ Params: { year: string } }>('/public/years/:year/candidates.xlsx', async (request, reply) => {
    const read = await readPublicListAct(deps, Number(request.params.year));
    if (read.stage !== 'candidates') return notFound(reply);
    const name = `${request.params.year}年度候选项目.xlsx`;
    return asFile(reply, workbook, name).send(await candidateSheet(read.projects));
  });
}
