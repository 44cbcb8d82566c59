import { and, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import { first } from '@piaojue/db';
import type {
  Followed,
  PublicLine,
  PublicSuggestion,
  QueryOf,
  findSimilar,
  listPublicSuggestions,
} from '@piaojue/contract';
import type { Deps } from '../deps.js';
import { refuse, type Result } from '../result.js';
import { suggestionsCounted } from '../suggestions/counting.js';
import { dayBegins, todayOf } from '../suggestions/days.js';
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
import { publicLines } from './told.js';
import { publicWayOf, wayFor } from './ways.js';

/** No index knows the day: so many are put in its order in 50 ms; a longer list stands by number, which is nearly the same. */
const mostByDay = 10_000;

export const listPublicSuggestionsAct = (
  deps: Deps,
  year: number,
  { q: asked = '', figure, channel, category, town, from, to, page = '1' }: QueryOf<typeof listPublicSuggestions>,
): Promise<Result<{ total: number; suggestions: PublicLine[] }, 'not_found'>> =>
  deps.store.read(function* (tx) {
    const { t } = tx;
    if (!(yield* publicYear(tx, year))) return refuse('not_found');
    const where = and(
      eq(t.suggestion.year, year),
      eq(t.suggestion.shown, true),
      asked.trim() === '' ? undefined : (matches(tx, asked) ?? sql`1 = 0`),
      figure && (yield* suggestionsCounted(tx, figure, { year, today: todayOf(deps), announced: true })),
      channel && eq(t.suggestion.channel, channel),
      category && eq(t.suggestion.category, category),
      town ? inTown(tx, town) : undefined,
      from === undefined ? undefined : gte(t.suggestion.receivedAt, dayBegins(from)),
      to === undefined ? undefined : lt(t.suggestion.receivedAt, dayBegins(to, 1)),
    );
    const total = yield* countSuggestions(tx, where);
    const offset = (Number(page) - 1) * mostOnPage;
    return { total, suggestions: yield* publicLines(tx, where, { offset, byDay: total <= mostByDay }) };
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
    const place =
      row.placeCode === null
        ? undefined
        : yield* first(q.select({ name: t.place.name }).from(t.place).where(eq(t.place.code, row.placeCode)));
    return {
      year: row.year,
      category: row.category,
      title: row.title,
      content: row.content,
      reason: row.reason,
      advice: row.advice,
      shownAs: row.shown && (yield* publicYear(tx, row.year)) ? row.seq : null,
      receivedAt: row.receivedAt,
      channel: row.channel,
      supports: row.supports,
      golden: row.golden,
      place: [place?.name ?? '', row.placeNote].filter(Boolean).join(' '),
      photos: (yield* photosOf(tx, 'suggestion', String(row.seq))).length,
      ...(yield* wayFor(tx, row)),
    };
  });
