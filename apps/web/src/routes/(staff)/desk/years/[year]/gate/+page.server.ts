import {
  addRemark,
  askQuestion,
  closeCommentPeriod,
  decideCandidates,
  listComments,
  listReceipts,
  moveProposal,
  prepareCandidateList,
  prepareCommentPeriod,
  readCandidates,
  readPapers,
  replyToComment,
  showComment,
  signForPapers,
  type Endpoint,
} from '@piaojue/contract';
import { yearStates } from '@piaojue/rules';
import { call } from '$lib/api/call.js';
import { act, numberOf, textOf } from '$lib/server/act.js';
import { must } from '$lib/server/load.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, parent, url }) => {
  const { me, year } = await parent();
  const may = (endpoint: Endpoint): boolean => me.roles.some((role) => endpoint.roles.includes(role));
  const reached = yearStates.indexOf(year.state) >= yearStates.indexOf('standing_committee_review');
  const fixed = yearStates.indexOf(year.state) >= yearStates.indexOf('candidates_fixed');
  if (!reached || !may(readPapers)) return { papers: null, receipts: [], comments: [], fixed: null };
  const of = { params: { year: params.year } };
  const [papers, receipts, comments, candidates] = await Promise.all([
    call(fetch, readPapers, of).then((called) => must(called, url)),
    may(listReceipts) ? call(fetch, listReceipts, of).then((called) => must(called, url).receipts) : [],
    may(listComments) ? call(fetch, listComments, of).then((called) => must(called, url).comments) : [],
    fixed && may(readCandidates) ? call(fetch, readCandidates, of).then((called) => must(called, url)) : null,
  ]);
  return { papers, receipts, comments, fixed: candidates };
};

const inYear = ({ params }: { params: { year: string } }) => ({ year: params.year });

export const actions: Actions = {
  sign: (event) => act(event, 'sign', () => call(event.fetch, signForPapers, { params: inYear(event) })),
  ask: (event) =>
    act(event, 'ask', (form) =>
      call(event.fetch, askQuestion, {
        params: { proposalId: textOf(form, 'proposalId') },
        body: { text: textOf(form, 'text') },
      }),
    ),
  remark: (event) =>
    act(event, 'remark', (form) =>
      call(event.fetch, addRemark, {
        params: { proposalId: textOf(form, 'proposalId') },
        body: { kind: textOf(form, 'kind') === 'change' ? 'change' : 'comment', text: textOf(form, 'text') },
      }),
    ),
  move: (event) =>
    act(event, 'move', (form) =>
      call(event.fetch, moveProposal, {
        params: { proposalId: textOf(form, 'proposalId') },
        body: {
          act: textOf(form, 'move') === 'withdraw' ? 'withdraw' : 'send_back',
          version: numberOf(form, 'version'),
          reason: textOf(form, 'reason'),
        },
      }),
    ),
  openComments: (event) =>
    act(event, 'openComments', (form) =>
      call(event.fetch, prepareCommentPeriod, {
        params: inYear(event),
        body: { title: textOf(form, 'title'), from: textOf(form, 'from'), until: textOf(form, 'until') },
      }),
    ),
  closeComments: (event) =>
    act(event, 'closeComments', () => call(event.fetch, closeCommentPeriod, { params: inYear(event) })),
  showComment: (event) =>
    act(event, 'showComment', (form) =>
      call(event.fetch, showComment, {
        params: { commentId: textOf(form, 'commentId') },
        body: { shown: textOf(form, 'shown') === '1' },
      }),
    ),
  replyComment: (event) =>
    act(event, 'replyComment', (form) =>
      call(event.fetch, replyToComment, {
        params: { commentId: textOf(form, 'commentId') },
        body: { text: textOf(form, 'text') },
      }),
    ),
  decide: (event) =>
    act(event, 'decide', (form) =>
      call(event.fetch, decideCandidates, {
        params: inYear(event),
        body: {
          meeting: textOf(form, 'meeting'),
          vote: {
            members: numberOf(form, 'members'),
            present: numberOf(form, 'present'),
            for: numberOf(form, 'for'),
            against: numberOf(form, 'against'),
            abstain: numberOf(form, 'abstain'),
          },
          candidates: form.getAll('candidate').map(String),
          acceptsDifferential: form.get('acceptsDifferential') === '1',
          listed: form.getAll('listed').map((pair) => {
            const [id = '', version = ''] = String(pair).split(':');
            return { id, version: Number(version) };
          }),
        },
      }),
    ),
  publish: (event) =>
    act(event, 'publish', (form) =>
      call(event.fetch, prepareCandidateList, { params: inYear(event), body: { title: textOf(form, 'title') } }),
    ),
};
