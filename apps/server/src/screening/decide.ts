import { eq } from 'drizzle-orm';
import { first, type Tx } from '@piaojue/db';
import type { BodyOf, CandidateFields, decideCandidates } from '@piaojue/contract';
import { canonicalText, digestOf } from '@piaojue/record';
import { belowDifferential, committeeOutcome } from '@piaojue/rules';
import { isFresh, type SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { refuse, type Result } from '../result.js';
import { todayOf } from '../suggestions/days.js';
import { stateAfter } from '../years/service.js';
import { standingDisclosures, updateYear, yearRow } from '../years/store.js';
import { clearNumbers } from './list.js';
import { changedSincePublic, isOpen, listRows, listedFields, publishedPeriod } from './papers.js';
import { nameOf, updateProposal, yearListRow, type Query } from './store.js';

type Decided = { candidates: number; reserves: number; candidatesHash: string };
type DecideRefusal =
  | 'not_found'
  | 'wrong_phase'
  | 'conflict'
  | 'votes_do_not_sum'
  | 'no_majority'
  | 'differential_too_small'
  | 'still_sent_back'
  | 'comments_open'
  | 'comments_waiting'
  | 'fewer_than_places'
  | 'changed_since_public'
  | 'day_in_future'
  | 'held_before_list'
  | 'stale_sign_in';

/**
 * Records the standing committee's vote and freezes what it decided: candidates in the order of the ballot, the rest in
 * reserve. The log takes the hash of the list and a commitment to the vote; what was decided comes out with its publication.
 */
export async function decideCandidatesAct(
  deps: Deps,
  me: SignedIn,
  year: number,
  { meeting, heldOn, vote, candidates, acceptsDifferential, acceptsChanged, listed }: BodyOf<typeof decideCandidates>,
): Promise<Result<Decided, DecideRefusal>> {
  if (!isFresh(deps, me)) return refuse('stale_sign_in');
  const outcome = committeeOutcome(vote);
  if ('problem' in outcome) return refuse('votes_do_not_sum', outcome.problem);
  if (!outcome.passed)
    return refuse('no_majority', `赞成${vote.for}人，全体组成人员${vote.members}人，过半数需要${outcome.needed}人。`);
  if (heldOn > todayOf(deps)) return refuse('day_in_future');
  const at = timeOf(deps);
  const done = await deps.store.write(function* (tx): Query<Result<Decided, DecideRefusal>> {
    const row = yield* yearRow(tx, year);
    const list = yield* yearListRow(tx, year);
    if (!row || !list) return refuse('not_found');
    if (row.state !== 'standing_committee_review') return refuse('wrong_phase', { state: row.state });
    if (heldOn < list.minutesDate) return refuse('held_before_list');
    if (row.commentOpenedAt !== null && row.commentClosedAt === null) return refuse('comments_open');
    if ((yield* standingDisclosures(tx, year)).some((one) => one.kind === 'comment_period' && one.publishedAt === null))
      return refuse('comments_waiting');
    const rows = (yield* listRows(tx, list)).filter(({ state }) => state !== 'withdrawn');
    const open = rows.filter(isOpen);
    if (open.length > 0) return refuse('still_sent_back', open.map(nameOf));
    const said = new Map(listed.map(({ id, version }) => [id, version]));
    const chosen = new Set(candidates);
    const known = new Set(rows.map(({ id }) => id));
    if (
      chosen.size !== candidates.length ||
      candidates.some((id) => !known.has(id)) ||
      said.size !== rows.length ||
      rows.some(({ id, version }) => said.get(id) !== version)
    )
      return refuse('conflict');
    if (candidates.length < row.places)
      return refuse('fewer_than_places', `候选项目${candidates.length}件，应选${row.places}件。`);
    const tooFew = belowDifferential(
      { places: row.places, minDifferentialPercent: row.leastSurplus },
      candidates.length,
    );
    if (tooFew !== undefined && !acceptsDifferential) return refuse('differential_too_small', tooFew);

    const byId = new Map(rows.map((each) => [each.id, each]));
    const shown = new Map((yield* publishedPeriod(tx, year))?.map((each) => [each.id, each.fields]));
    const changed: string[] = [];
    for (const id of candidates)
      if (changedSincePublic(yield* listedFields(tx, byId.get(id)!, new Map()), shown, id).length > 0)
        changed.push(nameOf(byId.get(id)!));
    if (changed.length > 0 && !acceptsChanged) return refuse('changed_since_public', changed);

    const fixed: { id: string; listNumber: number; fields: CandidateFields }[] = [];
    for (const [i, id] of candidates.entries())
      fixed.push({ id, listNumber: i + 1, fields: yield* listedFields(tx, byId.get(id)!, new Map()) });
    const reserves = rows.filter(({ id }) => !chosen.has(id));
    const reserved = reserves.map((each) => ({ id: each.id, name: nameOf(each), unit: each.unit }));
    // Its hash goes to the log before anybody may know it: the number, drawn by chance, keeps it from being guessed.
    const content = { year, nonce: newId(deps.random), candidates: fixed, reserves: reserved };
    const candidatesHash = digestOf(content);

    yield* clearNumbers(
      tx,
      rows.map(({ id }) => id),
    );
    for (const { id, listNumber } of fixed)
      yield* updateProposal(tx, byId.get(id)!, { state: 'candidate', listNumber, stateReason: '' });
    for (const each of reserves)
      yield* updateProposal(tx, each, { state: 'reserve', listNumber: null, stateReason: '' });
    yield* keepDecision(tx, year, {
      decision: {
        ...vote,
        needed: outcome.needed,
        meeting,
        heldOn,
        belowDifferential: tooFew !== undefined,
        changedSincePublic: changed.length,
      },
      decidedBy: me.accountId,
      decidedAt: at,
      candidates: canonicalText(content),
      candidatesHash,
    });
    yield* updateYear(tx, row, { state: stateAfter(row, 'fix_candidates') });
    yield* append(tx, {
      type: 'committee_voted',
      at,
      data: { year, record: candidatesHash, by: me.accountId },
      withheld: {
        salt: deps.random(32),
        clear: {
          ...vote,
          needed: outcome.needed,
          heldOn,
          candidates: fixed.length,
          reserves: reserves.length,
          belowDifferential: tooFew !== undefined,
          changedSincePublic: changed.length,
        },
      },
    });
    return { candidates: fixed.length, reserves: reserves.length, candidatesHash };
  });
  deps.live.touch();
  return done;
}

function* keepDecision(
  { q, t }: Tx,
  year: number,
  decision: Partial<Tx['t']['yearList']['$inferSelect']>,
): Query<void> {
  yield* first(
    q.update(t.yearList).set(decision).where(eq(t.yearList.year, year)).returning({ year: t.yearList.year }),
  );
}
