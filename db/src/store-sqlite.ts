import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import * as schema from '../schema/schema.sqlite.js';
import { codeOf, isRefused, StorageStopped, type Params, type Query, type Store, type Tx, type Unit } from './unit.js';

// better-sqlite3 13 (N-API 10, binaries inside the package) needs Node >= 22.14; Node 20 gets 12.11, built from source.
const Database = createRequire(import.meta.url)(
  Number(process.versions.napi) >= 10 ? 'better-sqlite3' : 'better-sqlite3-node20',
) as typeof BetterSqlite3;

/** Most units that share one fsync. */
const groupSize = 256;
/** How long a write waits for another process's lock, and how often it looks (ms). */
const longestWait = 10_000;
const lookEvery = 20;
/** SQLite before 3.51.3 can corrupt a WAL that two connections reset at once (security.md F2). */
const oldestSqlite = [3, 51, 3] as const;

/** @param version  as `sqlite_version()` says it, like 3.53.2. */
export function isTooOld(version: string): boolean {
  const have = version.split('.').map(Number);
  return oldestSqlite.reduce((sign, want, i) => sign || (have[i] ?? 0) - want, 0) < 0;
}

export interface SqliteOptions {
  /** Path of the database file, or ':memory:' (tests; then reads share the writer's connection). */
  file: string;
  migrations: string;
}

function drive<R>(unit: Unit<R>): R {
  let step = unit.next();
  while (!step.done) {
    let rows: unknown;
    try {
      rows = (step.value as unknown as { all(): unknown[] }).all();
    } catch (error) {
      step = unit.throw(error);
      continue;
    }
    step = unit.next(rows);
  }
  return step.value;
}

function transactionOver(q: Query): Tx {
  const kept = new Map<string, { all(params: Params): unknown[] }>();
  return {
    q,
    t: schema,
    dialect: 'sqlite',
    prepare: (name, build) => (params) => {
      let statement = kept.get(name);
      if (!statement) {
        statement = (build({ q, t: schema }) as unknown as { prepare(): { all(p: Params): unknown[] } }).prepare();
        kept.set(name, statement);
      }
      const bound = statement;
      return { all: () => bound.all(params) } as never;
    },
  };
}

