import { and, asc, eq } from 'drizzle-orm';
import { all, type Tx } from '@piaojue/db';
import type {
  BodyOf,
  Disclosure,
  ImportReport,
  ReplyOf,
  prepareCandidateList,
  readCandidates,
  readPublicList,
} from '@piaojue/contract';
import type { JsonValue } from '@piaojue/record';
import type { SignedIn } from '../accounts/sessions.js';
import { statesTold } from '../collecting/told.js';
import { append } from '../audit/append.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { refuse, type Result } from '../result.js';
import { sittingById } from '../sittings/store.js';
import { putCandidates } from '../votes/candidates.js';
import { voteById } from '../votes/store.js';
import { keepPrepared, onPublished } from '../years/disclosures.js';
import { accountNames, standingDisclosures, yearRow, type DisclosureRow } from '../years/store.js';
import { committeeRecords } from './committee-records.js';
import { shownComments } from './comment-handling.js';
import { yearListView } from './list.js';
import { fixedIn, publicFields } from './listed.js';
import { originsFor, seesInside, type PublishedProject } from './papers.js';
import { isUnit } from './sight.js';
import { nameOf, proposalsOf, yearListRow, type Query } from './store.js';

export const readCandidatesAct = (
  deps: Deps,
  me: SignedIn,
  year: number,
): Promise<Result<ReplyOf<typeof readCandidates>, 'not_found'>> =>
  deps.store.read(function* (tx): Query<Result<ReplyOf<typeof readCandidates>, 'not_found'>> {
    const list = yield* yearListRow(tx, year);
    if (!list || list.decidedAt === null) return refuse('not_found');
    const candidates: ReplyOf<typeof readCandidates>['candidates'] = [];
    const inside = seesInside(me);
    for (const each of fixedIn(list))
      candidates.push({
        ...each,
        fields: inside || isUnit(me, each.fields.leadUnit) ? each.fields : publicFields(each.fields),
        state: 'candidate',
        origins: yield* originsFor(tx, each.id, inside),
      });
    const reserves = (yield* proposalsOf(tx, year)).filter(({ state }) => state === 'reserve');
    const disclosures = (yield* standingDisclosures(tx, year)).filter(({ kind }) => kind === 'candidates');
    return {
      list: yearListView(list, yield* accountNames(tx)),
      places: (yield* yearRow(tx, year))!.places,
      candidates,
      reserves: reserves.map((row) => ({ id: row.id, name: nameOf(row), unit: row.unit })),
      preparedAt: disclosures[0]?.preparedAt ?? null,
      publishedAt: disclosures.find(({ publishedAt }) => publishedAt !== null)?.publishedAt ?? null,
    };
  });

export async function prepareCandidateListAct(
  deps: Deps,
  me: SignedIn,
  year: number,
  { title }: BodyOf<typeof prepareCandidateList>,
): Promise<Result<Disclosure, 'not_found' | 'already_prepared' | 'already_published'>> {
  const at = timeOf(deps);
  const id = newId(deps.random);
  return deps.store.write(function* (tx): Query<
    Result<Disclosure, 'not_found' | 'already_prepared' | 'already_published'>
  > {
    const list = yield* yearListRow(tx, year);
    if (!list || list.decidedAt === null) return refuse('not_found');
    const before = (yield* standingDisclosures(tx, year)).filter(({ kind }) => kind === 'candidates');
    if (before.some(({ publishedAt }) => publishedAt !== null)) return refuse('already_published');
    if (before.length > 0) return refuse('already_prepared');
    const projects = fixedIn(list).map(({ id: of, listNumber, fields }) => ({
      id: of,
      listNumber,
      fields: publicFields(fields),
    }));
    const content = { list: list.candidatesHash, projects };
    return yield* keepPrepared(tx, deps.random, { id, year, kind: 'candidates', title, content, by: me.accountId, at });
  });
}

/**
 * The suggestions of a project that everybody may read. Before the candidates are public, without those whose decision
 * nobody has heard of: standing here would tell it.
 */
