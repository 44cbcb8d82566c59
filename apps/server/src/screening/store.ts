import { and, asc, count, desc, eq, inArray, sql } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';
import { emptyDraft, type CandidateFields, type DraftFields, type OriginLine } from '@piaojue/contract';
import { excerptOf } from '../suggestions/store.js';

export type Query<R> = Generator<Rows<unknown>, R, unknown>;
export type ProposalRow = Tx['t']['proposal']['$inferSelect'];
export type VersionRow = Tx['t']['proposalVersion']['$inferSelect'];
export type OpinionRow = Tx['t']['opinion']['$inferSelect'];

export function* proposalById({ q, t }: Tx, id: string): Query<ProposalRow | undefined> {
  return yield* first(q.select().from(t.proposal).where(eq(t.proposal.id, id)));
}

export function* proposalsOf({ q, t }: Tx, year: number): Query<ProposalRow[]> {
  return yield* all(
    q.select().from(t.proposal).where(eq(t.proposal.year, year)).orderBy(asc(t.proposal.createdAt), asc(t.proposal.id)),
  );
}

export function* proposalsOfUnit({ q, t }: Tx, year: number, unit: string): Query<ProposalRow[]> {
  return yield* all(
    q
      .select()
      .from(t.proposal)
      .where(and(eq(t.proposal.year, year), eq(t.proposal.unit, unit)))
      .orderBy(asc(t.proposal.createdAt), asc(t.proposal.id)),
  );
}

/** Changes a proposal and its version number. */
export function* updateProposal({ q, t }: Tx, row: ProposalRow, change: Partial<ProposalRow>): Query<ProposalRow> {
  const updated = yield* first(
    q
      .update(t.proposal)
      .set({ ...change, version: row.version + 1 })
      .where(eq(t.proposal.id, row.id))
      .returning(),
  );
  return updated!;
}

/** What was typed, whole: fields that a row of an older time does not know stand empty. */
export const draftOf = (fields: Readonly<Record<string, unknown>>): DraftFields => {
  const { code: _, ...typed } = fields;
  return { ...emptyDraft, ...(typed as Partial<DraftFields>) };
};
export const codeOf = (row: Pick<ProposalRow, 'fields'>): string =>
  typeof row.fields['code'] === 'string' ? row.fields['code'] : '';
export const nameOf = (row: Pick<ProposalRow, 'fields'>): string =>
  typeof row.fields['name'] === 'string' ? row.fields['name'] : '';

/** A proposal as a candidate project: what was typed and what the system says itself. Not checked here. */
export const asCandidate = (
  row: Pick<ProposalRow, 'unit'>,
  fields: Readonly<Record<string, unknown>>,
  suggestionCount: number,
): CandidateFields =>
  ({ ...draftOf(fields), code: codeOf({ fields }), leadUnit: row.unit, suggestionCount }) as CandidateFields;

/** Versions that a unit keeps for itself begin so; every other one was seen by the office. */
export const keptNote = '保存';
export const submittedNote = '报送';
/** What the office corrected: 文字校核. */
export const wordedNote = '文字校核';
export const isKept = ({ note }: Pick<VersionRow, 'note'>): boolean => note.startsWith(keptNote);

export function* versionsOf({ q, t }: Tx, proposalId: string): Query<VersionRow[]> {
  return yield* all(
    q
      .select()
      .from(t.proposalVersion)
      .where(eq(t.proposalVersion.proposalId, proposalId))
      .orderBy(desc(t.proposalVersion.version)),
  );
}

export function* keepVersion({ q, t }: Tx, row: ProposalRow, note: string, by: string, at: string): Query<void> {
  yield* first(
    q
      .insert(t.proposalVersion)
      .values({ proposalId: row.id, version: row.version, fields: row.fields, note, by, at })
      .returning({ version: t.proposalVersion.version }),
  );
}

/** What the office knows of it: while it is sent back, the text that was submitted last. */
export function* submittedFields(tx: Tx, row: ProposalRow): Query<Record<string, unknown>> {
  if (row.state !== 'returned' && row.state !== 'withdrawn' && row.state !== 'draft') return row.fields;
  return (yield* versionsOf(tx, row.id)).find((each) => !isKept(each))?.fields ?? row.fields;
}

export function* originSeqs({ q, t }: Tx, proposalId: string): Query<number[]> {
  const rows = yield* all(
    q
      .select({ seq: t.proposalOrigin.seq })
      .from(t.proposalOrigin)
      .where(eq(t.proposalOrigin.proposalId, proposalId))
      .orderBy(asc(t.proposalOrigin.seq)),
  );
  return rows.map(({ seq }) => seq);
}

const part = 400;
const inParts = <T>(list: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(list.length / part) }, (_, i) => list.slice(i * part, (i + 1) * part));

