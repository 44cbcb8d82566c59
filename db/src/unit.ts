// A unit of work is a generator: it may only `yield*` queries. SQLite drives it synchronously inside one native
// transaction; PostgreSQL drives the same code asynchronously on one pooled connection.
import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core';
import type { Schema } from '../schema/schema.js';

export type Query = BaseSQLiteDatabase<'async', unknown, Record<string, never>>;
/** Anything Drizzle can run to rows: select builders; insert, update, delete with `.returning()`. */
export interface Rows<T> {
  then: PromiseLike<T[]>['then'];
}
export type Unit<R> = Generator<Rows<unknown>, R, unknown>;

export function* all<T>(query: Rows<T>): Generator<Rows<unknown>, T[], unknown> {
  return (yield query) as T[];
}
export function* first<T>(query: Rows<T>): Generator<Rows<unknown>, T | undefined, unknown> {
  return ((yield query) as T[])[0];
}

export type Params = Record<string, unknown>;
/** Hot paths: the SQL text is built once (per connection) and then only bound. Names are unique over the program. */
export type Prepare = <T>(name: string, build: (c: { q: Query; t: Schema }) => Rows<T>) => (params: Params) => Rows<T>;

export interface Tx {
  /** For the one question that each database asks in its own words: the full-text search. */
  readonly dialect: 'sqlite' | 'pg';
  readonly q: Query;
  readonly t: Schema;
  readonly prepare: Prepare;
}

/** A value that says why an act was not done. Returned from a unit, it rolls the unit back. */
export interface Refused {
  readonly refusal: string;
}
export const isRefused = <T>(value: T): value is Extract<T, Refused> =>
  typeof value === 'object' && value !== null && 'refusal' in value && typeof value.refusal === 'string';

/**
 * Thrown when the disk is full or no longer trusted, the database is locked by another or cannot be reached: nothing that
 * was acknowledged is lost, nothing new is acknowledged. Where the connection broke during a commit, the act may have been
 * done; whoever asks again is answered by what stands in the database.
 */
export class StorageStopped extends Error {
  readonly full: boolean;
  constructor(full: boolean, cause: unknown) {
    super(full ? 'storage is full' : 'storage does not answer', { cause });
    this.full = full;
  }
}

/** The code of a driver's error, looked for along its causes: Drizzle wraps them. */
export const codeOf = (error: unknown): string => {
  for (let e = error as { code?: unknown; cause?: unknown } | undefined; e; e = e.cause as typeof e)
    if (typeof e.code === 'string') return e.code;
  return '';
};

export interface Store {
  readonly dialect: 'sqlite' | 'pg';
  /**
   * A durable read-write transaction: resolves after the commit has reached the disk. A returned refusal rolls back.
   * Units run one after another, never interleaved. On PostgreSQL one may be run again after a serialization failure.
   */
  write<R>(unit: (tx: Tx) => Unit<R>): Promise<R>;
  /** A consistent read-only snapshot. */
  read<R>(unit: (tx: Tx) => Unit<R>): Promise<R>;
  /** Applies what is missing of db/migrations, under a lock. */
  migrate(): Promise<void>;
  /** `stopped` after a failed fsync: the process writes no more. */
  health(): 'ok' | 'full' | 'stopped';
  close(): Promise<void>;
}
