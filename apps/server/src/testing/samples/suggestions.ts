import type { Sample } from '../samples.js';

const suggestion = {
  category: '交通出行',
  title: '修一条村里的路',
  content: '村口到学校的路坏了，请修一修。',
  reason: '',
  advice: '',
  placeCode: null,
  placeNote: '',
  point: null,
  suggesterKind: 'resident',
  suggester: { name: '', phone: '', email: '' },
};

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
  prepare_disclosure: { kind: 'notice', title: '征集公告' },
  add_suggestion: { channel: 'letter', sourceRef: null, receivedOn: null, suggestion },
  show_suggestions: { seqs: [99999], shown: true },
};
export const suggestionQueries: Readonly<Record<string, Sample['query']>> = {
  list_suggestions: { q: '道路', page: 1 },
};
