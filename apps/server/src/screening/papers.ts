import { and, eq } from 'drizzle-orm';
import { first, type Tx } from '@piaojue/db';
import type { CandidateFields, ListedProject, OriginLine, Paper, ReplyOf, readPapers } from '@piaojue/contract';
import { canonicalText } from '@piaojue/record';
import { criteriaScore, type ProposalState } from '@piaojue/rules';
import type { SignedIn } from '../accounts/sessions.js';
import type { Deps } from '../deps.js';
import { refuse, type Result } from '../result.js';
import { accountNames, standingDisclosures, yearRow } from '../years/store.js';
import { committeeRecords } from './committee-records.js';
import { listedIn, publicFields } from './listed.js';
import { changedAt, isOutdated, sheetOf } from './revisions.js';
import {
  asCandidate,
  attachmentsOf,
  isRecalled,
  opinionsOf,
  originLines,
  originSeqs,
  proposalsOf,
  questionsOf,
  remarksOf,
  shownOf,
  suggestionCountOf,
  versionsOf,
  weightsOf,
  yearListRow,
  type ProposalRow,
  type Query,
  type YearListRow,
} from './store.js';
import { unreadComments } from './unread.js';
import { questionView, remarkView } from './view.js';

const settled: readonly ProposalState[] = ['listed', 'candidate', 'reserve'];
/** Sent back by the standing committee and not yet on the list again. */
export const isOpen = (row: Pick<ProposalRow, 'state'>): boolean =>
  !settled.includes(row.state) && row.state !== 'withdrawn';

/** What the list says of a project now: while it is being changed, what it said when it was submitted. */
export function* listedFields(
  tx: Tx,
  row: ProposalRow,
  submitted: ReadonlyMap<string, ListedProject>,
): Query<CandidateFields> {
  const before = submitted.get(row.id)?.fields;
  if (isOpen(row) && before) return before;
  return asCandidate(row, row.fields, yield* suggestionCountOf(tx, row.id));
}

export interface PublishedProject {
  readonly id: string;
  readonly listNumber: number;
  readonly fields: CandidateFields;
}

export function* publishedPeriod(tx: Tx, year: number): Query<PublishedProject[] | undefined> {
  const row = (yield* standingDisclosures(tx, year)).find(
    ({ kind, publishedAt }) => kind === 'comment_period' && publishedAt !== null,
  );
  return row ? (row.content as { projects: PublishedProject[] }).projects : undefined;
}

/** Fields that say something else in the two texts. */
const differing = (a: CandidateFields, b: CandidateFields): (keyof CandidateFields)[] =>
  (Object.keys(a) as (keyof CandidateFields)[]).filter(
    (key) => key !== 'suggestionCount' && canonicalText(a[key] ?? null) !== canonicalText(b[key] ?? null),
  );

/** What the public was not shown of a project as it stands now; nothing where nothing was shown. */
export const changedSincePublic = (
  now: CandidateFields,
  shown: ReadonlyMap<string, CandidateFields>,
  id: string,
): (keyof CandidateFields)[] => {
  const before = shown.get(id);
  return before ? differing(publicFields(now), before) : [];
};

/** The projects of the list, in its order; withdrawn ones last. */
export function* listRows(tx: Tx, list: YearListRow): Query<ProposalRow[]> {
  const place = new Map(listedIn(list).map(({ id, listNumber }) => [id, listNumber]));
  const rows = (yield* proposalsOf(tx, list.year)).filter(({ id }) => place.has(id));
  return rows.toSorted((a, b) => place.get(a.id)! - place.get(b.id)!);
}

/** Who decides or prepares; a delegate who is of the presidium as well still reads as a delegate. */
export const seesInside = ({ roles }: SignedIn): boolean =>
  roles.some((role) => role === 'committee' || role === 'clerk' || role === 'gov_office' || role === 'auditor');

