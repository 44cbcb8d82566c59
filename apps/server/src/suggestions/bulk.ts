import type { Rows, Tx } from '@piaojue/db';
import type { BodyOf, forwardSuggestions, settleSuggestions } from '@piaojue/contract';
import { nextSuggestionState, suggestionStateNames, type SuggestionAct } from '@piaojue/rules';
import type { SignedIn } from '../accounts/sessions.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { refuse, type Refusal, type Result } from '../result.js';
import type { Found } from './acting.js';
import { todayOf } from './days.js';
import { forward, paperFault, settle } from './handling.js';
import { suggestionBySeq } from './store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
type Several = BodyOf<typeof settleSuggestions>['suggestions'];

const why = {
  answer_in_review: '处理结果正在等待审核公开',
  reply_unchecked: '单位的答复还没有核查',
} as const;

/** One act on several suggestions, each as it was read: all or none. What stands in the way is named, one line each. */
function* onEach(
  tx: Tx,
  suggestions: Several,
  act: SuggestionAct,
  step: (found: Found) => Query<Refusal<keyof typeof why> | undefined>,
): Query<Result<{ changed: number }, 'some_refused'>> {
  const faults: string[] = [];
  const once = new Map(suggestions.map((each) => [each.seq, each.version]));
  for (const [seq, version] of once) {
    const row = yield* suggestionBySeq(tx, seq);
    const to = row && nextSuggestionState(row.state, act);
    if (!row) faults.push(`第 ${seq} 条：台账里没有这一条。`);
    else if (row.version !== version) faults.push(`第 ${seq} 条：刚刚有人办理过，请看过以后再选。`);
    else if (!to) faults.push(`第 ${seq} 条：现在是“${suggestionStateNames[row.state]}”，不能这样办。`);
    else {
      const refused = yield* step({ row, to });
      if (refused) faults.push(`第 ${seq} 条：${why[refused.refusal]}。`);
    }
  }
  return faults.length > 0 ? refuse('some_refused', faults) : { changed: once.size };
}

export async function forwardSuggestionsAct(
  deps: Deps,
  me: SignedIn,
  { suggestions, ...paper }: BodyOf<typeof forwardSuggestions>,
): Promise<Result<{ changed: number }, 'some_refused' | 'deadline_past' | 'unit_unknown'>> {
  const at = timeOf(deps);
  const today = todayOf(deps);
  const ids = new Map(suggestions.map(({ seq }) => [seq, newId(deps.random)]));
  const done = await deps.store.write(function* (tx) {
    const fault = yield* paperFault(tx, paper, today);
    if (fault) return fault;
    return yield* onEach(tx, suggestions, 'forward', function* (found) {
      yield* forward(tx, me, found, { ...paper, id: ids.get(found.row.seq) ?? '', at, shareContact: false });
      return undefined;
    });
  });
  deps.live.touch();
  return done;
}

export async function settleSuggestionsAct(
  deps: Deps,
  me: SignedIn,
  { suggestions, act, reason }: BodyOf<typeof settleSuggestions>,
): Promise<Result<{ changed: number }, 'some_refused'>> {
  const at = timeOf(deps);
  const done = await deps.store.write((tx) =>
    onEach(tx, suggestions, act, (found) => settle(tx, me, found, { act, reason, at, random: deps.random })),
  );
  deps.live.touch();
  return done;
}
