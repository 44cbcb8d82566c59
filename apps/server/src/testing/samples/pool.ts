import type { Sample } from '../samples.js';

export const poolBodies: Readonly<Record<string, Sample['body']>> = {
  carry_suggestion: { seq: 99999, version: 1 },
  carry_proposal: { proposalId: 'nobody234567nobody234567', version: 1 },
};
export const poolQueries: Readonly<Record<string, Sample['query']>> = {
  list_pool: { q: '道路', page: 1 },
};
