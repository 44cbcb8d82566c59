import { readVote, setRules } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { act } from '$lib/server/act.js';
import { voteActs } from '$lib/server/vote-acts.js';
import { rulesFrom, withSuggestions } from '$lib/rules-form.js';
import type { Actions } from './$types';

export const actions: Actions = {
  freeze: voteActs.freeze,
  save: (event) =>
    act(event, 'save', async (form) => {
      const params = { voteId: event.params.voteId };
      const now = await call(event.fetch, readVote, { params });
      if (!now.ok) return now as never;
      const get = (name: string): string | undefined => {
        const value = form.get(name);
        return typeof value === 'string' ? value : undefined;
      };
      const typed = rulesFrom(get, now.value.rules);
      const rules = form.get('suggest') === '1' ? withSuggestions(typed) : typed;
      // What is no number goes as nothing (JSON): the rules answer at its parameter.
      const sent = JSON.parse(JSON.stringify(rules)) as typeof rules;
      return call(event.fetch, setRules, { params, body: { rules: sent } });
    }),
};
