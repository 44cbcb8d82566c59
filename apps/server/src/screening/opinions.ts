import { and, asc, eq } from 'drizzle-orm';
import { all, first } from '@piaojue/db';
import type { BodyOf, Opinion, ReplyOf, answerOpinion, askOpinions } from '@piaojue/contract';
import type { SignedIn } from '../accounts/sessions.js';
import { unitNames } from '../accounts/store.js';
import { append } from '../audit/append.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { isRefused, refuse, type Result } from '../result.js';
import { todayOf } from '../suggestions/days.js';
import { changedAt, isOutdated } from './revisions.js';
import { isOut, isUnit, mayAsk } from './sight.js';
import { isRecalled, versionsOf, type OpinionRow, type Query } from './store.js';
import { opinionById, opinionViews, seen } from './view.js';

type AskRefusal = 'not_found' | 'wrong_phase' | 'not_your_act' | 'deadline_past' | 'unit_unknown' | 'asks_itself';

/**
 * Asks for many at once, all or none; whoever was asked for the same before is not asked again, unless it was recalled.
 * A unit's own projects are left out for it.
 */
export async function askOpinionsAct(
  deps: Deps,
  me: SignedIn,
  year: number,
  { proposalIds, kind, units, deadline }: BodyOf<typeof askOpinions>,
): Promise<Result<ReplyOf<typeof askOpinions>, AskRefusal>> {
  const at = timeOf(deps);
  if (deadline < todayOf(deps)) return refuse('deadline_past');
  const pairs = [...new Set(proposalIds)].flatMap((proposalId) =>
    [...new Set(units)].map((unit) => ({ id: newId(deps.random), proposalId, unit })),
  );
  return deps.store.write(function* (tx): Query<Result<ReplyOf<typeof askOpinions>, AskRefusal>> {
    const { q, t } = tx;
    const known = yield* unitNames(tx);
    const strange = units.find((unit) => !known.includes(unit));
    if (strange !== undefined) return refuse('unit_unknown', `没有“${strange}”的账号。`);
    let asked = 0;
    let own = 0;
    for (const { id, proposalId, unit } of pairs) {
      const found = yield* seen(tx, me, proposalId);
      if (isRefused(found)) return found;
      const { row, sight } = found;
      if (row.year !== year) return refuse('not_found');
      if (sight === 'asked' || (kind === 'cosign') !== (sight === 'own')) return refuse('not_your_act');
      if (!mayAsk(me, row)) return refuse('wrong_phase', { state: row.state });
      if (unit === row.unit) {
        own += 1;
        continue;
      }
      const before = yield* first(
        q
          .select()
          .from(t.opinion)
          .where(and(eq(t.opinion.proposalId, proposalId), eq(t.opinion.kind, kind), eq(t.opinion.unit, unit))),
      );
      if (before && !isRecalled(before)) continue;
      const asking = { deadline, askedBy: me.accountId, askedAt: at, answeredBy: null, answeredAt: null };
      yield* first(
        before
          ? q.update(t.opinion).set(asking).where(eq(t.opinion.id, before.id)).returning({ id: t.opinion.id })
          : q
              .insert(t.opinion)
              .values({ id, proposalId, kind, unit, ...asking, stance: null, text: '' })
              .returning({ id: t.opinion.id }),
      );
      asked += 1;
    }
    if (asked > 0)
      yield* append(tx, {
        type: 'opinions_asked',
        at,
        data: { year, kind, opinions: asked, deadline, by: me.accountId },
      });
    if (own === pairs.length) return refuse('asks_itself');
    return { asked, already: pairs.length - asked - own, own };
  });
}

export const listOpinionsAct = (deps: Deps, me: SignedIn, year: number): Promise<{ opinions: Opinion[] }> =>
  deps.store.read(function* (tx) {
    const { q, t } = tx;
    const rows = yield* all(
      q
        .select({ opinion: t.opinion, proposal: t.proposal })
        .from(t.opinion)
        .innerJoin(t.proposal, eq(t.proposal.id, t.opinion.proposalId))
        .where(eq(t.proposal.year, year))
        .orderBy(asc(t.opinion.deadline), asc(t.opinion.askedAt), asc(t.opinion.id)),
    );
    const office = me.roles.some((role) => role === 'gov_office' || role === 'clerk' || role === 'auditor');
    const mine = rows.filter(
      ({ opinion, proposal }) => isOut(proposal) && !isRecalled(opinion) && (office || isUnit(me, opinion.unit)),
    );
    return {
      opinions: yield* opinionViews(
        tx,
        me,
        mine.map(({ opinion }) => opinion),
      ),
    };
  });

export async function answerOpinionAct(
  deps: Deps,
  me: SignedIn,
  id: string,
  { stance, text }: BodyOf<typeof answerOpinion>,
): Promise<Result<Opinion, 'not_found' | 'already_answered' | 'reason_needed' | 'wrong_phase'>> {
  const at = timeOf(deps);
  return deps.store.write(function* (tx): Query<
    Result<Opinion, 'not_found' | 'already_answered' | 'reason_needed' | 'wrong_phase'>
  > {
    const { q, t } = tx;
    const row = yield* opinionById(tx, id);
    if (!row || isRecalled(row) || !isUnit(me, row.unit)) return refuse('not_found');
    const found = yield* seen(tx, me, row.proposalId);
    if (isRefused(found)) return found;
    if (!['submitted', 'returned', 'shortlisted', 'listed'].includes(found.row.state))
      return refuse('wrong_phase', { state: found.row.state });
    if (row.answeredAt !== null && !isOutdated(row.answeredAt, changedAt(yield* versionsOf(tx, row.proposalId))))
      return refuse('already_answered');
    if (stance !== 'agree' && text === '') return refuse('reason_needed');
    const answered = yield* first(
      q
        .update(t.opinion)
        .set({ stance, text, answeredBy: me.accountId, answeredAt: at })
        .where(eq(t.opinion.id, id))
        .returning(),
    );
    yield* append(tx, {
      type: 'opinion_given',
      at,
      data: {
        year: found.row.year,
        proposal: row.proposalId,
        kind: row.kind,
        late: todayOf(deps) > row.deadline,
        by: me.accountId,
      },
    });
    const [view] = yield* opinionViews(tx, me, [answered as OpinionRow]);
    return view!;
  });
}
