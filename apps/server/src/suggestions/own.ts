import { and, eq } from 'drizzle-orm';
import { all } from '@piaojue/db';
import type { Deps } from '../deps.js';
import { publicLines } from '../collecting/told.js';

/** What somebody registered in a year, newest first: told as it is told to whoever holds the code. */
export const listOwnSuggestionsAct = (deps: Deps, accountId: string, year: number) =>
  deps.store.read(function* (tx) {
    const { q, t } = tx;
    const own = and(eq(t.suggestion.year, year), eq(t.suggestion.receivedBy, accountId));
    const codes = yield* all(
      q.select({ seq: t.suggestion.seq, code: t.suggestion.code }).from(t.suggestion).where(own),
    );
    const codeOf = new Map(codes.map(({ seq, code }) => [seq, code]));
    const lines = yield* publicLines(tx, own, { limit: 200 });
    return { suggestions: lines.map((line) => ({ ...line, code: codeOf.get(line.seq) ?? '' })) };
  });
