import type { BodyOf, PaperTotals, Vote, setPaperTotals } from '@piaojue/contract';
import { first, type Rows, type Tx } from '@piaojue/db';
import { digestOf } from '@piaojue/record';
import { checkPaper } from '@piaojue/rules';
import { append } from '../audit/append.js';
import { castingCounts } from '../ballots/store.js';
import { timeOf, type Deps } from '../deps.js';
import { isRefused, refuse, type Refusal, type Result } from '../result.js';
import { candidatesOf, voteById, type VoteRow } from '../votes/store.js';
import { standing, voteView } from '../votes/view.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** Paper totals as the tellers typed them; typed again until the box is opened, and every version is in the log. */
export async function setPaperAct(
  deps: Deps,
  by: string,
  voteId: string,
  totals: BodyOf<typeof setPaperTotals>,
): Promise<Result<Vote, 'not_found' | 'wrong_phase' | 'paper_inconsistent'>> {
  const at = timeOf(deps);
  return deps.store.write(function* (tx) {
    const vote = yield* voteById(tx, voteId);
    if (vote?.state !== 'closed') return refuse('wrong_phase');
    const problem = yield* paperProblem(tx, vote, totals);
    if (isRefused(problem)) return problem;
    yield* keepPaper(tx, voteId, totals, by, at);
    yield* append(tx, {
      type: 'paper_totals_entered',
      at,
      data: { vote: voteId, issued: totals.issued, returned: totals.returned, totals: digestOf(totals), by },
    });
    return yield* voteView(tx, voteId);
  });
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