export const readPapersAct = (
  deps: Deps,
  me: SignedIn,
  year: number,
): Promise<Result<ReplyOf<typeof readPapers>, 'not_found'>> =>
  deps.store.read(function* (tx): Query<Result<ReplyOf<typeof readPapers>, 'not_found'>> {
    const { q, t } = tx;
    const row = yield* yearRow(tx, year);
    const list = yield* yearListRow(tx, year);
    if (!row || !list) return refuse('not_found');
    const names = yield* accountNames(tx);
    const submitted = new Map(listedIn(list).map((each) => [each.id, each]));
    const inside = seesInside(me);
    const read = (fields: CandidateFields): CandidateFields => (inside ? fields : publicFields(fields));
    const shown = new Map((yield* publishedPeriod(tx, year))?.map((each) => [each.id, each.fields]));
    const weights = yield* weightsOf(tx, year);
    const papers: Paper[] = [];
    for (const each of yield* listRows(tx, list)) {
      const questions = yield* questionsOf(tx, each.id);
      const remarks = inside ? yield* remarksOf(tx, each.id) : [];
      const fields = read(yield* listedFields(tx, each, submitted));
      const before = submitted.get(each.id)?.fields;
      papers.push({
        id: each.id,
        listNumber: each.listNumber,
        unit: each.unit,
        state: each.state,
        open: isOpen(each),
        stateReason: inside ? each.stateReason : '',
        version: each.version,
        fields,
        questions: questions.map((one) => questionView(one, names)),
        remarks: remarks.map((one) => remarkView(one, names)),
        changed: before ? differing(fields, read(before)) : [],
        changedSincePublic: changedSincePublic(fields, shown, each.id),
        origins: yield* originsFor(tx, each.id, inside),
        inside: inside ? yield* insideOf(tx, each, weights) : null,
      });
    }
    const receipt = yield* first(
      q
        .select()
        .from(t.paperReceipt)
        .where(and(eq(t.paperReceipt.year, year), eq(t.paperReceipt.accountId, me.accountId))),
    );
    const prepared = (yield* standingDisclosures(tx, year)).find(({ kind }) => kind === 'comment_period');
    return {
      year,
      state: row.state,
      places: row.places,
      leastSurplus: row.leastSurplus,
      fundFen: row.fundFen,
      minutesNumber: list.minutesNumber,
      minutesDate: list.minutesDate,
      submittedAt: list.submittedAt,
      listHash: list.listHash,
      submitted: {
        projects: submitted.size,
        totalFen: [...submitted.values()].reduce((sum, { fields }) => sum + fields.totalFen, 0),
      },
      papers,
      receivedAt: receipt?.at ?? null,
      comments: {
        from: row.commentFrom,
        until: row.commentUntil,
        openedAt: row.commentOpenedAt,
        closedAt: row.commentClosedAt,
        preparedAt: prepared?.preparedAt ?? null,
        unread: inside ? yield* unreadComments(tx, year) : 0,
      },
      earlier: inside ? yield* committeeRecords(tx, year, names) : [],
    };
  });

/** A delegate reads of the suggestions what everybody may read. */
export function* originsFor(tx: Tx, id: string, inside: boolean): Query<OriginLine[]> {
  const seqs = yield* originSeqs(tx, id);
  return yield* originLines(tx, inside ? seqs : yield* shownOf(tx, seqs));
}

/** What the offices found, for those who decide: opinions, the advice of the sheet, and what was attached. */
function* insideOf(tx: Tx, row: ProposalRow, weights: Readonly<Record<string, number>>): Query<Paper['inside']> {
  const { counted } = yield* sheetOf(tx, row.id);
  const changed = changedAt(yield* versionsOf(tx, row.id));
  const { score, failed } = criteriaScore(counted, weights);
  return {
    opinions: (yield* opinionsOf(tx, row.id))
      .filter((one) => !isRecalled(one))
      .map(({ kind, unit, stance, text, answeredAt }) => ({
        kind,
        unit,
        stance,
        text,
        outdated: isOutdated(answeredAt, changed),
      })),
    score,
    failed: failed.map((criterion) => ({
      criterion,
      reason: counted.find((mark) => mark.criterion === criterion)?.reason ?? '',
    })),
    attachments: (yield* attachmentsOf(tx, row.id))
      .filter(({ at }) => row.submittedAt !== null && at <= row.submittedAt)
      .map(({ id, name, size }) => ({ id, name, size })),
  };
}
