import { sql } from 'drizzle-orm';
import type { Kit } from '../src/kit.js';

/** The audit log: one append-only RFC 6962 tree for everything anyone does. */
export function logTables(k: Kit) {
  const logLeaf = k.table(
    'log_leaf',
    { seq: k.int().primaryKey(), entry: k.text().notNull(), hash: k.text().notNull() },
    (t) => [k.check('log_seq_from_zero', sql`${t.seq} >= 0`), k.unique('log_hash_once').on(t.hash)],
  );

  /** Clear text and salt of the entries that stand in the tree as commitments; may be erased. */
  const logClear = k.table('log_clear', {
    seq: k
      .int()
      .primaryKey()
      .references(() => logLeaf.seq),
    salt: k.text().notNull(),
    clear: k.json<Record<string, unknown>>().notNull(),
  });

  const checkpoint = k.table('checkpoint', { size: k.int().primaryKey(), note: k.text().notNull() });

  return { logLeaf, logClear, checkpoint };
}
