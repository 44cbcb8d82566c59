import { eq } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';
import type { BodyOf, PersonalDetail, showSuggestions } from '@piaojue/contract';
import { append } from '../audit/append.js';
import { timeOf, type Deps } from '../deps.js';
import { refuse, type Result } from '../result.js';
import { registerShowing } from '../years/showings.js';
import { knownPieces, personalPieces } from './personal.js';
import { suggestionBySeq, type SuggestionRow } from './store.js';

/** What looks personal is shown only after somebody looked at it, each one by itself; all or none. */
export async function showSuggestionsAct(
  deps: Deps,
  by: string,
  { seqs, shown, looked = [] }: BodyOf<typeof showSuggestions>,
): Promise<Result<{ changed: number }, 'not_found' | 'personal_data'>> {
  const at = timeOf(deps);
  return deps.store.write(function* (tx) {
    const changed: { seq: number; year: number }[] = [];
    const suspicious: PersonalDetail['suggestions'] = [];
    for (const seq of new Set(seqs)) {
      const row = yield* suggestionBySeq(tx, seq);
      if (!row) return refuse('not_found');
      if (row.shown === shown) continue;
      const { title, content, reason, advice } = row;
      const pieces = shown && !looked.includes(seq) ? yield* piecesOf(tx, row) : [];
      if (pieces.length > 0) suspicious.push({ seq, title, content, reason, advice, pieces });
      // Not a change of what it says: whoever edits it at this moment is not in conflict.
      yield* all(
        tx.q
          .update(tx.t.suggestion)
          .set({ shown })
          .where(eq(tx.t.suggestion.seq, seq))
          .returning({ seq: tx.t.suggestion.seq }),
      );
      changed.push({ seq, year: row.year });
    }
    if (suspicious.length > 0) return refuse('personal_data', { seqs, suggestions: suspicious });
    if (changed.length === 0) return { changed: 0 };
    changed.sort((a, b) => a.seq - b.seq);
    for (const year of new Set(changed.map((each) => each.year))) {
      const refs = changed.filter((each) => each.year === year).map(({ seq }) => seq);
      yield* registerShowing(tx, { year, kind: 'suggestion', shown, refs, by, at }, deps.random);
    }
    yield* append(tx, {
      type: shown ? 'suggestions_shown' : 'suggestions_hidden',
      at,
      data: { suggestions: changed.length, numbers: changed.map(({ seq }) => seq), by },
    });
    return { changed: changed.length };
  });
}

/** What looks personal in it, and what the ledger knows of the person who said it. */
function* piecesOf(
  { q, t }: Tx,
  { seq, title, content, reason, advice }: SuggestionRow,
): Generator<Rows<unknown>, string[], unknown> {
  const texts = [title, content, reason, advice];
  const person = yield* first(q.select().from(t.suggester).where(eq(t.suggester.seq, seq)));
  const known = person ? knownPieces([person.name, person.phone, person.email], ...texts) : [];
  return [...new Set([...known, ...personalPieces(...texts)])];
}
