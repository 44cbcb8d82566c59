import { eq, inArray } from 'drizzle-orm';
import { first, all, type Tx } from '@piaojue/db';
import type { Opinion, Proposal, ProposalLine, Question, Remark } from '@piaojue/contract';
import { criteriaScore } from '@piaojue/rules';
import type { SignedIn } from '../accounts/sessions.js';
import { refuse, type Result } from '../result.js';
import { accountNames, yearRow } from '../years/store.js';
import { changedAt, isOutdated, wordedIn } from './revisions.js';
import { actsFor, isAsker, mayAsk, mayEdit, mayMark, mayRelist, sightOf, type Sight } from './sight.js';
import { takenUpAgain } from './taken-up.js';
import {
  attachmentsOf,
  codeOf,
  draftOf,
  isRecalled,
  marksOf,
  nameOf,
  opinionsOf,
  originLines,
  originSeqs,
  proposalById,
  questionsOf,
  remarksOf,
  shownOf,
  submittedFields,
  versionsOf,
  weightsOf,
  withMerged,
  type OpinionRow,
  type ProposalRow,
  type Query,
} from './store.js';

export const lineOf = (
  row: ProposalRow,
  fields: Readonly<Record<string, unknown>> = row.fields,
  wordedAt: string | null = null,
): ProposalLine => {
  const draft = draftOf(fields);
  return {
    id: row.id,
    unit: row.unit,
    name: draft.name,
    state: row.state,
    category: draft.category,
    totalFen: draft.totalFen,
    districtFen: draft.funding.districtFen,
    listNumber: row.listNumber,
    updatedAt: row.updatedAt,
    version: row.version,
    wordedAt,
  };
};

type Named = ReadonlyMap<string, string>;
interface Asked {
  readonly me: SignedIn;
  readonly name: string;
  readonly unit: string;
  /** When the text last changed (revisions.ts). */
  readonly changed: string | null;
}

const opinionView = (row: OpinionRow, { me, name, unit, changed }: Asked, names: Named): Opinion => {
  const recalled = isRecalled(row);
  return {
    ...row,
    name,
    proposedBy: unit,
    askedBy: names.get(row.askedBy) ?? '',
    answeredBy: recalled ? null : named(names, row.answeredBy),
    answeredAt: recalled ? null : row.answeredAt,
    outdated: row.stance !== null && isOutdated(row.answeredAt, changed),
    recalledAt: recalled ? row.answeredAt : null,
    mayRecall: row.answeredAt === null && isAsker(me, row.kind, unit),
  };
};
const named = (names: Named, id: string | null): string | null => (id === null ? null : (names.get(id) ?? ''));
export const questionView = (row: Tx['t']['question']['$inferSelect'], names: Named): Question => ({
  id: row.id,
  by: names.get(row.by) ?? '',
  at: row.at,
  text: row.text,
  answer: row.answer,
  answeredBy: named(names, row.answeredBy),
  answeredAt: row.answeredAt,
});
export const remarkView = (row: Tx['t']['remark']['$inferSelect'], names: Named): Remark => ({
  id: row.id,
  kind: row.kind as Remark['kind'],
  text: row.text,
  by: names.get(row.by) ?? '',
  at: row.at,
  settled: row.settled,
  settledBy: named(names, row.settledBy),
  settledAt: row.settledAt,
});

export type Seen = Result<{ row: ProposalRow; sight: Sight }, 'not_found'>;

/** The proposal and how `me` sees it; not found where they must not know of it. */
export function* seen(tx: Tx, me: SignedIn, id: string): Query<Seen> {
  const row = yield* proposalById(tx, id);
  if (!row) return refuse('not_found');
  const sight = sightOf(
    me,
    row,
    (yield* opinionsOf(tx, id)).filter((each) => !isRecalled(each)).map(({ unit }) => unit),
  );
  return sight ? { row, sight } : refuse('not_found');
}

