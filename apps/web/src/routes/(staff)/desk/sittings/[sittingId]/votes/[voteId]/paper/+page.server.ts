import type { RequestEvent } from '@sveltejs/kit';
import { correctPaper, enterPaper, readVote, type PaperTotals, type Vote } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { act, textOf } from '$lib/server/act.js';
import { voteActs } from '$lib/server/vote-acts.js';
import { ballotsTyped, draftOf, noPaper, paperTotalsOf, type PaperDraft } from '$lib/paper.js';
import type { Actions } from './$types';

function totalsTyped(form: FormData, vote: Vote): PaperTotals {
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

/** What the other person gave, sent again as it stands in the page; what is not well-formed is refused by the contract. */
function totalsGiven(text: string): PaperTotals {
  try {
    return JSON.parse(text) as PaperTotals;
  } catch {
    return {} as PaperTotals;
  }
}

async function totalsIn(event: RequestEvent, form: FormData, voteId: string) {
  if (form.has('totals')) return { ok: true, value: totalsGiven(textOf(form, 'totals')) } as const;
  const vote = await call(event.fetch, readVote, { params: { voteId } });
  return vote.ok ? ({ ok: true, value: totalsTyped(form, vote.value) } as const) : vote;
}

export const actions: Actions = {
  enter: (event) =>
    act(event, 'enter', async (form) => {
      const params = { voteId: event.params.voteId };
      const totals = await totalsIn(event, form, params.voteId);
      return totals.ok ? call(event.fetch, enterPaper, { params, body: { totals: totals.value } }) : (totals as never);
    }),
  correct: (event) =>
    act(event, 'correct', async (form) => {
      const params = { voteId: event.params.voteId };
      const totals = await totalsIn(event, form, params.voteId);
      if (!totals.ok) return totals as never;
      return call(event.fetch, correctPaper, {
        params,
        body: { totals: totals.value, reason: textOf(form, 'reason') },
      });
    }),
  withdrawPending: voteActs.withdrawPending,
};
