import { fail } from '@sveltejs/kit';
import { proposalActs } from '@piaojue/rules';
import {
  addAttachment,
  answerOpinion,
  answerQuestion,
  askOpinions,
  findOrigins,
  listUnits,
  moveOpinionDeadline,
  moveProposal,
  opinionKinds,
  readProposal,
  recallOpinion,
  relistProposal,
  removeAttachment,
  setOrigins,
  settleRemark,
  stances,
} from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { fileProblem } from '$lib/proposals.js';
import { act, numberOf, textOf } from '$lib/server/act.js';
import { must } from '$lib/server/load.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url, parent }) => {
  const { me } = await parent();
  const { year, proposalId } = params;
  const proposal = must(await call(fetch, readProposal, { params: { proposalId } }), url);
  const mayLink = proposal.mayEdit && me.roles.some((role) => role === 'unit' || role === 'gov_office');
  const q = url.searchParams.get('q');
  return {
    proposal,
    mayLink,
    asked: q,
    found:
      mayLink && q !== null
        ? must(await call(fetch, findOrigins, { params: { year }, query: { q: q.slice(0, 60) } }), url).suggestions
        : null,
    units: proposal.mayAsk ? must(await call(fetch, listUnits), url).units : [],
  };
};

const seqsOf = (form: FormData): number[] => form.getAll('seq').map(Number).filter(Number.isInteger);

export const actions: Actions = {
  move: (event) =>
    act(event, 'move', (form) =>
      call(event.fetch, moveProposal, {
        params: { proposalId: event.params.proposalId },
        body: {
          act: proposalActs.find((one) => one === textOf(form, 'move')) as 'submit',
          version: numberOf(form, 'version'),
          reason: textOf(form, 'reason'),
        },
      }),
    ),
  relist: (event) =>
    act(event, 'relist', (form) =>
      call(event.fetch, relistProposal, {
        params: { proposalId: event.params.proposalId },
        body: { version: numberOf(form, 'version') },
      }),
    ),
  origins: (event) =>
    act(event, 'origins', (form) =>
      call(event.fetch, setOrigins, {
        params: { proposalId: event.params.proposalId },
        body: { version: numberOf(form, 'version'), seqs: seqsOf(form) },
      }),
    ),
  attach: async (event) => {
    const form = await event.request.formData();
    const file = form.get('file');
    const refused = (status: number, refusal: string, detail?: unknown) =>
      fail(status, { act: 'attach', key: '', refusal, detail });
    if (!(file instanceof File)) return refused(422, 'file_not_chosen');
    const problem = fileProblem(file);
    if (problem) return refused(422, problem);
    const done = await call(event.fetch, addAttachment, {
      params: { proposalId: event.params.proposalId },
      body: { name: file.name.slice(-100), content: Buffer.from(await file.arrayBuffer()).toString('base64') },
    });
    return done.ok
      ? { act: 'attach', key: '', done: true as const, value: null }
      : refused(done.status, done.refusal, done.detail);
  },
  detach: (event) =>
    act(event, 'detach', (form) =>
      call(event.fetch, removeAttachment, {
        params: { proposalId: event.params.proposalId, attachmentId: textOf(form, 'attachmentId') },
      }),
    ),
  ask: (event) =>
    act(
      event,
      'ask',
      (form) =>
        call(event.fetch, askOpinions, {
          params: { year: event.params.year },
          body: {
            proposalIds: [event.params.proposalId],
            kind: opinionKinds.find((kind) => kind === textOf(form, 'kind')) ?? 'cosign',
            units: form.getAll('unit').map(String),
            deadline: textOf(form, 'deadline'),
          },
        }),
      (value) => value,
    ),
  recall: (event) =>
    act(event, 'recall', (form) =>
      call(event.fetch, recallOpinion, { params: { opinionId: textOf(form, 'opinionId') } }),
    ),
  deadline: (event) =>
    act(event, 'deadline', (form) =>
      call(event.fetch, moveOpinionDeadline, {
        params: { opinionId: textOf(form, 'opinionId') },
        body: { deadline: textOf(form, 'deadline') },
      }),
    ),
  answer: (event) =>
    act(event, 'answer', (form) =>
      call(event.fetch, answerOpinion, {
        params: { opinionId: textOf(form, 'opinionId') },
        body: {
          stance: stances.find((stance) => stance === textOf(form, 'stance')) ?? 'agree',
          text: textOf(form, 'text'),
        },
      }),
    ),
  answerQuestion: (event) =>
    act(event, 'answerQuestion', (form) =>
      call(event.fetch, answerQuestion, {
        params: { questionId: textOf(form, 'questionId') },
        body: { text: textOf(form, 'text') },
      }),
    ),
  settle: (event) =>
    act(event, 'settle', (form) =>
      call(event.fetch, settleRemark, {
        params: { remarkId: textOf(form, 'remarkId') },
        body: { text: textOf(form, 'text') },
      }),
    ),
};
