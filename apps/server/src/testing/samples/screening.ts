import { emptyDraft } from '@piaojue/contract';
import { criteria } from '@piaojue/rules';
import type { Sample } from '../samples.js';

const someone = 'nobody234567nobody234567';
const weights = Object.fromEntries(criteria.map((criterion) => [criterion, 1]));

export const screeningBodies: Readonly<Record<string, Sample['body']>> = {
  create_proposal: { name: '老旧小区改造' },
  save_proposal: { version: 1, fields: emptyDraft, note: null },
  move_proposal: { act: 'submit', version: 1, reason: '' },
  relist_proposal: { version: 1 },
  shortlist_proposals: { proposals: [{ id: someone, version: 1 }] },
  set_origins: { version: 1, seqs: [99999] },
  add_attachment: { name: '图纸.pdf', content: 'JVBERi0xLjc=' },
  ask_opinions: { proposalIds: [someone], kind: 'finance', units: ['某单位'], deadline: '2099-01-01' },
  move_opinion_deadline: { deadline: '2099-01-01' },
  answer_opinion: { stance: 'agree', text: '' },
  set_marks: { version: 1, marks: [{ criterion: 'lawful', met: 'yes', score: 5, reason: '符合规定' }] },
  set_weights: { before: weights, weights },
  set_list_order: { before: [someone], order: [someone] },
  submit_list: { minutesNumber: '第1号', minutesDate: '2024-12-01', proposals: [{ id: someone, version: 1 }] },
  record_papers_handed: { numbers: ['1'] },
  ask_question: { text: '工期够吗？' },
  answer_question: { text: '工期够。' },
  add_remark: { kind: 'comment', text: '很好。' },
  settle_remark: { text: '已经修改。' },
  prepare_comment_period: { title: '公示', from: '2099-01-01', until: '2099-01-08' },
  show_comment: { shown: true },
  erase_comment: { reason: 'personal' },
  reply_to_comment: { text: '谢谢。', before: null },
  decide_candidates: {
    meeting: '第一次会议',
    vote: { members: 30, present: 30, for: 30, against: 0, abstain: 0 },
    candidates: [someone],
    acceptsDifferential: false,
    acceptsChanged: false,
    heldOn: '2024-02-25',
    listed: [{ id: someone, version: 1 }],
  },
  record_not_carried: {
    meeting: '第一次会议',
    vote: { members: 30, present: 30, for: 10, against: 20, abstain: 0 },
    heldOn: '2024-02-25',
  },
  correct_decision: { candidatesHash: 'a'.repeat(64), reason: '记错了票数' },
  prepare_candidate_list: { title: '候选项目' },
  send_comment: { text: '很好的项目', device: 'A'.repeat(22), proof: null },
};
export const screeningQueries: Readonly<Record<string, Sample['query']>> = {
  find_origins: { q: '' },
  list_comments: { only: 'waiting', after: someone },
};
