import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { all, first, isRefused, openStore, StorageStopped, type Store, type Tx } from './index.js';
import { dialects, freshDatabase, type TestDatabase } from './testing/databases.js';

/** A row of the smallest table, by name. */
const put = ({ q, t }: Tx, name: string) => first(q.insert(t.setupToken).values({ hash: name }).returning());
const names = async (store: Store): Promise<string[]> =>
  store.read(function* ({ q, t }) {
    return (yield* all(q.select().from(t.setupToken))).map(({ hash }) => hash).toSorted();
  });

describe.each(dialects)('a store on %s', (dialect) => {
  let db: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    db = await freshDatabase(dialect);
    store = openStore(db.url);
    await store.migrate();
  });
  afterAll(async () => {
    await store.close();
    await db.remove();
  });

  test('a unit that returns is kept, one that returns a refusal or throws leaves nothing', async () => {
    await store.write(function* (tx) {
      return yield* put(tx, 'kept');
    });
    const refused = await store.write(function* (tx) {
      yield* put(tx, 'refused');
      return { refusal: 'not_now' } as const;
    });
    expect(isRefused(refused)).toBe(true);
    await expect(
      store.write(function* (tx) {
        yield* put(tx, 'thrown');
        throw new Error('broken invariant');
      }),
    ).rejects.toThrow('broken invariant');
    await expect(
      store.write(function* (tx) {
        yield* put(tx, 'doubled');
        yield* put(tx, 'doubled');
      }),
    ).rejects.toThrow();
    expect(await names(store)).toEqual(['kept']);
  });

  test('units that arrive together run one after another, and one that fails takes nobody with it', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 30 }, (_, i) =>
        store.write(function* (tx) {
          // Reads, then writes what it read plus one: only serial units count right.
          const seen = (yield* all(tx.q.select().from(tx.t.setupToken))).filter(({ hash }) =>
            hash.startsWith('serial'),
          ).length;
          yield* put(tx, `serial${String(seen).padStart(2, '0')}`);
          if (i % 3 === 1) throw new Error(`unit ${i}`);
          if (i % 3 === 2) return { refusal: 'no' } as const;
          return seen;
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected').length).toBe(10);
    expect(
      outcomes.flatMap((each) => (each.status === 'fulfilled' && typeof each.value === 'number' ? [each.value] : [])),
    ).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect((await names(store)).filter((name) => name.startsWith('serial')).length).toBe(10);
  });

  test('more units than one group holds all come through', async () => {
    await Promise.all(
      Array.from({ length: dialect === 'pg' ? 60 : 600 }, (_, i) =>
        store.write(function* (tx) {
          return yield* put(tx, `many${i}`);
        }),
      ),
    );
    expect((await names(store)).filter((name) => name.startsWith('many')).length).toBe(dialect === 'pg' ? 60 : 600);
  });

  test('a snapshot cannot write', async () => {
    await expect(
      store.read(function* (tx) {
        return yield* put(tx, 'by a reader');
      }),
    ).rejects.toThrow();
    expect(await names(store)).not.toContain('by a reader');
  });

  test('what was written before is read, and foreign keys hold', async () => {
    await store.write(function* ({ q, t }) {
      return yield* first(q.update(t.setupToken).set({ usedAt: 'z' }).where(eq(t.setupToken.hash, 'kept')).returning());
    });
    const row = await store.read(function* ({ q, t }) {
      return yield* first(q.select().from(t.setupToken).where(eq(t.setupToken.hash, 'kept')));
    });
    expect(row).toEqual({ hash: 'kept', usedAt: 'z' });
    await expect(
      store.write(function* ({ q, t }) {
        return yield* first(
          q.insert(t.ballot).values({ hash: 'h', voteId: 'nobody', credential: 'c', raw: 'r' }).returning(),
        );
      }),
    ).rejects.toThrow();
  });

  test('migrating again, twice at once, changes nothing', async () => {
    const again = openStore(db.url);
    await Promise.all([again.migrate(), store.migrate()]);
    await again.close();
    expect(await names(store)).toContain('kept');
  });

  test('types come back as they went in, on both dialects', async () => {
    const account = {
      id: 'a',
      username: 'u𠮷',
      displayName: '𫘜姐 😀',
      roles: ['clerk', 'scrutineer'],
      unit: null,
      passwordHash: null,
      activationHash: null,
      activationExpiresAt: null,
      renewalHash: null,
      renewalBy: null,
      failures: 2,
      lockedUntil: null,
      disabled: true,
      createdAt: '2024-03-01T01:00:00.000Z',
    };
    const returned = await store.write(function* ({ q, t }) {
      return yield* first(q.insert(t.account).values(account).returning());
    });
    expect(returned).toEqual(account);
  });

  test('after it is closed a store takes nothing more, and says so', async () => {
    const other = openStore(db.url);
    const late = other.write(function* (tx) {
      return yield* put(tx, 'just before the end');
    });
    await other.close();
    expect(await late).toEqual({ hash: 'just before the end', usedAt: null });
    await expect(
      other.write(function* (tx) {
        return yield* put(tx, 'after the end');
      }),
    ).rejects.toThrow(dialect === 'sqlite' ? StorageStopped : /./);
  });
});
