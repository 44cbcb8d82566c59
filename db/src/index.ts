import { fileURLToPath } from 'node:url';
import { openPg } from './store-pg.js';
import { openSqlite } from './store-sqlite.js';
import type { Store } from './unit.js';

export * from './unit.js';
export { AlreadyHeld, holdAlone } from './store-sqlite.js';
export type { Schema } from '../schema/schema.js';

// Compiled, this file lies one folder deeper than its source.
const folder = import.meta.url.endsWith('.ts') ? '../migrations' : '../../migrations';
const migrations = (dialect: string) => fileURLToPath(new URL(`${folder}/${dialect}`, import.meta.url));

/** Opens the database named by a URL: `file:PATH`, `:memory:`, or `postgres://…`. */
export function openStore(url: string): Store {
  if (/^postgres(ql)?:/.test(url)) return openPg({ url, migrations: migrations('pg') });
  return openSqlite({ file: url.replace(/^file:/, ''), migrations: migrations('sqlite') });
}