function* publicOrigins(tx: Tx, id: string, decided: boolean): Query<{ seq: number; title: string }[]> {
  const { q, t } = tx;
  const { seq, title, state } = t.suggestion;
  const rows = yield* all(
    q
      .select({ seq, title, state })
      .from(t.proposalOrigin)
      .innerJoin(t.suggestion, eq(seq, t.proposalOrigin.seq))
      .where(and(eq(t.proposalOrigin.proposalId, id), eq(t.suggestion.shown, true)))
      .orderBy(asc(seq)),
  );
  const told = decided ? undefined : yield* statesTold(tx, rows);
  return rows.filter((row) => told?.get(row.seq) !== 'undecided').map((row) => ({ seq: row.seq, title: row.title }));
}

onPublished('candidates', {
  /** Now the log tells what the standing committee decided, and how it had voted before. */
  *effect(tx, { year }, at) {
    const list = yield* yearListRow(tx, year);
    if (!list?.decision) return;
    for (const each of yield* committeeRecords(tx, year, new Map()))
      if (each.kind === 'not_carried')
        yield* append(tx, { type: 'candidates_not_carried', at, data: told(year, each.decision) });
    const fixed = fixedIn(list).length;
    const reserves = (yield* proposalsOf(tx, year)).filter(({ state }) => state === 'reserve').length;
    yield* append(tx, {
      type: 'candidates_fixed',
      at,
      data: { ...told(year, list.decision), candidates: fixed, reserves, list: list.candidatesHash },
    });
  },
});

/** A vote as the log tells it: numbers, and no name of a meeting. */
const told = (year: number, decision: Readonly<Record<string, unknown>>): Record<string, JsonValue> => ({
  year,
  ...(Object.fromEntries(Object.entries(decision).filter(([key]) => key !== 'meeting')) as Record<string, JsonValue>),
});

/** Exactly what was published, whatever stands in the tables now; `only` = what was shown for comments. */
export const readPublicListAct = (
  deps: Deps,
  year: number,
  only?: 'comments',
): Promise<ReplyOf<typeof readPublicList>> =>
  deps.store.read(function* (tx) {
    const row = yield* yearRow(tx, year);
    const published = (yield* standingDisclosures(tx, year)).filter(({ publishedAt }) => publishedAt !== null);
    const of = (kind: DisclosureRow['kind']) => published.find((each) => each.kind === kind);
    const [period, fixed] = [of('comment_period'), of('candidates')];
    const candidates = only === 'comments' && period ? undefined : fixed;
    const shown = candidates ?? period;
    const stage = candidates ? 'candidates' : shown ? 'comments' : 'none';
    const other = period && fixed ? (candidates ? 'comments' : 'candidates') : null;
    const projects: ReplyOf<typeof readPublicList>['projects'] = [];
    for (const each of (shown?.content as { projects: PublishedProject[] } | undefined)?.projects ?? [])
      projects.push({
        ...each,
        suggestions: yield* publicOrigins(tx, each.id, stage === 'candidates'),
        comments: (yield* shownComments(tx, each.id)).map(({ id, text, at, reply, repliedAt }) => ({
          id,
          text,
          at,
          reply,
          repliedAt,
        })),
      });
    return {
      year,
      stage,
      title: shown?.title ?? '',
      publishedAt: shown?.publishedAt ?? null,
      disclosureId: shown?.id ?? null,
      hash: shown?.hash ?? null,
      other,
      from: shown ? (row?.commentFrom ?? null) : null,
      until: shown ? (row?.commentUntil ?? null) : null,
      open: stage === 'comments' && row !== undefined && row.commentOpenedAt !== null && row.commentClosedAt === null,
      projects,
    };
  });

/** The candidates of the sitting's year, as fixed, become the candidates of the vote: the same way as an import. */
export async function takeCandidatesAct(
  deps: Deps,
  by: string,
  voteId: string,
): Promise<Result<ImportReport, 'not_found' | 'wrong_phase' | 'candidates_not_fixed'>> {
  const fixed = await deps.store.read(function* (tx) {
    const vote = yield* voteById(tx, voteId);
    const sitting = vote ? yield* sittingById(tx, vote.sittingId) : undefined;
    if (!sitting) return undefined;
    const list = yield* yearListRow(tx, sitting.year);
    return list?.candidatesHash ? list : null;
  });
  if (fixed === undefined) return refuse('not_found');
  if (fixed === null) return refuse('candidates_not_fixed');
  const lines = fixedIn(fixed).map(({ listNumber, fields }) => ({ listNumber, fields: publicFields(fields) }));
  return putCandidates(deps, by, voteId, lines, { year: fixed.year, decided: fixed.candidatesHash ?? '' });
}
