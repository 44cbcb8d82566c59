import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import pg from 'pg';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: string;
  }
}

const Database = createRequire(import.meta.url)(
  Number(process.versions.napi) >= 10 ? 'better-sqlite3' : 'better-sqlite3-node20',
) as typeof BetterSqlite3;

export const dialects = ['sqlite', 'pg'] as const;
export type Dialect = (typeof dialects)[number];

/** An empty database of one suite, and a second hand on it that knows nothing of our code. */
export interface TestDatabase {
  readonly dialect: Dialect;
  /** As in DATABASE_URL. */
  readonly url: string;
  /** A folder of its own, in which a SQLite file lies. */
  readonly folder: string;
  /** Runs one SQL statement as an administrator would, past the program. */
  sql(text: string): Promise<Record<string, unknown>[]>;
  remove(): Promise<void>;
}

/** @param inside  a folder that is there already, and stays when the database is removed; absent = a temporary one. */
export async function freshDatabase(dialect: Dialect, inside?: string): Promise<TestDatabase> {
  const folder = inside ?? mkdtempSync(join(tmpdir(), 'piaojue-db-'));
  return dialect === 'sqlite' ? sqliteIn(folder) : pgBeside(folder);
}

/** Opens a SQLite file past the program. */
export const rawSqlite = (file: string, options?: BetterSqlite3.Options): BetterSqlite3.Database =>
  new Database(file, options);

function sqliteIn(folder: string): TestDatabase {
  const file = join(folder, 'piaojue.db');
  return {
    dialect: 'sqlite',
    url: `file:${file}`,
    folder,
    sql: async (text) => {
      const raw = rawSqlite(file, { timeout: 10_000 });
      try {
        raw.pragma('foreign_keys = ON');
        const statement = raw.prepare(text);
        if (statement.reader) return statement.all() as Record<string, unknown>[];
        statement.run();
        return [];
      } finally {
        raw.close();
      }
    },
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

let made = 0;

async function pgBeside(folder: string): Promise<TestDatabase> {
  const server = inject('postgres');
  if (server.startsWith('none')) throw new Error(`no PostgreSQL for this test: ${server}`);
  const name = `test_${process.pid}_${(made += 1)}`;
  const asAdmin = async (text: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  };
  await asAdmin(`CREATE DATABASE ${name}`);
  const url = server.replace('/postgres?', `/${name}?`);
  const hand = new pg.Client({ connectionString: url });
  hand.on('error', () => undefined);
  await hand.connect();
  let last: Promise<unknown> = Promise.resolve();
  return {
    dialect: 'pg',
    url,
    folder,
    sql: (text) => {
      const rows = last.then(async () => (await hand.query<Record<string, unknown>>(text)).rows);
      last = rows.catch(() => undefined);
      return rows;
    },
    remove: async () => {
      await hand.end();
      await asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
