import { desc, sql } from 'drizzle-orm';
import { first, type Rows, type Tx } from '@piaojue/db';
import { commitTo, leafHash, makeEntry, type JsonValue } from '@piaojue/record';

interface Beside {
  readonly salt: Uint8Array;
  readonly clear: Readonly<Record<string, JsonValue>>;
}

/**
 * A fact of the log, named by a participle. `data` is public as it stands. Beside the tree, which holds a salted commitment to
 * it: `personal`, which may be erased, or `withheld`, what nobody outside may know before its publishing act.
 */
export interface Fact {
  readonly type: string;
  /** UTC ISO. Absent for ballots: their entries carry no time. */
  readonly at?: string;
  readonly data: Readonly<Record<string, JsonValue>>;
  readonly personal?: Beside;
  readonly withheld?: Beside;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/**
 * Appends one entry to the audit log inside the caller's own transaction: an act and its entry stand or fall together.
 * Units of work run one after another (db/src/unit.ts), so the next number is the largest one plus one.
 * @returns the number of the entry in the log, from 0.
 */
export function* append(tx: Tx, fact: Fact): Generator<Rows<unknown>, number, unknown> {
  const last = yield* first(
    tx.prepare('lastLogSeq', ({ q, t }) =>
      q.select({ seq: t.logLeaf.seq }).from(t.logLeaf).orderBy(desc(t.logLeaf.seq)).limit(1),
    )({}),
  );
  const seq = (last?.seq ?? -1) + 1;
  const beside = fact.personal ?? fact.withheld;
  const bytes = makeEntry({
    seq,
    type: fact.type,
    data: { ...fact.data },
    ...(fact.at ? { at: fact.at } : {}),
    ...(beside && { commit: { [fact.personal ? 'person' : 'content']: commitTo(beside.salt, { ...beside.clear }) } }),
  });
  yield* first(
    tx.prepare('appendLogLeaf', ({ q, t }) =>
      q
        .insert(t.logLeaf)
        .values({ seq: sql.placeholder('seq'), entry: sql.placeholder('entry'), hash: sql.placeholder('hash') })
        .returning({ seq: t.logLeaf.seq }),
    )({ seq, entry: Buffer.from(bytes).toString('utf8'), hash: hex(leafHash(bytes)) }),
  );
  if (beside)
    yield* first(
      tx.q
        .insert(tx.t.logClear)
        .values({ seq, salt: hex(beside.salt), clear: { ...beside.clear } })
        .returning({ seq: tx.t.logClear.seq }),
    );
  return seq;
}
