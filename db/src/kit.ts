import { sql, type SQL } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check as pgCheck,
  customType,
  index as pgIndex,
  jsonb,
  pgTable,
  primaryKey as pgPrimaryKey,
  text as pgText,
  uniqueIndex as pgUniqueIndex,
} from 'drizzle-orm/pg-core';
import { blob, check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/**
 * The column words in which every table is written once, for SQLite.
 * Time is UTC ISO text ending in Z; hashes and keys are lowercase hex text; money is in 分, an integer.
 */
export const sqliteKit = {
  table: sqliteTable,
  index,
  unique: uniqueIndex,
  check,
  primaryKey,
  id: () => text().primaryKey(),
  text: () => text(),
  int: () => integer(),
  bool: () => integer({ mode: 'boolean' }),
  json: <T>() => text({ mode: 'json' }).$type<T>(),
  bytes: () => blob({ mode: 'buffer' }),
};
export type Kit = typeof sqliteKit;

/** The same words for PostgreSQL. The only cast of the package; schema.test.ts holds it. */
export const pgKit = {
  table: pgTable,
  index: pgIndex,
  unique: pgUniqueIndex,
  check: pgCheck,
  primaryKey: pgPrimaryKey,
  id: () => pgText().primaryKey(),
  text: () => pgText(),
  int: () => bigint({ mode: 'number' }),
  bool: () => boolean(),
  json: <T>() => jsonb().$type<T>(),
  bytes: customType<{ data: Buffer }>({ dataType: () => 'bytea' }),
} as unknown as Kit;

/** A CHECK for a closed list: `column in ('a', 'b')`. Raw text, because DDL takes no parameters; the values are our own constants. */
export const oneOf = (column: { name: string }, values: readonly string[]): SQL =>
  sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(', '))})`;
