import type { BodyOf, PaperTotals, Vote, correctPaper, enterPaper } from '@piaojue/contract';
import { first, type Rows, type Tx } from '@piaojue/db';
import { digestOf, type JsonValue } from '@piaojue/record';
import { checkPaper, type CountInput } from '@piaojue/rules';
import { eq } from 'drizzle-orm';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { castingCounts } from '../ballots/store.js';
import type { Deps } from '../deps.js';
import { refuse, type Refusal, type Result } from '../result.js';
import { twoPersonAct, type TwoPersonRefusal } from '../votes/service.js';
import { candidatesOf, outcomeOf, paperOf, updateVote, type VoteRow } from '../votes/store.js';
import { hallOf } from '../votes/summary.js';
import { standing } from '../votes/view.js';
import { countInputOf, outcomeFor } from './outcome.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** 登记纸质票: typed by one person, confirmed by another; every version that held is in the log. */
export function enterPaperAct(
  deps: Deps,
  caller: SignedIn,
  voteId: string,
  { totals }: BodyOf<typeof enterPaper>,
): Promise<Result<Vote, TwoPersonRefusal | 'paper_inconsistent'>> {
  return twoPersonAct(
    deps,
    caller,
    voteId,
    'enter',
    { totals },
    function* (tx, _vote, { first: by, at }) {
      yield* keepPaper(tx, voteId, totals, by, at);
      const { issued, returned } = totals;
      yield* append(tx, {
        type: 'paper_totals_entered',
        at,
        data: { vote: voteId, issued, returned, totals: digestOf(totals), by: [by, caller.accountId] },
      });
      return undefined;
    },
    (tx, vote) => paperProblem(tx, vote, totals),
  );
}

/**
 * A mistake in the paper totals that was seen after the count: two people correct it before the chair confirms. The outcome
 * is made again from the same electronic totals; the log holds the digests of both versions and the reason.
 */
export function correctPaperAct(
  deps: Deps,
  caller: SignedIn,
  voteId: string,
  { totals, reason }: BodyOf<typeof correctPaper>,
): Promise<Result<Vote, TwoPersonRefusal | 'paper_inconsistent' | 'paper_unchanged'>> {
  return twoPersonAct(
    deps,
    caller,
    voteId,
    'correct',
    { totals, reason },
    function* (tx, vote, { first: by, at }) {
      const before = yield* paperOf(tx, voteId);
      const counted = yield* outcomeOf(tx, voteId);
      if (!before || !counted) throw new Error(`vote ${voteId} was counted without papers`);
      const { projects } = counted.input as unknown as CountInput;
      const { boxed } = yield* castingCounts(tx, voteId);
      const box = { boxed, totals: projects.map(({ electronic }) => electronic) };
      const input = yield* countInputOf(tx, vote, box, totals);
      const outcome = yield* outcomeFor(tx, vote, input);
      const { q, t } = tx;
      // The report that was signed is not the one that holds now.
      yield* updateVote(tx, voteId, { hall: { ...hallOf(vote), reportSigned: false } });
      yield* keepPaper(tx, voteId, totals, by, at);
      yield* first(
        q
          .update(t.outcome)
          .set({ input: { ...input }, outcome })
          .where(eq(t.outcome.voteId, voteId))
          .returning({ voteId: t.outcome.voteId }),
      );
      yield* append(tx, {
        type: 'paper_totals_corrected',
        at,
        data: {
          vote: voteId,
          before: digestOf(before.totals as JsonValue),
          totals: digestOf(totals),
          issued: totals.issued,
          returned: totals.returned,
          reason,
          outcome: outcome.kind,
          by: [by, caller.accountId],
        },
      });
      return undefined;
    },
    function* (tx, vote): Query<Refusal<'paper_inconsistent' | 'paper_unchanged'> | undefined> {
      const before = (yield* paperOf(tx, voteId))?.totals as JsonValue;
      if (digestOf(before) === digestOf(totals)) return refuse('paper_unchanged');
      return yield* paperProblem(tx, vote, totals);
    },
  );
}

/** Totals that would contradict the sealed box are refused. More returned than issued is a fact, and stands (T04). */
function* paperProblem(tx: Tx, vote: VoteRow, totals: PaperTotals): Query<Refusal<'paper_inconsistent'> | undefined> {
  const numbers = standing(yield* candidatesOf(tx, vote.id)).map(({ listNumber }) => listNumber);
  if (totals.projects.map(({ listNumber }) => listNumber).join() !== numbers.join())
    return refuse('paper_inconsistent', ['登记的项目与候选项目名单不符，请刷新页面后重新登记。']);
  const { boxed } = yield* castingCounts(tx, vote.id);
  const box = { present: vote.presentAtOpen ?? 0, issued: vote.issued ?? 0, boxed };
  const errors = checkPaper(vote.rules, box, totals).filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return undefined;
  return refuse(
    'paper_inconsistent',
    errors.map(({ sentence }) => sentence),
  );
}

function* keepPaper({ q, t }: Tx, voteId: string, totals: PaperTotals, by: string, at: string): Query<void> {
  yield* first(
    q
      .insert(t.paperTotals)
      .values({ voteId, totals, enteredBy: by, enteredAt: at })
      .onConflictDoUpdate({ target: t.paperTotals.voteId, set: { totals, enteredBy: by, enteredAt: at } })
      .returning({ voteId: t.paperTotals.voteId }),
  );
}
