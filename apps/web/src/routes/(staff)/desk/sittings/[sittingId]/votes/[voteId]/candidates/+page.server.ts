import { importCandidates, takeCandidates, withdrawCandidate } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { act, textOf } from '$lib/server/act.js';
import { importAct } from '$lib/server/import.js';
import type { Actions } from './$types';

export const actions: Actions = {
  import: (event) =>
    importAct(event, 'import', (body) =>
      call(event.fetch, importCandidates, { params: { voteId: event.params.voteId }, body }),
    ),
  take: (event) =>
    act(
      event,
      'take',
      () => call(event.fetch, takeCandidates, { params: { voteId: event.params.voteId } }),
      ({ imported }) => imported,
    ),
  withdraw: (event) =>
    act(event, 'withdraw', (form) =>
      call(event.fetch, withdrawCandidate, {
        params: { voteId: event.params.voteId, candidateId: textOf(form, 'candidateId') },
        body: { withdrawn: textOf(form, 'withdrawn') === '1', reason: textOf(form, 'reason') },
      }),
    ),
};
