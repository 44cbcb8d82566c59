import type { Sample } from '../samples.js';
import { idea } from './idea.js';

export const suggestionBodies: Readonly<Record<string, Sample['body']>> = {
  create_year: { year: 2030 },
  set_year: {
    version: 1,
    settings: {
      notice: '公告',
      collectFrom: null,
      collectUntil: null,
      perPerson: 3,
      fundFen: null,
      places: 20,
      leastSurplus: 20,
    },
  },
  import_places: { format: 'json', content: '[]', commit: false },
  prepare_notice_change: {
    title: '关于延长征集时间的公告',
    notice: '征集时间延长。',
    collectFrom: '2099-01-01',
    collectUntil: '2099-02-01',
  },
  prepare_disclosure: { kind: 'notice', title: '征集公告' },
  add_suggestion: { channel: 'letter', sourceRef: null, receivedOn: null, suggestion: idea() },
  show_suggestions: { seqs: [99999], shown: true, looked: [] },
  import_suggestions: { channel: 'hotline', format: 'csv', content: '', mapping: {}, commit: false, keepSame: false },
  flag_golden: { version: 1, golden: true },
  merge_suggestions: { version: 1, sources: [99998] },
  unmerge_suggestion: { version: 1, reason: '试验' },
  split_suggestion: {
    version: 1,
    parts: [
      { category: '教育', title: '第一件事', content: '内容要有六个字以上' },
      { category: '教育', title: '第二件事', content: '内容要有六个字以上' },
    ],
  },
  forward_suggestion: { version: 1, unit: '区水利局', demand: '请办理', deadline: '2099-01-01', shareContact: false },
  forward_suggestions: {
    suggestions: [{ seq: 99999, version: 1 }],
    unit: '区水利局',
    demand: '请办理',
    deadline: '2099-01-01',
  },
  settle_suggestions: { suggestions: [{ seq: 99999, version: 1 }], act: 'pool', reason: '试验' },
  correct_suggestion: { version: 1, category: '教育', title: '更正的名称', placeCode: null, placeNote: '' },
  mask_suggestion: { version: 1, field: 'content', piece: '某人', why: '含有姓名' },
  settle_suggestion: { version: 1, act: 'solve', reason: '试验' },
  erase_suggester: { version: 1 },
  reply_handover: { version: 1, reply: '试验' },
  check_handover: { version: 1, accepted: true, text: '', deadline: null },
  set_stock_text: { use: 'unit', title: '试验', body: '', before: '' },
};
export const suggestionQueries: Readonly<Record<string, Sample['query']>> = {
  list_suggestions: { q: '道路', figure: 'answered', page: 1 },
  list_handovers: { figure: 'late' },
};
