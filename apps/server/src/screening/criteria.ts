import { first } from '@piaojue/db';
import type { BodyOf, Proposal, setMarks, setWeights } from '@piaojue/contract';
import { criteria, ordinaryWeight, pointsOf } from '@piaojue/rules';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { timeOf, type Deps } from '../deps.js';
import { isRefused, refuse, type Result } from '../result.js';
import { held } from './proposals.js';
import { mayMark } from './sight.js';
import { updateProposal, weightsOf, type Query } from './store.js';
import { proposalView } from './view.js';

export async function setMarksAct(
  deps: Deps,
  me: SignedIn,
  id: string,
  { version, marks }: BodyOf<typeof setMarks>,
): Promise<Result<Proposal, 'not_found' | 'conflict' | 'wrong_phase' | 'marked_twice'>> {
  if (new Set(marks.map(({ criterion }) => criterion)).size !== marks.length) return refuse('marked_twice');
  const at = timeOf(deps);
  return deps.store.write(function* (tx): Query<
    Result<Proposal, 'not_found' | 'conflict' | 'wrong_phase' | 'marked_twice'>
  > {
    const { q, t } = tx;
    const it = yield* held(tx, me, id, version);
    if (isRefused(it)) return it;
    const { row, sight, year } = it;
    if (!mayMark(me, row, year.state)) return refuse('wrong_phase', { state: row.state });
    for (const { criterion, met, score, reason } of marks) {
      const set = { met, score: pointsOf({ met, score }), reason, by: me.accountId, at };
      yield* first(
        q
          .insert(t.criterionMark)
          .values({ proposalId: id, criterion, ...set })
          .onConflictDoUpdate({ target: [t.criterionMark.proposalId, t.criterionMark.criterion], set })
          .returning({ criterion: t.criterionMark.criterion }),
      );
    }
    const changed = yield* updateProposal(tx, row, {});
    yield* append(tx, {
      type: 'proposal_marked',
      at,
      data: { year: row.year, proposal: id, marks: marks.length, by: me.accountId },
    });
    return yield* proposalView(tx, me, changed, sight);
  });
}

/** Every criterion with its weight; what a year does not say weighs the ordinary. */
export const fullWeights = (said: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(criteria.map((criterion) => [criterion, said[criterion] ?? ordinaryWeight]));

export async function setWeightsAct(
  deps: Deps,
  me: SignedIn,
  year: number,
  { before, weights }: BodyOf<typeof setWeights>,
): Promise<Result<{ weights: Record<string, number> }, 'conflict'>> {
  const at = timeOf(deps);
  return deps.store.write(function* (tx): Query<Result<{ weights: Record<string, number> }, 'conflict'>> {
    const { q, t } = tx;
    const now = fullWeights(yield* weightsOf(tx, year));
    if (criteria.some((criterion) => before[criterion] !== now[criterion])) return refuse('conflict', now);
    for (const criterion of criteria) {
      const weight = weights[criterion];
      yield* first(
        q
          .insert(t.criterionWeight)
          .values({ year, criterion, weight })
          .onConflictDoUpdate({ target: [t.criterionWeight.year, t.criterionWeight.criterion], set: { weight } })
          .returning({ weight: t.criterionWeight.weight }),
      );
    }
    yield* append(tx, {
      type: 'weights_set',
      at,
      data: { year, by: me.accountId },
      withheld: { salt: deps.random(32), clear: { ...weights } },
    });
    return { weights: fullWeights(weights) };
  });
}