export function* proposalView(tx: Tx, me: SignedIn, row: ProposalRow, sight: Sight): Query<Proposal> {
  const year = (yield* yearRow(tx, row.year))!;
  const names = yield* accountNames(tx);
  const fields = sight === 'own' ? row.fields : yield* submittedFields(tx, row);
  const seqs = yield* originSeqs(tx, row.id);
  const inside = sight !== 'asked';
  const opinions = yield* opinionsOf(tx, row.id);
  const marks = inside ? yield* marksOf(tx, row.id) : [];
  const questions = inside ? yield* questionsOf(tx, row.id) : [];
  const remarks = inside ? yield* remarksOf(tx, row.id) : [];
  const name = nameOf({ fields });
  // What became of it in another year is nothing to a unit that was asked for its opinion.
  const earlier = inside && row.carriedFrom !== null ? yield* proposalById(tx, row.carriedFrom) : undefined;
  const versions = yield* versionsOf(tx, row.id);
  const changed = changedAt(versions);
  return {
    id: row.id,
    year: row.year,
    unit: row.unit,
    code: codeOf(row),
    state: row.state,
    stateReason: inside ? row.stateReason : '',
    // The person in charge is for those who handle it; preparations and notes are what an opinion is asked about.
    fields: inside ? draftOf(fields) : { ...draftOf(fields), contact: '' },
    suggestionCount: (yield* withMerged(tx, seqs)).size,
    version: row.version,
    updatedBy: names.get(row.updatedBy) ?? '',
    updatedAt: row.updatedAt,
    submittedAt: row.submittedAt,
    listNumber: row.listNumber,
    worded: inside ? wordedIn(versions, names) : null,
    // Whoever is only asked for an opinion reads of the suggestions what everybody may read.
    origins: yield* originLines(tx, inside ? seqs : yield* shownOf(tx, seqs)),
    carriedFrom: earlier ? { id: earlier.id, year: earlier.year, name: nameOf(earlier) } : null,
    given: inside && row.givenBy !== null,
    carriedInto: inside ? ((yield* takenUpAgain(tx, me, [row.id])).get(row.id) ?? []) : [],
    // Outside its unit, what was attached since the last submission is a draft.
    attachments: (yield* attachmentsOf(tx, row.id)).filter(
      ({ at }) => sight === 'own' || (row.submittedAt !== null && at <= row.submittedAt),
    ),
    opinions: opinions
      .filter(({ unit }) => inside || unit === me.unit)
      .map((each) => opinionView(each, { me, name, unit: row.unit, changed }, names)),
    marks: marks.map(({ criterion, met, score, reason, by, at }) => ({
      criterion,
      met,
      score,
      reason,
      by: names.get(by) ?? '',
      at,
      outdated: isOutdated(at, changed),
    })),
    score: criteriaScore(
      marks.filter(({ at }) => !isOutdated(at, changed)),
      yield* weightsOf(tx, row.year),
    ).score,
    mayRelist: inside && mayRelist(me, row, year.state),
    questions: questions.map((each) => questionView(each, names)),
    remarks: remarks.map((each) => remarkView(each, names)),
    acts: inside ? actsFor(me, row, year.state) : [],
    mayEdit: mayEdit(me, row, year.state) !== undefined,
    mayMark: mayMark(me, row, year.state),
    mayAsk: inside && mayAsk(me, row),
    sight,
  };
}

/** Opinions with the name of the project, as it was submitted. */
export function* opinionViews(tx: Tx, me: SignedIn, rows: readonly OpinionRow[]): Query<Opinion[]> {
  const names = yield* accountNames(tx);
  const ids = [...new Set(rows.map(({ proposalId }) => proposalId))];
  const of = new Map<string, Asked>();
  for (let from = 0; from < ids.length; from += 300)
    for (const row of yield* all(
      tx.q
        .select()
        .from(tx.t.proposal)
        .where(inArray(tx.t.proposal.id, ids.slice(from, from + 300))),
    ))
      of.set(row.id, {
        me,
        name: nameOf({ fields: yield* submittedFields(tx, row) }),
        unit: row.unit,
        changed: changedAt(yield* versionsOf(tx, row.id)),
      });
  return rows.map((row) => opinionView(row, of.get(row.proposalId)!, names));
}

export function* opinionById({ q, t }: Tx, id: string): Query<OpinionRow | undefined> {
  return yield* first(q.select().from(t.opinion).where(eq(t.opinion.id, id)));
}
