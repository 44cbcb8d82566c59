import { eq, inArray } from 'drizzle-orm';
import { all, first, type Tx } from '@piaojue/db';
import type {
  BodyOf,
  ListedProject,
  RankedProposal,
  ReplyOf,
  YearList,
  readScreening,
  setListOrder,
  submitList,
} from '@piaojue/contract';
import { canonicalText, digestOf } from '@piaojue/record';
import { criteriaScore } from '@piaojue/rules';
import { isFresh, type SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { refuse, type Result } from '../result.js';
import { dayOf, todayOf } from '../suggestions/days.js';
import { unanswered } from '../suggestions/retention.js';
import { accountNames, places, updateYear, yearRow } from '../years/store.js';
import { stateAfter } from '../years/service.js';
import { fullWeights } from './criteria.js';
import { outOf } from './proposals.js';
import { changedAt, isOutdated, sheetOf } from './revisions.js';
import { awaitsRelisting, mayRelist } from './sight.js';
import {
  asCandidate,
  draftOf,
  isRecalled,
  nameOf,
  opinionsOf,
  proposalsOf,
  remarksOf,
  submittedFields,
  suggestionCountOf,
  updateProposal,
  versionsOf,
  weightsOf,
  yearListRow,
  type ProposalRow,
  type Query,
  type YearListRow,
} from './store.js';
import { lineOf } from './view.js';

export const yearListView = (row: YearListRow, names: ReadonlyMap<string, string>): YearList => ({
  minutesNumber: row.minutesNumber,
  minutesDate: row.minutesDate,
  submittedBy: names.get(row.submittedBy) ?? '',
  submittedAt: row.submittedAt,
  listHash: row.listHash,
  // Before the day was asked for, the record was made on it.
  decision:
    row.decision &&
    ({
      heldOn: row.decidedAt === null ? undefined : dayOf(new Date(row.decidedAt)),
      ...row.decision,
    } as YearList['decision']),
  decidedAt: row.decidedAt,
  candidatesHash: row.candidatesHash,
});

/** The towns named in a place, in the order of the district; none = the whole district. */
export const townsIn = (location: string, towns: readonly string[]): string =>
  towns.filter((town) => location.includes(town)).join('、');

/** What the standing committee asked to be changed: the reason it gave, and its remarks. */
function* askedFor(tx: Tx, { id, stateReason }: ProposalRow): Query<string[]> {
  const changes = (yield* remarksOf(tx, id)).filter(({ kind }) => kind === 'change');
  return [stateReason, ...changes.map(({ text }) => text)].filter((text) => text !== '');
}

export const readScreeningAct = (
  deps: Deps,
  me: SignedIn,
  year: number,
): Promise<Result<ReplyOf<typeof readScreening>, 'not_found'>> =>
  deps.store.read(function* (tx): Query<Result<ReplyOf<typeof readScreening>, 'not_found'>> {
    const row = yield* yearRow(tx, year);
    if (!row) return refuse('not_found');
    const weights = fullWeights(yield* weightsOf(tx, year));
    const towns = (yield* places(tx)).filter(({ townCode }) => townCode === null).map(({ name }) => name);
    const proposals: RankedProposal[] = [];
    for (const each of inOrder(yield* outOf(tx, year))) {
      const fields = yield* submittedFields(tx, each);
      const draft = draftOf(fields);
      const { counted, outdated } = yield* sheetOf(tx, each.id);
      const { score, failed } = criteriaScore(counted, weights);
      const changed = changedAt(yield* versionsOf(tx, each.id));
      const awaits = awaitsRelisting(each, row.state);
      proposals.push({
        ...lineOf(each, fields),
        submittedAt: each.submittedAt,
        place: townsIn(draft.location, towns),
        score,
        marked: counted.length,
        outdated: outdated.length,
        failed: [...failed],
        suggestionCount: yield* suggestionCountOf(tx, each.id),
        beneficiaryCount: draft.beneficiaryCount ?? 0,
        opinions: (yield* opinionsOf(tx, each.id))
          .filter((one) => !isRecalled(one))
          .map(({ kind, unit, stance, deadline, answeredAt }) => ({
            kind,
            unit,
            stance,
            deadline,
            outdated: isOutdated(answeredAt, changed),
          })),
        mayRelist: mayRelist(me, each, row.state),
        askedFor: awaits ? yield* askedFor(tx, each) : [],
      });
    }
    const list = yield* yearListRow(tx, year);
    return {
      state: row.state,
      fundFen: row.fundFen,
      places: row.places,
      leastSurplus: row.leastSurplus,
      unanswered: yield* unanswered(tx, year),
      weights,
      proposals,
      towns,
      list: list ? yearListView(list, yield* accountNames(tx)) : null,
    };
  });

/** The order of the list; what has no number yet comes after, in the order of its creation. */
const inOrder = (rows: readonly ProposalRow[]): ProposalRow[] =>
  rows.toSorted(
    (a, b) =>
      (a.listNumber ?? 1e6) - (b.listNumber ?? 1e6) ||
      a.createdAt.localeCompare(b.createdAt) ||
      a.id.localeCompare(b.id),
  );

function* shortlisted(tx: Tx, year: number): Query<ProposalRow[]> {
  return inOrder((yield* proposalsOf(tx, year)).filter(({ state }) => state === 'shortlisted'));
}

/** Numbers are free of each other for a moment only: all of them are taken away first. */
export function* clearNumbers({ q, t }: Tx, ids: readonly string[]): Query<void> {
  yield* all(
    q
      .update(t.proposal)
      .set({ listNumber: null })
      .where(inArray(t.proposal.id, [...ids]))
      .returning({ id: t.proposal.id }),
  );
}

export async function setListOrderAct(
  deps: Deps,
  me: SignedIn,
  year: number,
  { before, order }: BodyOf<typeof setListOrder>,
): Promise<Result<{ listed: number }, 'conflict' | 'order_incomplete'>> {
  const at = timeOf(deps);
  return deps.store.write(function* (tx): Query<Result<{ listed: number }, 'conflict' | 'order_incomplete'>> {
    const { q, t } = tx;
    const rows = yield* shortlisted(tx, year);
    if (rows.map(({ id }) => id).join() !== before.join()) return refuse('conflict');
    const ids = new Set(order);
    if (ids.size !== rows.length || order.length !== rows.length || rows.some(({ id }) => !ids.has(id)))
      return refuse('order_incomplete');
    yield* clearNumbers(tx, order);
    // The order is no part of any one proposal: whoever reads one meanwhile is not in conflict.
    for (const [i, id] of order.entries())
      yield* first(
        q
          .update(t.proposal)
          .set({ listNumber: i + 1 })
          .where(eq(t.proposal.id, id))
          .returning({ id: t.proposal.id }),
      );
    yield* append(tx, { type: 'list_ordered', at, data: { year, proposals: order.length, by: me.accountId } });
    return { listed: order.length };
  });
}

type SubmitRefusal =
  | 'not_found'
  | 'wrong_phase'
  | 'conflict'
  | 'sheet_incomplete'
  | 'list_unordered'
  | 'meeting_in_future'
  | 'meeting_too_early'
  | 'stale_sign_in';

export async function submitListAct(
  deps: Deps,
  me: SignedIn,
  year: number,
  { minutesNumber, minutesDate, proposals }: BodyOf<typeof submitList>,
): Promise<Result<{ listed: number; listHash: string }, SubmitRefusal>> {
  if (minutesDate > todayOf(deps)) return refuse('meeting_in_future');
  if (!isFresh(deps, me)) return refuse('stale_sign_in');
  const at = timeOf(deps);
  const done = await deps.store.write(function* (tx): Query<
    Result<{ listed: number; listHash: string }, SubmitRefusal>
  > {
    const { q, t } = tx;
    const yearNow = yield* yearRow(tx, year);
    if (!yearNow) return refuse('not_found');
    if (yearNow.state !== 'screen') return refuse('wrong_phase', { state: yearNow.state });
    if (yearNow.collectFrom !== null && minutesDate < yearNow.collectFrom) return refuse('meeting_too_early');
    const rows = yield* shortlisted(tx, year);
    const said = new Map(proposals.map(({ id, version }) => [id, version]));
    // Exactly what the person saw: nothing added, nothing taken away, nothing changed since.
    if (said.size !== rows.length || rows.some((row) => said.get(row.id) !== row.version)) return refuse('conflict');
    const unmarked: string[] = [];
    for (const row of rows)
      if (criteriaScore((yield* sheetOf(tx, row.id)).counted, {}).missing.length > 0) unmarked.push(nameOf(row));
    if (unmarked.length > 0) return refuse('sheet_incomplete', unmarked);
    if (rows.some(({ listNumber }, i) => listNumber !== i + 1)) return refuse('list_unordered');

    const projects: ListedProject[] = [];
    for (const row of rows) {
      projects.push({
        id: row.id,
        listNumber: row.listNumber!,
        fields: asCandidate(row, row.fields, yield* suggestionCountOf(tx, row.id)),
      });
      yield* updateProposal(tx, row, { state: 'listed', stateReason: '' });
    }
    // Its hash is in the log: whoever has a draft must not find out there that it is on the list.
    const content = { nonce: newId(deps.random), year, minutesNumber, minutesDate, projects };
    const listHash = digestOf(content);
    yield* first(
      q
        .insert(t.yearList)
        .values({
          year,
          minutesNumber,
          minutesDate,
          submittedBy: me.accountId,
          submittedAt: at,
          list: canonicalText(content),
          listHash,
          decision: null,
          decidedBy: null,
          decidedAt: null,
          candidates: null,
          candidatesHash: null,
        })
        .returning({ year: t.yearList.year }),
    );
    yield* updateYear(tx, yearNow, { state: stateAfter(yearNow, 'submit_to_standing_committee') });
    yield* append(tx, {
      type: 'list_submitted',
      at,
      data: { year, projects: projects.length, list: listHash, by: me.accountId },
    });
    return { listed: projects.length, listHash };
  });
  deps.live.touch();
  return done;
}
