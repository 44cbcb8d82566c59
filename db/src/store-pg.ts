import pg from 'pg';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import * as schema from '../schema/schema.pg.js';
import { codeOf, isRefused, StorageStopped, type Params, type Query, type Store, type Tx, type Unit } from './unit.js';

/** Any constant: the key of the advisory lock that makes units run one after another, over all instances. */
const sequencer = 7_106_203;
const mayRetry = new Set(['40001', '40P01']);
const attempts = 5;

async function drive<R>(unit: Unit<R>): Promise<R> {
  let step = unit.next();
  while (!step.done) {
    let rows: unknown;
    try {
      rows = await step.value;
    } catch (error) {
      step = unit.throw(error);
      continue;
    }
    step = unit.next(rows);
  }
  return step.value;
}

function transactionOver(client: pg.PoolClient): Tx {
  const q = drizzle(client, { casing: 'snake_case' }) as unknown as Query;
  const t = schema as unknown as Tx['t'];
  const kept = new Map<string, { execute(params: Params): PromiseLike<unknown[]> }>();
  return {
    q,
    t,
    dialect: 'pg',
    prepare: (name, build) => (params) => {
      let statement = kept.get(name);
      if (!statement) {
        statement = (
          build({ q, t }) as unknown as { prepare(n: string): { execute(p: Params): PromiseLike<unknown[]> } }
        ).prepare(name);
        kept.set(name, statement);
      }
      return statement.execute(params) as never;
    },
  };
}

export interface PgOptions {
  url: string;
  migrations: string;
  /** Connections at most. */
  max?: number;
}

/** PostgreSQL, for several instances. Writers take one advisory lock, so units are serial as on SQLite. */
export function openPg({ url, migrations, max = 10 }: PgOptions): Store {
  const pool = new pg.Pool({ connectionString: url, max });
  // A dropped connection, idle or at work, is not the end of the process; the next query reports what is wrong.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const transactions = new WeakMap<pg.PoolClient, Tx>();
  const transactionOf = (client: pg.PoolClient): Tx => {
    const known = transactions.get(client);
    if (known) return known;
    const made = transactionOver(client);
    transactions.set(client, made);
    return made;
  };

  async function run<R>(mode: string, locked: boolean, unit: (tx: Tx) => Unit<R>): Promise<R> {
    const client = await pool.connect().catch((error: unknown) => {
      throw new StorageStopped(false, error);
    });
    let broken: Error | undefined;
    try {
      for (let attempt = 1; ; attempt++) {
        try {
          await client.query(`BEGIN ${mode}`);
          if (locked) await client.query('SELECT pg_advisory_xact_lock($1)', [sequencer]);
          const value = await drive(unit(transactionOf(client)));
          await client.query(isRefused(value) ? 'ROLLBACK' : 'COMMIT');
          return value;
        } catch (error) {
          await client.query('ROLLBACK').catch((failure: Error) => {
            broken = failure;
          });
          if (codeOf(error) === '53100') throw new StorageStopped(true, error);
          if (broken) throw new StorageStopped(false, error);
          if (attempt < attempts && mayRetry.has(codeOf(error))) continue;
          throw error;
        }
      }
    } finally {
      client.release(broken);
    }
  }

  /** Units of this process wait here and not on the lock, so that they hold one connection and readers find the others. */
  let last: Promise<unknown> = Promise.resolve();
  return {
    dialect: 'pg',
    write(unit) {
      // READ COMMITTED on purpose: each statement after the lock sees all that earlier units committed.
      const done = last.then(() => run('ISOLATION LEVEL READ COMMITTED', true, unit));
      last = done.catch(() => undefined);
      return done;
    },
    read: (unit) => run('ISOLATION LEVEL REPEATABLE READ READ ONLY', false, unit),
    async migrate() {
      const client = await pool.connect();
      try {
        await client.query('SELECT pg_advisory_lock($1)', [sequencer]);
        await migrate(drizzle(client), { migrationsFolder: migrations });
      } finally {
        await client.query('SELECT pg_advisory_unlock($1)', [sequencer]).catch(() => undefined);
        client.release();
      }
    },
    health: () => 'ok',
    async close() {
      await last;
      await pool.end();
    },
  };
}
