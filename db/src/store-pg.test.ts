import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { all, first, openStore, StorageStopped, type Rows, type Store } from './index.js';
import { freshDatabase, type TestDatabase } from './testing/databases.js';

let db: TestDatabase;
let store: Store;
beforeAll(async () => {
  db = await freshDatabase('pg');
  store = openStore(db.url);
  await store.migrate();
});
afterAll(async () => {
  await store.close();
  await db.remove();
});

const write = (name: string, on = store) =>
  on.write(function* ({ q, t }) {
    return yield* first(q.insert(t.setupToken).values({ hash: name }).returning({ hash: t.setupToken.hash }));
  });
const cutEverybody = () =>
  db.sql(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );

test('a connection that is cut while idle is not the end: the next act gets another', async () => {
  await write('before');
  await cutEverybody();
  await new Promise((done) => setTimeout(done, 100));
  await expect(write('after')).resolves.toEqual({ hash: 'after' });
});

test('a connection that is cut in the middle of an act: nothing of it stays, the caller may come again, the process lives', async () => {
  const cut = store.write(function* ({ q, t }) {
    yield* first(q.insert(t.setupToken).values({ hash: 'half' }).returning());
    yield (q as unknown as { execute(s: unknown): Rows<unknown> }).execute(sql`SELECT pg_sleep(5)`);
    return 'done';
  });
  const failed = expect(cut).rejects.toThrow(StorageStopped);
  await new Promise((done) => setTimeout(done, 300));
  await cutEverybody();
  await failed;
  await expect(write('half')).resolves.toEqual({ hash: 'half' });
});

test('a database that is not there is told as such', async () => {
  const nowhere = openStore('postgres://piaojue@127.0.0.1:1/nothing');
  await expect(
    nowhere.read(function* ({ q, t }) {
      return yield* all(q.select().from(t.setupToken));
    }),
  ).rejects.toThrow(StorageStopped);
  await expect(write('x', nowhere)).rejects.toThrow(StorageStopped);
  await nowhere.close();
});

test('R-105: units of two instances run one after another', async () => {
  const other = openStore(db.url);
  const count = (on: Store) =>
    on.write(function* ({ q, t }) {
      const seen = (yield* all(q.select().from(t.checkpoint))).length;
      yield* first(q.insert(t.checkpoint).values({ size: seen, note: 'n' }).returning());
      return seen;
    });
  const seen = await Promise.all(Array.from({ length: 40 }, (_, i) => count(i % 2 ? store : other)));
  expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i));
  await other.close();
});