/** Opens the embedded database: WAL, synchronous FULL (read back), group commit. One writer connection a process. */
export function openSqlite({ file, migrations }: SqliteOptions): Store {
  const open = (readonly: boolean) => {
    const connection = new Database(file, { readonly, timeout: 10_000 });
    if (!readonly) connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = FULL');
    connection.pragma('foreign_keys = ON');
    connection.pragma('temp_store = MEMORY');
    // A re-opened WAL database comes up with NORMAL, which may lose commits on power loss (security.md F1).
    if (connection.pragma('synchronous', { simple: true }) !== 2) throw new Error('SQLite refuses synchronous=FULL');
    return connection;
  };
  const writer = open(false);
  const version = String(writer.prepare('select sqlite_version()').pluck().get());
  if (isTooOld(version)) throw new Error(`SQLite ${version} is too old: ${oldestSqlite.join('.')} or newer is needed`);

  const writing = drizzle(writer, { casing: 'snake_case' });
  const writeTx = transactionOver(writing as unknown as Query);
  const begin = writer.prepare('BEGIN IMMEDIATE');
  const commit = writer.prepare('COMMIT');
  const rollback = writer.prepare('ROLLBACK');
  const savepoint = writer.prepare('SAVEPOINT unit');
  const release = writer.prepare('RELEASE unit');
  const back = writer.prepare('ROLLBACK TO unit');

  interface Job {
    unit: (tx: Tx) => Unit<unknown>;
    done: (value: unknown) => void;
    failed: (error: unknown) => void;
  }
  let queue: Job[] = [];
  let state: ReturnType<Store['health']> = 'ok';
  let waitingSince: number | undefined;
  let closed = false;

  /**
   * Takes the write lock. While another process holds it, whoever only reads is served: nobody waits inside this call.
   *
   * @returns false where it is to be tried again. @throws SQLITE_BUSY after `longestWait`
   */
  function begun(): boolean {
    try {
      begin.run();
    } catch (error) {
      waitingSince ??= Date.now();
      if (codeOf(error).startsWith('SQLITE_BUSY') && !closed && Date.now() - waitingSince < longestWait) return false;
      waitingSince = undefined;
      throw error;
    }
    waitingSince = undefined;
    return true;
  }

  /** Group commit: units that arrive in one turn of the event loop share one fsync; each has its own savepoint. */
  function drain() {
    const jobs = queue.splice(0, groupSize);
    if (jobs.length === 0) return;
    const settle: (() => void)[] = [];
    let isRestComing = false;
    try {
      if (!begun()) {
        queue.unshift(...jobs);
        return void setTimeout(drain, lookEvery);
      }
      isRestComing = queue.length > 0;
      if (isRestComing) setImmediate(drain);
      for (const job of jobs) {
        savepoint.run();
        try {
          const value = drive(job.unit(writeTx));
          if (isRefused(value)) back.run();
          release.run();
          settle.push(() => job.done(value));
        } catch (error) {
          if (!writer.inTransaction) throw error;
          back.run();
          release.run();
          settle.push(() => job.failed(storageError(error)));
        }
      }
      commit.run();
      if (state === 'full') state = 'ok';
    } catch (error) {
      const told = storageError(error);
      try {
        if (writer.inTransaction) rollback.run();
      } catch (failure) {
        storageError(failure);
      }
      for (const job of jobs) job.failed(told);
      if (!isRestComing && queue.length > 0) setImmediate(drain);
      return;
    }
    for (const say of settle) say();
  }

  /** After a failed write to the disk its state is unknown: this process writes no more (security.md R-97). */
  function storageError(error: unknown): unknown {
    const code = codeOf(error);
    if (code === 'SQLITE_FULL') {
      if (state === 'ok') state = 'full';
      return new StorageStopped(true, error);
    }
    // Another process held the lock for all of the busy timeout: come again.
    if (code.startsWith('SQLITE_BUSY')) return new StorageStopped(false, error);
    if (code.startsWith('SQLITE_IOERR')) {
      state = 'stopped';
      return new StorageStopped(false, error);
    }
    return error;
  }

  let reader: BetterSqlite3.Database | undefined;
  let readTx: Tx | undefined;
  return {
    dialect: 'sqlite',
    write: (unit) =>
      new Promise((done, failed) => {
        if (state === 'stopped' || closed) return failed(new StorageStopped(false, undefined));
        queue.push({ unit, done: done as (value: unknown) => void, failed });
        if (queue.length === 1) setImmediate(drain);
      }),
    async read(unit) {
      if (file === ':memory:') return drive(unit(writeTx));
      if (!reader || !readTx) {
        reader = open(true);
        readTx = transactionOver(drizzle(reader, { casing: 'snake_case' }) as unknown as Query);
      }
      reader.exec('BEGIN');
      try {
        return drive(unit(readTx));
      } finally {
        reader.exec('COMMIT');
      }
    },
    async migrate() {
      // The migrator takes no lock of its own: a second process that starts at once waits on this file.
      const lock = new Database(file === ':memory:' ? ':memory:' : `${file}-migrating`, { timeout: 60_000 });
      try {
        lock.exec('BEGIN EXCLUSIVE');
        migrate(writing, { migrationsFolder: migrations });
        writer.pragma('busy_timeout = 0'); // from here on `drain` waits, and lets others run meanwhile
      } finally {
        lock.close();
      }
    },
    health: () => state,
    async close() {
      if (closed) return;
      closed = true;
      while (queue.length > 0) drain();
      reader?.close();
      // Only a help to later plans: on a full or failing disk it is left out.
      try {
        writer.pragma('optimize');
      } catch (error) {
        if (!(storageError(error) instanceof StorageStopped)) throw error;
      }
      writer.close();
    },
  };
}

/** Somebody holds the lock already. */
export class AlreadyHeld extends Error {}

/**
 * Holds a file for this process alone until `release` or its end, however it ends: the lock is the operating system's.
 *
 * @throws AlreadyHeld
 */
export function holdAlone(file: string): { release(): void } {
  const lock = new Database(file, { timeout: 0 });
  try {
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (codeOf(error).startsWith('SQLITE_BUSY')) throw new AlreadyHeld(file, { cause: error });
    throw error;
  }
  return { release: () => lock.close() };
}
