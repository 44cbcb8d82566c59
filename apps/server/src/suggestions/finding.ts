import { and, count, desc, asc, eq, gt, gte, inArray, lt, sql, type SQL } from 'drizzle-orm';
import { first, type Rows, type Tx } from '@piaojue/db';
import type { SuggestionFilters } from '@piaojue/contract';
import { suggestionChannels } from '@piaojue/rules';
import type { SignedIn } from '../accounts/sessions.js';
import type { Deps } from '../deps.js';
import { refuse } from '../result.js';
import { suggestionsCounted } from './counting.js';
import { dayBegins, todayOf } from './days.js';
import { matchingSeqs } from './grams.js';
import { handles } from './service.js';
import { codeTyped, countSuggestions, inTown, mostOnPage, suggestionBySeq, suggestionLines } from './store.js';

/** Who looks, and on which day: names are found by those who may see them. */
export interface Looking {
  readonly people: boolean;
  readonly today: string;
}
export const lookingAs = (deps: Deps, me: SignedIn): Looking => ({ people: handles(me), today: todayOf(deps) });

/** A column that begins with this: by its index on SQLite, whatever the collation on PostgreSQL. */
const begins = ({ dialect }: Tx, column: unknown, prefix: string): SQL =>
  dialect === 'sqlite'
    ? sql`(${column} >= ${prefix} and ${column} < ${`${prefix}\u{10ffff}`})`
    : sql`starts_with(${column}, ${prefix})`;

/** What a caller on the telephone may say: a text, a number of ours or of their letter, a code, a name, a phone. */
function asked(tx: Tx, typed: string, { people }: Looking): SQL | undefined {
  const { t } = tx;
  const { suggestion: s, suggester: p } = t;
  const text = typed.normalize('NFKC').trim();
  const numbered = /^#?(\d{1,8})$/.exec(text);
  if (numbered && text.startsWith('#')) return eq(s.seq, Number(numbered[1]));
  const ways: SQL[] = [];
  if (numbered) ways.push(sql`select cast(${Number(numbered[1])} as integer)`);
  const words = matchingSeqs(tx, text);
  if (words) ways.push(words);
  if (text.length >= 2 && text.length <= 40)
    ways.push(
      sql`select ${s.seq} from ${s} where ${inArray(s.channel, [...suggestionChannels])} and ${begins(tx, s.sourceRef, text)}`,
    );
  const code = codeTyped(text);
  if (/^[\dA-Za-z -]+$/.test(text) && code.length >= 4)
    ways.push(sql`select ${s.seq} from ${s} where ${begins(tx, s.code, code)}`);
  if (people) {
    const digits = text.replace(/[\s-]/g, '');
    if (/^\+?\d{4,20}$/.test(digits))
      ways.push(
        sql`select ${p.seq} from ${p} where ${begins(tx, sql`replace(replace(${p.phone}, '-', ''), ' ', '')`, digits)}`,
      );
    else if (/^[\p{Script=Han}·]{2,10}$/u.test(text))
      ways.push(sql`select ${p.seq} from ${p} where ${begins(tx, p.name, text)}`);
  }
  return ways.length === 0 ? sql`1 = 0` : sql`${s.seq} in (${sql.join(ways, sql` union `)})`;
}

export function* whereOf(
  tx: Tx,
  year: number,
  filters: SuggestionFilters,
  looking: Looking,
): Generator<Rows<unknown>, SQL | undefined, unknown> {
  const { t } = tx;
  const { suggestion: s, handover: h } = t;
  return and(
    eq(s.year, year),
    (filters.q ?? '').trim() === '' ? undefined : asked(tx, filters.q ?? '', looking),
    filters.state && eq(s.state, filters.state),
    filters.channel && eq(s.channel, filters.channel),
    filters.category && eq(s.category, filters.category),
    filters.town === undefined ? undefined : inTown(tx, filters.town),
    filters.figure && (yield* suggestionsCounted(tx, filters.figure, { year, today: looking.today, announced: false })),
    filters.golden && eq(s.golden, true),
    filters.hidden && eq(s.shown, false),
    filters.late &&
      sql`${s.seq} in (select ${h.seq} from ${h} where ${h.state} = 'issued' and ${h.deadline} < ${looking.today})`,
    filters.from === undefined ? undefined : gte(s.receivedAt, dayBegins(filters.from)),
    filters.to === undefined ? undefined : lt(s.receivedAt, dayBegins(filters.to, 1)),
  );
}

export const listSuggestionsAct = (deps: Deps, me: SignedIn, year: number, filters: SuggestionFilters) =>
  deps.store.read(function* (tx) {
    const where = yield* whereOf(tx, year, filters, lookingAs(deps, me));
    const page = Number(filters.page ?? 1);
    return {
      total: yield* countSuggestions(tx, where),
      suggestions: yield* suggestionLines(tx, where, { offset: (page - 1) * mostOnPage }),
    };
  });

/** Where somebody stands in a list: what comes before and after, newest first. */
export const readNeighboursAct = (deps: Deps, me: SignedIn, seq: number, filters: SuggestionFilters) =>
  deps.store.read(function* (tx) {
    const { q, t } = tx;
    const s = t.suggestion;
    const row = yield* suggestionBySeq(tx, seq);
    if (!row) return refuse('not_found');
    const where = yield* whereOf(tx, row.year, filters, lookingAs(deps, me));
    const newer = and(where, gt(s.seq, seq));
    const one = { seq: s.seq };
    const previous = yield* first(q.select(one).from(s).where(newer).orderBy(asc(s.seq)).limit(1));
    const next = yield* first(
      q
        .select(one)
        .from(s)
        .where(and(where, lt(s.seq, seq)))
        .orderBy(desc(s.seq))
        .limit(1),
    );
    const before = yield* first(q.select({ n: count() }).from(s).where(newer));
    return {
      previous: previous?.seq ?? null,
      next: next?.seq ?? null,
      page: Math.floor(Number(before?.n ?? 0) / mostOnPage) + 1,
    };
  });
