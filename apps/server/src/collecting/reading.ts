import { and, eq, inArray, sql } from 'drizzle-orm';
import { first } from '@piaojue/db';
import type { Followed, PublicLine, PublicSuggestion, QueryOf, listPublicSuggestions } from '@piaojue/contract';
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
import { publicYear } from './notice.js';
import { publicLines, statesTold } from './told.js';
import { publicWayOf, wayOf } from './way.js';

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
      suggestions: yield* publicLines(tx, where, { offset: (Number(page) - 1) * mostOnPage }),
    };
  });

export const readPublicSuggestionAct = (deps: Deps, seq: number): Promise<Result<PublicSuggestion, 'not_found'>> =>
  deps.store.read(function* (tx) {
    const row = yield* suggestionBySeq(tx, seq);
    if (!row?.shown || !(yield* publicYear(tx, row.year))) return refuse('not_found');
    const [line] = yield* publicLines(tx, eq(tx.t.suggestion.seq, seq), { limit: 1 });
    if (!line) return refuse('not_found');
    return { ...line, content: row.content, reason: row.reason, advice: row.advice, ...(yield* publicWayOf(tx, row)) };
  });

export const findSimilarAct = (
  deps: Deps,
  year: number,
  title: string,
): Promise<Result<{ similar: PublicLine[] }, 'not_found'>> =>
  deps.store.read(function* (tx) {
    if (!(yield* publicYear(tx, year))) return refuse('not_found');
    const also = eq(tx.t.suggestion.shown, true);
    const found = yield* similarTo(tx, { year, title, content: '', also, most: 5 });
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
      state: (yield* statesTold(tx, [row])).get(row.seq) ?? 'undecided',
      photos: (yield* photosOf(tx, 'suggestion', String(row.seq))).length,
      ...(yield* wayOf(tx, row)),
    };
  });