/** The suggestions named and everything that was merged into them, however far. */
export function* withMerged({ q, t }: Tx, seqs: readonly number[]): Query<Set<number>> {
  const known = new Set(seqs);
  let fresh = [...known];
  while (fresh.length > 0) {
    const found: number[] = [];
    for (const some of inParts(fresh))
      for (const { seq } of yield* all(
        q.select({ seq: t.suggestion.seq }).from(t.suggestion).where(inArray(t.suggestion.mergedInto, some)),
      ))
        if (!known.has(seq)) found.push(seq);
    for (const seq of found) known.add(seq);
    fresh = found;
  }
  return known;
}

export function* suggestionCountOf(tx: Tx, proposalId: string): Query<number> {
  return (yield* withMerged(tx, yield* originSeqs(tx, proposalId))).size;
}

/** Those of them that everybody may read. */
export function* shownOf({ q, t }: Tx, seqs: readonly number[]): Query<number[]> {
  const shown: number[] = [];
  for (const some of inParts(seqs))
    for (const { seq } of yield* all(
      q
        .select({ seq: t.suggestion.seq })
        .from(t.suggestion)
        .where(and(inArray(t.suggestion.seq, some), eq(t.suggestion.shown, true))),
    ))
      shown.push(seq);
  return shown;
}

export function* originLines(tx: Tx, seqs: readonly number[]): Query<OriginLine[]> {
  const { q, t } = tx;
  const lines: OriginLine[] = [];
  for (const some of inParts(seqs)) {
    const rows = yield* all(
      q
        .select({ row: t.suggestion, place: t.place.name })
        .from(t.suggestion)
        .leftJoin(t.place, eq(t.place.code, t.suggestion.placeCode))
        .where(inArray(t.suggestion.seq, some))
        .orderBy(asc(t.suggestion.seq)),
    );
    for (const { row, place } of rows) {
      const merged = yield* first(
        q.select({ n: count() }).from(t.suggestion).where(eq(t.suggestion.mergedInto, row.seq)),
      );
      lines.push({
        seq: row.seq,
        title: row.title,
        excerpt: excerptOf(row.content),
        place: place ?? '',
        sources: Number(merged?.n ?? 0),
      });
    }
  }
  return lines;
}

export function* opinionsOf({ q, t }: Tx, proposalId: string): Query<OpinionRow[]> {
  return yield* all(
    q
      .select()
      .from(t.opinion)
      .where(eq(t.opinion.proposalId, proposalId))
      .orderBy(asc(t.opinion.askedAt), asc(t.opinion.id)),
  );
}

/** Taken back before an answer: no row is ever deleted, so it stands as ended without a stance. */
export const isRecalled = ({ stance, answeredAt }: Pick<OpinionRow, 'stance' | 'answeredAt'>): boolean =>
  stance === null && answeredAt !== null;

export function* marksOf({ q, t }: Tx, proposalId: string) {
  return yield* all(q.select().from(t.criterionMark).where(eq(t.criterionMark.proposalId, proposalId)));
}

export function* weightsOf({ q, t }: Tx, year: number) {
  const rows = yield* all(q.select().from(t.criterionWeight).where(eq(t.criterionWeight.year, year)));
  return Object.fromEntries(rows.map(({ criterion, weight }) => [criterion, weight]));
}

export function* attachmentsOf({ q, t }: Tx, proposalId: string) {
  const { id, name, type, size, at } = t.attachment;
  return yield* all(
    q
      .select({ id, name, type, size, at })
      .from(t.attachment)
      .where(and(eq(t.attachment.ownerKind, 'proposal'), eq(t.attachment.ownerId, proposalId)))
      .orderBy(asc(at), asc(id)),
  );
}

export function* questionsOf({ q, t }: Tx, proposalId: string) {
  return yield* all(
    q.select().from(t.question).where(eq(t.question.proposalId, proposalId)).orderBy(asc(t.question.at)),
  );
}

export function* remarksOf({ q, t }: Tx, proposalId: string) {
  return yield* all(q.select().from(t.remark).where(eq(t.remark.proposalId, proposalId)).orderBy(asc(t.remark.at)));
}

export function* yearListRow({ q, t }: Tx, year: number) {
  return yield* first(q.select().from(t.yearList).where(eq(t.yearList.year, year)));
}
export type YearListRow = Tx['t']['yearList']['$inferSelect'];

/** How many proposals of a year were ever submitted: their numbers go on from there. */
export function* countSubmitted({ q, t }: Tx, year: number): Query<number> {
  const row = yield* first(
    q
      .select({ n: count() })
      .from(t.proposal)
      .where(and(eq(t.proposal.year, year), sql`${t.proposal.submittedAt} is not null`)),
  );
  return Number(row?.n ?? 0);
}

export type MarkRow = Tx['t']['criterionMark']['$inferSelect'];
