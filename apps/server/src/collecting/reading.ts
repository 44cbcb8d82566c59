import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import { all, first, type Tx } from '@piaojue/db';
import type { Followed, PublicLine, QueryOf, findSimilar, listPublicSuggestions } from '@piaojue/contract';
import type { Deps } from '../deps.js';
import { refuse, type Result } from '../result.js';
import { matches } from '../suggestions/grams.js';
import { similarTo } from '../suggestions/similar.js';
import {
  codeTyped,
  countSuggestions,
  inTown,
  mostOnPage,
  photosOf,
  suggestionByCode,
  suggestionBySeq,
} from '../suggestions/store.js';
import { candidatesArePublic } from '../years/store.js';
import { publicYear } from './notice.js';
import { eventsTold, publicLines, statesTold } from './told.js';

export const listPublicSuggestionsAct = (
  deps: Deps,
  year: number,
  { q: asked = '', category, town, page = '1' }: QueryOf<typeof listPublicSuggestions>,
): Promise<Result<{ total: number; suggestions: PublicLine[] }, 'not_found'>> =>
  deps.store.read(function* (tx) {
    const { t } = tx;
    if (!(yield* publicYear(tx, year))) return refuse('not_found');
    const where = and(
      eq(t.suggestion.year, year),
      eq(t.suggestion.shown, true),
      asked.trim() === '' ? undefined : (matches(tx, asked) ?? sql`1 = 0`),
      category && eq(t.suggestion.category, category),
      town ? inTown(tx, town) : undefined,
    );
    return {
      total: yield* countSuggestions(tx, where),
      suggestions: yield* publicLines(tx, where, { offset: (Number(page) - 1) * mostOnPage, byDay: true }),
    };
  });

export const readPublicSuggestionAct = (
  deps: Deps,
  seq: number,
): Promise<Result<PublicLine & { content: string; reason: string; advice: string }, 'not_found'>> =>
  deps.store.read(function* (tx) {
    const row = yield* suggestionBySeq(tx, seq);
    if (!row?.shown || !(yield* publicYear(tx, row.year))) return refuse('not_found');
    const [line] = yield* publicLines(tx, eq(tx.t.suggestion.seq, seq), { limit: 1 });
    if (!line) return refuse('not_found');
    return { ...line, content: row.content, reason: row.reason, advice: row.advice };
  });

export const findSimilarAct = (
  deps: Deps,
  year: number,
  { title, content = '', placeCode, placeNote = '' }: QueryOf<typeof findSimilar>,
): Promise<Result<{ similar: PublicLine[] }, 'not_found'>> =>
  deps.store.read(function* (tx) {
    if (!(yield* publicYear(tx, year))) return refuse('not_found');
    const also = eq(tx.t.suggestion.shown, true);
    const found = yield* similarTo(tx, {
      year,
      title,
      content,
      placeCode: placeCode ?? null,
      placeNote,
      also,
      most: 5,
    });
    if (found.length === 0) return { similar: [] };
    const seqs = found.map(({ seq }) => seq);
    const lines = yield* publicLines(tx, inArray(tx.t.suggestion.seq, seqs));
    return { similar: lines.toSorted((a, b) => seqs.indexOf(a.seq) - seqs.indexOf(b.seq)) };
  });

/** Everything that whoever holds the code may know. Any other code gets one and the same answer. */
export const followSuggestionAct = (deps: Deps, typed: string): Promise<Result<Followed, 'code_unknown'>> =>
  deps.store.read(function* (tx) {
    const { q, t } = tx;
    const row = yield* suggestionByCode(tx, codeTyped(typed));
    if (!row) return refuse('code_unknown');
    // What carries it on, to the end: a suggestion may have been merged into one that was merged later.
    let leading: typeof row | undefined;
    for (let next = row.mergedInto, steps = 0; next !== null && steps < 20; steps++) {
      const found: typeof row | undefined = yield* suggestionBySeq(tx, next);
      if (!found) break;
      leading = found;
      next = found.mergedInto;
    }
    const partRows = yield* all(
      q.select().from(t.suggestion).where(eq(t.suggestion.splitFrom, row.seq)).orderBy(t.suggestion.seq),
    );
    const states = yield* statesTold(tx, [row, ...(leading ? [leading] : []), ...partRows]);
    const parts: Followed['parts'] = [];
    for (const part of partRows)
      parts.push({
        title: part.title,
        state: states.get(part.seq) ?? 'undecided',
        events: yield* eventsTold(tx, part.seq),
      });
    const concerned = [row.seq, ...(leading ? [leading.seq] : []), ...partRows.map(({ seq }) => seq)];
    const handovers = yield* all(
      q
        .select({
          unit: t.handover.unit,
          number: t.handover.number,
          deadline: t.handover.deadline,
          state: t.handover.state,
        })
        .from(t.handover)
        .where(and(inArray(t.handover.seq, concerned), ne(t.handover.state, 'recalled')))
        .orderBy(t.handover.number),
    );
    const place =
      row.placeCode === null
        ? undefined
        : yield* first(q.select({ name: t.place.name }).from(t.place).where(eq(t.place.code, row.placeCode)));
    return {
      year: row.year,
      category: row.category,
      title: row.title,
      content: row.content,
      receivedAt: row.receivedAt,
      channel: row.channel,
      supports: row.supports,
      golden: row.golden,
      place: [place?.name ?? '', row.placeNote].filter(Boolean).join(' '),
      state: states.get(row.seq) ?? 'undecided',
      photos: (yield* photosOf(tx, 'suggestion', String(row.seq))).length,
      events: yield* eventsTold(tx, row.seq),
      mergedInto: leading
        ? {
            seq: leading.shown ? leading.seq : null,
            title: leading.shown ? leading.title : null,
            state: states.get(leading.seq) ?? 'undecided',
            events: yield* eventsTold(tx, leading.seq),
          }
        : null,
      parts,
      handovers: handovers.flatMap(({ state, ...each }) => (state === 'recalled' ? [] : [{ ...each, state }])),
      proposals: yield* candidatesGrown(tx, row.year, concerned),
    };
  });

/** Candidates that grew from these suggestions, once the list of candidates is public. */
function* candidatesGrown(tx: Tx, year: number, seqs: readonly number[]) {
  const { q, t } = tx;
  if (!(yield* candidatesArePublic(tx, year))) return [];
  const rows = yield* all(
    q
      .selectDistinct({
        id: t.proposal.id,
        fields: t.proposal.fields,
        unit: t.proposal.unit,
        listNumber: t.proposal.listNumber,
      })
      .from(t.proposalOrigin)
      .innerJoin(t.proposal, eq(t.proposal.id, t.proposalOrigin.proposalId))
      .where(and(inArray(t.proposalOrigin.seq, [...seqs]), eq(t.proposal.state, 'candidate'))),
  );
  return rows.map(({ fields, unit, listNumber }) => ({ name: String(fields['name'] ?? ''), unit, listNumber }));
}
