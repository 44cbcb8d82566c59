import { asc, eq } from 'drizzle-orm';
import { all, first, type Tx } from '@piaojue/db';
import type { BodyOf, CommitteeRecord, ReplyOf, YearList, correctDecision, recordNotCarried } from '@piaojue/contract';
import { canonicalText, digestOf } from '@piaojue/record';
import { committeeOutcome } from '@piaojue/rules';
import { isFresh, type SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { refuse, type Result } from '../result.js';
import { todayOf } from '../suggestions/days.js';
import { removeCandidates } from '../votes/store.js';
import { stateAfter } from '../years/service.js';
import { standingDisclosures, updateYear, yearRow } from '../years/store.js';
import { votesThatTook } from './ballots.js';
import { clearNumbers } from './list.js';
import { fixedIn, listedIn } from './listed.js';
import { carriedFrom } from './taken-up.js';
import { proposalsOf, updateProposal, yearListRow, type Query } from './store.js';

type Decision = NonNullable<YearList['decision']>;

/** Votes of the standing committee that do not stand, oldest first. */
export function* committeeRecords(
  { q, t }: Tx,
  year: number,
  names: ReadonlyMap<string, string>,
): Query<CommitteeRecord[]> {
  const rows = yield* all(
    q
      .select()
      .from(t.committeeRecord)
      .where(eq(t.committeeRecord.year, year))
      .orderBy(asc(t.committeeRecord.decidedAt), asc(t.committeeRecord.id)),
  );
  return rows.map((row) => ({
    kind: row.kind as CommitteeRecord['kind'],
    decision: row.decision as Decision,
    recordedBy: names.get(row.decidedBy) ?? '',
    recordedAt: row.decidedAt,
    candidates: fixedIn(row).map(({ listNumber, fields }) => ({ listNumber, name: fields.name })),
    candidatesHash: row.candidatesHash,
    correctedBy: row.correctedBy === null ? null : (names.get(row.correctedBy) ?? ''),
    correctedAt: row.correctedAt,
    reason: row.reason,
  }));
}

/** A vote that was not carried: it stands in the log, and the list waits on for a decision. Typed twice, it is recorded once. */
export async function recordNotCarriedAct(
  deps: Deps,
  me: SignedIn,
  year: number,
  { meeting, heldOn, vote }: BodyOf<typeof recordNotCarried>,
): Promise<
  Result<
    ReplyOf<typeof recordNotCarried>,
    'not_found' | 'votes_do_not_sum' | 'majority_reached' | 'day_in_future' | 'held_before_list' | 'stale_sign_in'
  >
> {
  if (!isFresh(deps, me)) return refuse('stale_sign_in');
  const outcome = committeeOutcome(vote);
  if ('problem' in outcome) return refuse('votes_do_not_sum', outcome.problem);
  if (outcome.passed) return refuse('majority_reached');
  if (heldOn > todayOf(deps)) return refuse('day_in_future');
  const at = timeOf(deps);
  const id = newId(deps.random);
  return deps.store.write(function* (tx): Query<Result<{ recorded: true }, 'not_found' | 'held_before_list'>> {
    const { q, t } = tx;
    const list = yield* yearListRow(tx, year);
    if (!list) return refuse('not_found');
    if (heldOn < list.minutesDate) return refuse('held_before_list');
    const decision: Decision = { ...vote, needed: outcome.needed, meeting, heldOn };
    const before = yield* all(q.select().from(t.committeeRecord).where(eq(t.committeeRecord.year, year)));
    const same = (row: (typeof before)[number]): boolean =>
      row.kind === 'not_carried' && canonicalText(row.decision as never) === canonicalText(decision as never);
    if (before.some(same)) return { recorded: true };
    yield* first(
      q
        .insert(t.committeeRecord)
        .values({
          id,
          year,
          kind: 'not_carried',
          decision: { ...decision },
          decidedBy: me.accountId,
          decidedAt: at,
          candidates: null,
          candidatesHash: null,
          correctedBy: null,
          correctedAt: null,
          reason: '',
        })
        .returning({ id: t.committeeRecord.id }),
    );
    yield* append(tx, {
      // The same entry as of a vote that was carried: which it was comes out with the candidates.
      type: 'committee_voted',
      at,
      data: { year, record: digestOf({ id, ...decision }), by: me.accountId },
      withheld: { salt: deps.random(32), clear: { ...vote, needed: outcome.needed, heldOn } },
    });
    return { recorded: true };
  });
}

type CorrectRefusal =
  | 'not_found'
  | 'conflict'
  | 'wrong_phase'
  | 'disclosure_waiting'
  | 'already_published'
  | 'vote_under_way'
  | 'reserve_taken_up'
  | 'stale_sign_in';

/**
 * Takes back a decision that was recorded wrongly, before anybody outside has heard of it: what was recorded stays beside, the
 * projects are on the list again, and a draft vote that has taken just these candidates loses them.
 */
export async function correctDecisionAct(
  deps: Deps,
  me: SignedIn,
  year: number,
  { candidatesHash, reason }: BodyOf<typeof correctDecision>,
): Promise<Result<ReplyOf<typeof correctDecision>, CorrectRefusal>> {
  if (!isFresh(deps, me)) return refuse('stale_sign_in');
  const at = timeOf(deps);
  const id = newId(deps.random);
  const done = await deps.store.write(function* (tx): Query<Result<{ drafts: number }, CorrectRefusal>> {
    const { q, t } = tx;
    const row = yield* yearRow(tx, year);
    const list = yield* yearListRow(tx, year);
    if (!row || !list) return refuse('not_found');
    if (row.state !== 'candidates_fixed') return refuse('wrong_phase', { state: row.state });
    if (list.candidatesHash !== candidatesHash || list.decision === null || list.decidedBy === null)
      return refuse('conflict');
    const disclosures = (yield* standingDisclosures(tx, year)).filter(({ kind }) => kind === 'candidates');
    if (disclosures.some(({ publishedAt }) => publishedAt !== null)) return refuse('already_published');
    if (disclosures.length > 0) return refuse('disclosure_waiting');
    const decided = (yield* proposalsOf(tx, year)).filter(({ state }) => state === 'candidate' || state === 'reserve');
    const taken = yield* carriedFrom(
      tx,
      decided.map(({ id: of }) => of),
    );
    if (taken.some(({ state }) => state !== 'withdrawn')) return refuse('reserve_taken_up');
    const votes = yield* votesThatTook(tx, list);
    const under = votes.find(({ state }) => state !== 'draft');
    if (under) return refuse('vote_under_way', under.title);

    yield* first(
      q
        .insert(t.committeeRecord)
        .values({
          id,
          year,
          kind: 'corrected',
          decision: list.decision,
          decidedBy: list.decidedBy,
          decidedAt: list.decidedAt!,
          candidates: list.candidates,
          candidatesHash,
          correctedBy: me.accountId,
          correctedAt: at,
          reason,
        })
        .returning({ id: t.committeeRecord.id }),
    );
    yield* clearNumbers(
      tx,
      decided.map(({ id: of }) => of),
    );
    const places = new Map(listedIn(list).map(({ id: of, listNumber }) => [of, listNumber]));
    for (const each of decided)
      yield* updateProposal(tx, each, { state: 'listed', listNumber: places.get(each.id) ?? null });
    yield* first(
      q
        .update(t.yearList)
        .set({ decision: null, decidedBy: null, decidedAt: null, candidates: null, candidatesHash: null })
        .where(eq(t.yearList.year, year))
        .returning({ year: t.yearList.year }),
    );
    for (const { id: voteId } of votes) yield* removeCandidates(tx, voteId);
    yield* updateYear(tx, row, { state: stateAfter(row, 'correct_candidates') });
    yield* append(tx, {
      type: 'committee_record_corrected',
      at,
      // The reason may name projects, which the log must not before their publication: it stands with the record.
      data: { year, record: candidatesHash, votes: votes.map(({ id: voteId }) => voteId), by: me.accountId },
    });
    return { drafts: votes.length };
  });
  deps.live.touch();
  return done;
}
