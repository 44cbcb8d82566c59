import { and, asc, gte, lt } from 'drizzle-orm';
import { all } from '@piaojue/db';
import type { Deps } from '../deps.js';

const portion = 1000;

/** The first `size` entries of the log, one canonical JSON text a line; the leaf is its hash. */
export async function* logLines(deps: Pick<Deps, 'store'>, size: number): AsyncGenerator<string> {
  for (let from = 0; from < size; from += portion) {
    const to = Math.min(size, from + portion);
    const rows = await deps.store.read(function* ({ q, t }) {
      return yield* all(
        q
          .select({ entry: t.logLeaf.entry })
          .from(t.logLeaf)
          .where(and(gte(t.logLeaf.seq, from), lt(t.logLeaf.seq, to)))
          .orderBy(asc(t.logLeaf.seq)),
      );
    });
    yield `${rows.map(({ entry }) => entry).join('\n')}\n`;
  }
}
