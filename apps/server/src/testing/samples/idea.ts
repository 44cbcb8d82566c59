import type { SuggestionInput } from '@piaojue/contract';

/** One idea as somebody says it, with what matters to the test. */
export const idea = (given: Partial<SuggestionInput> = {}): SuggestionInput => ({
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
  ...given,
});
