import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { first, openStore, StorageStopped, type Rows, type Store, type Tx } from './index.js';
import { isTooOld } from './store-sqlite.js';
import { freshDatabase, rawSqlite, type TestDatabase } from './testing/databases.js';

let db: TestDatabase;
let store: Store;
let file: string;
beforeAll(async () => {
  db = await freshDatabase('sqlite');
  file = db.url.replace('file:', '');
  store = openStore(db.url);
  await store.migrate();
});
afterAll(async () => {
  await store.close();
  await db.remove();
});

/** A statement that Drizzle has no word for; raw, because it is text of this test and holds nothing from outside. */
const said = ({ q }: Tx, text: string): Rows<unknown> =>
  ({ all: () => q.all(sql.raw(text)) }) as unknown as Rows<unknown>;

const write = (name: string) =>
  store.write(function* ({ q, t }) {
    return yield* first(q.insert(t.setupToken).values({ hash: name }).returning());
  });

test('F1: a database that is opened again still syncs every commit', async () => {
  // What better-sqlite3 does by itself: WAL, but NORMAL. openSqlite reads back FULL, or does not open.
  const raw = rawSqlite(file);
  expect(raw.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(raw.pragma('synchronous', { simple: true })).toBe(1);
  raw.close();
  const again = openStore(db.url);
  for (const run of [again.read, again.write])
    expect(
      await run(function* (tx) {
        return yield* first(said(tx, 'PRAGMA synchronous'));
      }),
    ).toEqual({ synchronous: 2 });
  await again.close();
});

test('F2: SQLite before 3.51.3 is refused', () => {
  for (const old of ['3.7.0', '3.40.1', '3.51.2', '3.51', '2.99.99']) expect(isTooOld(old), old).toBe(true);
  for (const good of ['3.51.3', '3.53.2', '3.52.0', '4.0.0', '3.100.0']) expect(isTooOld(good), good).toBe(false);
});

test('every table is STRICT: a text column takes no number by accident', async () => {
  const tables = await db.sql(
    `SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_\\_%' ESCAPE '\\'`,
  );
  expect(tables.length).toBeGreaterThan(20);
  expect(tables.filter(({ strict }) => strict !== 1)).toEqual([]);
  await expect(
    db.sql(`INSERT INTO sitting (id, title, year, created_at) VALUES ('s', 't', 'this year', 'z')`),
  ).rejects.toThrow(/cannot store TEXT/);
});

/** Another process takes the write lock and keeps it for a while. */
function lockHeldFor(ms: number): Promise<() => Promise<void>> {
  const driver = createRequire(import.meta.url).resolve(
    Number(process.versions.napi) >= 10 ? 'better-sqlite3' : 'better-sqlite3-node20',
  );
  const script = `const D = require(${JSON.stringify(driver)}); const d = new D(${JSON.stringify(file)}); d.exec('BEGIN IMMEDIATE'); console.log('held'); setTimeout(() => d.exec('COMMIT'), ${ms});`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  return new Promise((done) => child.stdout.once('data', () => done(() => gone)));
}

test('R-104: while another process holds the write lock for 3 s, a write waits and then is done', async () => {
  const released = await lockHeldFor(3000);
  const began = performance.now();
  let turns = 0;
  const others = setInterval(() => (turns += 1), 10);
  await expect(write('waited')).resolves.toEqual({ hash: 'waited', usedAt: null });
  clearInterval(others);
  expect(performance.now() - began).toBeGreaterThan(1500);
  expect(turns).toBeGreaterThan(20); // and everybody else was served meanwhile
  await released();
});

test('R-104: a long reader never makes a write fail', async () => {
  const reader = rawSqlite(file, { readonly: true });
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM setup_token').get();
  await expect(write('beside a reader')).resolves.toMatchObject({ hash: 'beside a reader' });
  reader.exec('COMMIT');
  reader.close();
});

test('R-97: on a full disk a write is refused as such, nothing of it stays, and it goes through when there is room', async () => {
  const small = await freshDatabase('sqlite');
  const full = openStore(small.url);
  await full.migrate();
  // SQLite's own bound on its pages does what a full disk does, in every place at once.
  const limit = (pages: number) =>
    full.write(function* (tx) {
      return yield* first(said(tx, `PRAGMA max_page_count = ${pages}`));
    });
  await limit(1);
  const fill = (name: string) =>
    full.write(function* ({ q, t }) {
      return yield* first(
        q
          .insert(t.setupToken)
          .values({ hash: name, usedAt: 'x'.repeat(20_000) })
          .returning({ hash: t.setupToken.hash }),
      );
    });
  const outcomes = await Promise.allSettled([fill('one'), fill('two')]);
  for (const outcome of outcomes) {
    expect(outcome.status).toBe('rejected');
    expect((outcome as PromiseRejectedResult).reason).toBeInstanceOf(StorageStopped);
    expect(((outcome as PromiseRejectedResult).reason as StorageStopped).full).toBe(true);
  }
  const rows = () =>
    full.read(function* ({ q, t }) {
      return yield* first(q.select({ hash: t.setupToken.hash }).from(t.setupToken));
    });
  expect(await rows()).toBeUndefined();
  expect(full.health()).toBe('full');
  await limit(1_000_000);
  expect(await fill('three')).toEqual({ hash: 'three' });
  expect(full.health()).toBe('ok');
  expect(await rows()).toEqual({ hash: 'three' });
  await full.close();
  await small.remove();
});
