import { and, eq, inArray } from 'drizzle-orm';
import { all, type Rows, type Tx } from '@piaojue/db';
import type { RowError } from '@piaojue/contract';
import type { SuggestionChannel } from '@piaojue/rules';
import type { SuggestionRowRead } from '../imports/suggestions.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

interface Said {
  /** In Beijing; null where a list does not say. */
  readonly day: string | null;
  readonly content: string;
  readonly sourceRef: string | null;
}

const beijingDay = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);

/** Two with numbers of their own are two, whatever they say; where a list names no day, any day of the year will do. */
const isSame = (a: Said, b: Said): boolean =>
  a.content === b.content &&
  (a.sourceRef === null || b.sourceRef === null || a.sourceRef === b.sourceRef) &&
  (a.day === null || b.day === null || a.day === b.day);

/**
 * Rows of a list that say word for word what stands in the ledger of the year already, come by the same channel on the
 * same day; or what a row above them says.
 */
export function* sameRows(
  { q, t }: Tx,
  channel: SuggestionChannel,
  year: number,
  lines: readonly SuggestionRowRead[],
): Query<RowError[]> {
  const said = new Map<string, (Said & { where: string })[]>();
  const keep = (title: string, each: Said & { where: string }) => {
    const sofar = said.get(title);
    if (sofar) sofar.push(each);
    else said.set(title, [each]);
  };
  const titles = [...new Set(lines.map(({ input }) => input.title))];
  const { seq, title, content, receivedAt, sourceRef } = t.suggestion;
  for (let from = 0; from < titles.length; from += 400) {
    const known = yield* all(
      q
        .select({ seq, title, content, receivedAt, sourceRef })
        .from(t.suggestion)
        .where(
          and(
            eq(t.suggestion.year, year),
            eq(t.suggestion.channel, channel),
            inArray(title, titles.slice(from, from + 400)),
          ),
        ),
    );
    for (const row of known)
      keep(row.title, { ...row, day: beijingDay(row.receivedAt), where: `与台账第 ${row.seq} 条相同` });
  }
  const found: RowError[] = [];
  for (const { row, input, receivedOn, sourceRef: ref } of lines) {
    const one: Said = { day: receivedOn, content: input.content, sourceRef: ref };
    const other = said.get(input.title)?.find((each) => isSame(one, each));
    if (other) found.push({ row, column: '', message: other.where });
    else keep(input.title, { ...one, where: `与第 ${row} 行相同` });
  }
  return found;
}
