import { correctPaper, readVote, setPaperTotals, type Vote } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { act, textOf } from '$lib/server/act.js';
import { ballotsTyped, draftOf, noPaper, paperTotalsOf, type PaperDraft } from '$lib/paper.js';
import type { Actions } from './$types';

function totalsTyped(form: FormData, vote: Vote) {
  const typed = (name: string): number | null => ballotsTyped(textOf(form, name));
  const empty = draftOf(vote);
  const draft: PaperDraft = {
    issued: typed('issued'),
    returned: typed('returned'),
    invalidOverPick: typed('invalidOverPick'),
    invalidIllegible: typed('invalidIllegible'),
    projects: empty.projects.map(({ listNumber }) => ({
      listNumber,
      for: typed(`for.${listNumber}`),
      against: typed(`against.${listNumber}`),
      abstain: typed(`abstain.${listNumber}`),
    })),
  };
  return paperTotalsOf(form.get('none') === '1' ? noPaper(empty) : draft, vote.kind);
}

export const actions: Actions = {
  save: (event) =>
    act(event, 'save', async (form) => {
      const params = { voteId: event.params.voteId };
      const vote = await call(event.fetch, readVote, { params });
      if (!vote.ok) return vote as never;
      return call(event.fetch, setPaperTotals, { params, body: totalsTyped(form, vote.value) });
    }),
  correct: (event) =>
    act(event, 'correct', async (form) => {
      const params = { voteId: event.params.voteId };
      const vote = await call(event.fetch, readVote, { params });
      if (!vote.ok) return vote as never;
      const body = { totals: totalsTyped(form, vote.value), reason: textOf(form, 'reason') };
      return call(event.fetch, correctPaper, { params, body });
    }),
};
