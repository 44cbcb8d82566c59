import { getTableColumns, getTableName, is, Table } from 'drizzle-orm';
import { getTableConfig as pgConfig, type PgTable } from 'drizzle-orm/pg-core';
import { getTableConfig as sqliteConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core';
import { expect, test } from 'vitest';
import * as pg from './schema.pg.js';
import * as sqlite from './schema.sqlite.js';

const tablesOf = (schema: object): [string, Table][] =>
  Object.entries(schema).filter((entry): entry is [string, Table] => is(entry[1], Table));
const names = (config: {
  indexes: { config: { name?: string | undefined; unique: boolean } }[];
  checks: { name: string }[];
}) => ({
  indexes: config.indexes.map(({ config: { name, unique } }) => `${name} ${unique}`).toSorted(),
  checks: config.checks.map(({ name }) => name).toSorted(),
});

test('both dialects have the same tables with the same columns, keys, constraints and indexes', () => {
  expect(tablesOf(pg).map(([name]) => name)).toEqual(tablesOf(sqlite).map(([name]) => name));
  expect(tablesOf(sqlite).length).toBeGreaterThan(20);
  for (const [name, table] of tablesOf(sqlite)) {
    const other = new Map(tablesOf(pg)).get(name)!;
    const facts = (of: Table) =>
      Object.entries(getTableColumns(of)).map(([key, column]) => ({
        key,
        name: column.name,
        // Bytes have no word of their own in the PostgreSQL dialect of Drizzle.
        dataType: column.dataType === 'custom' ? 'buffer' : column.dataType,
        notNull: column.notNull,
        // A whole-number key of SQLite always counts as having a default: its row number.
        hasDefault: column.hasDefault && !column.primary,
        primary: column.primary,
      }));
    expect(facts(other), name).toEqual(facts(table));
    expect(getTableName(other)).toBe(getTableName(table));
    const [a, b] = [pgConfig(other as unknown as PgTable), sqliteConfig(table as SQLiteTable)];
    expect(names(a), name).toEqual(names(b));
    expect(
      a.primaryKeys.map(({ columns }) => columns.map((c) => c.name)),
      name,
    ).toEqual(b.primaryKeys.map(({ columns }) => columns.map((c) => c.name)));
    const keys = (config: { foreignKeys: { reference(): { columns: { name: string }[]; foreignTable: unknown } }[] }) =>
      config.foreignKeys.map((key) => {
        const { columns, foreignTable } = key.reference();
        return `${columns.map((c) => c.name).join()} > ${getTableName(foreignTable as Table)}`;
      });
    expect(keys(a as never), name).toEqual(keys(b as never));
  }
});

const columnNames = (table: Table): string[] => Object.keys(getTableColumns(table));
const referencesOf = (table: Table): string[] =>
  sqliteConfig(table as SQLiteTable).foreignKeys.map((key) =>
    getTableName(key.reference().foreignTable as unknown as Table),
  );

/** Everything that a row of this table points to, however far away. */
function reachedFrom(start: Table): Set<string> {
  const byName = new Map(tablesOf(sqlite).map(([, table]) => [getTableName(table), table]));
  const reached = new Set<string>();
  const walk = (table: Table): void => {
    for (const next of referencesOf(table)) {
      if (reached.has(next)) continue;
      reached.add(next);
      const target = byName.get(next);
      if (target) walk(target);
    }
  };
  walk(start);
  return reached;
}

const ballotSide = {
  ballot: sqlite.ballot,
  casting: sqlite.casting,
  ciphertext: sqlite.ciphertext,
  boardRecord: sqlite.boardRecord,
  publicCredential: sqlite.publicCredential,
};
const people = ['delegate', 'delegation', 'account', 'login_session', 'trustee'];

test('R-26: no path of keys leads from a ballot, the board or a slip to a person', () => {
  for (const [name, table] of Object.entries(ballotSide)) {
    const reached = reachedFrom(table);
    expect(
      people.filter((person) => reached.has(person)),
      name,
    ).toEqual([]);
  }
});

test('R-26: no path of keys leads from a person to a ballot, and nothing joins both sides', () => {
  const sealed = new Set<string>(Object.values(ballotSide).map((table) => getTableName(table)));
  for (const [name, table] of tablesOf(sqlite)) {
    const reached = reachedFrom(table);
    const touchesBallots = sealed.has(getTableName(table)) || [...reached].some((each) => sealed.has(each));
    const touchesPeople = people.includes(getTableName(table)) || [...reached].some((each) => people.includes(each));
    expect(touchesBallots && touchesPeople, name).toBe(false);
  }
});

test('R-27: no column of the ballot side names a person, a time, an address or an order of arrival', () => {
  const wanted = {
    ballot: ['hash', 'voteId', 'credential', 'raw'],
    // `logSeq` and `position` are places given in random order inside each batch.
    casting: ['ballotHash', 'voteId', 'credential', 'state', 'reason', 'logSeq'],
    ciphertext: ['voteId', 'digest'],
    boardRecord: ['voteId', 'position', 'kind', 'hash', 'body'],
    publicCredential: ['uuid', 'publicKey', 'void'],
  };
  for (const [name, table] of Object.entries(ballotSide))
    expect(columnNames(table), name).toEqual(wanted[name as keyof typeof wanted]);
});

test('R-29: of a delegate the roll keeps name, number and presence; reconciliation is in counts only', () => {
  expect(columnNames(sqlite.delegate)).toEqual([
    'id',
    'sittingId',
    'delegationId',
    'number',
    'name',
    'suspended',
    'present',
  ]);
  expect(columnNames(sqlite.slipBatch)).toEqual(['sittingId', 'printed', 'void', 'listHash', 'registeredAt']);
  const naming = tablesOf(sqlite).filter(([, table]) => columnNames(table).some((column) => /delegate/i.test(column)));
  expect(naming).toEqual([]);
});

test('no column anywhere holds a choice in clear', () => {
  for (const [name, table] of tablesOf(sqlite))
    expect(
      columnNames(table).filter((column) =>
        /^(choice|choices|mark|marks|selection|selections|for|against|abstain)$/.test(column),
      ),
      name,
    ).toEqual([]);
});
