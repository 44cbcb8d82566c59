import type { Rows, Tx } from '@piaojue/db';
import type { Suggestion } from '@piaojue/contract';
import { nextSuggestionState, type SuggestionAct, type SuggestionState } from '@piaojue/rules';
import type { SignedIn } from '../accounts/sessions.js';
import { timeOf, type Deps } from '../deps.js';
import { refuse, type Refusal, type Result } from '../result.js';
import { suggestionView } from './service.js';
import { suggestionBySeq, type SuggestionRow } from './store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
export type Acted<C extends string = never> = Result<Suggestion, 'not_found' | 'conflict' | 'wrong_step' | C>;

/** What an act finds: the row as the person read it, and the state that the act leads to. */
export interface Found {
  readonly row: SuggestionRow;
  readonly to: SuggestionState;
}

/**
 * One act on one suggestion. The row must be the one that the person read, and `rules` must list the act in its state.
 * @param step  writes the change and what is told; its refusal rolls everything back.
 */
export async function actOn<C extends string>(
  deps: Deps,
  me: SignedIn,
  seq: number,
  version: number,
  act: SuggestionAct | undefined,
  step: (tx: Tx, found: Found, at: string) => Query<Refusal<C> | undefined>,
): Promise<Acted<C>> {
  const at = timeOf(deps);
  const done = await deps.store.write(function* (tx): Query<Acted<C>> {
    const row = yield* suggestionBySeq(tx, seq);
    if (!row) return refuse('not_found');
    if (row.version !== version) return refuse('conflict', yield* suggestionView(tx, me, seq));
    const to = act === undefined ? row.state : nextSuggestionState(row.state, act);
    if (to === undefined) return refuse('wrong_step', { state: row.state });
    const refused = yield* step(tx, { row, to }, at);
    if (refused) return refused;
    return (yield* suggestionView(tx, me, seq)) as Suggestion;
  });
  deps.live.touch();
  return done;
}
