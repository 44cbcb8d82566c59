import { eq } from 'drizzle-orm';
import { first } from '@piaojue/db';
import type { BodyOf, Opinion, moveOpinionDeadline } from '@piaojue/contract';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { timeOf, type Deps } from '../deps.js';
import { isRefused, refuse, type Result } from '../result.js';
import { todayOf } from '../suggestions/days.js';
import { isAsker } from './sight.js';
import { isRecalled, type OpinionRow, type Query } from './store.js';
import { opinionById, opinionViews, seen } from './view.js';

type RecallRefusal = 'not_found' | 'not_your_act' | 'already_answered';

/** Changes a question that waits for its answer, for the side that asked it. */
function changeAsked(
  deps: Deps,
  me: SignedIn,
  id: string,
  entry: { type: string; data: Readonly<Record<string, string>> },
  change: Partial<OpinionRow>,
): Promise<Result<Opinion, RecallRefusal>> {
  const at = timeOf(deps);
  return deps.store.write(function* (tx): Query<Result<Opinion, RecallRefusal>> {
    const { q, t } = tx;
    const row = yield* opinionById(tx, id);
    if (!row || isRecalled(row)) return refuse('not_found');
    const found = yield* seen(tx, me, row.proposalId);
    if (isRefused(found)) return found;
    if (!isAsker(me, row.kind, found.row.unit)) return refuse('not_your_act');
    if (row.answeredAt !== null) return refuse('already_answered');
    const changed = yield* first(q.update(t.opinion).set(change).where(eq(t.opinion.id, id)).returning());
    yield* append(tx, {
      type: entry.type,
      at,
      data: { year: found.row.year, proposal: row.proposalId, kind: row.kind, ...entry.data, by: me.accountId },
    });
    const [view] = yield* opinionViews(tx, me, [changed as OpinionRow]);
    return view!;
  });
}

export const recallOpinionAct = (deps: Deps, me: SignedIn, id: string): Promise<Result<Opinion, RecallRefusal>> =>
  changeAsked(
    deps,
    me,
    id,
    { type: 'opinion_recalled', data: {} },
    { answeredBy: me.accountId, answeredAt: timeOf(deps) },
  );

export async function moveOpinionDeadlineAct(
  deps: Deps,
  me: SignedIn,
  id: string,
  { deadline }: BodyOf<typeof moveOpinionDeadline>,
): Promise<Result<Opinion, RecallRefusal | 'deadline_past'>> {
  if (deadline < todayOf(deps)) return refuse('deadline_past');
  return changeAsked(deps, me, id, { type: 'opinion_deadline_moved', data: { deadline } }, { deadline });
}
