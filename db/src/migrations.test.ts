import { getTableColumns, getTableName, is, Table } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import * as schema from '../schema/schema.sqlite.js';
import { openStore } from './index.js';
import { dialects, freshDatabase } from './testing/databases.js';

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

describe.each(dialects)('%s', (dialect) => {
  test('the migrations make exactly the tables and columns of the schema', async () => {
    const db = await freshDatabase(dialect);
    const store = openStore(db.url);
    await store.migrate();
    const rows = await db.sql(
      dialect === 'pg'
        ? `SELECT table_name AS t, column_name AS c, is_nullable = 'NO' AS required FROM information_schema.columns WHERE table_schema = 'public'`
        : `SELECT t.name AS t, c.name AS c, c."notnull" AS required FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE '\\_\\_%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE 'suggestion_search%'`,
    );
    const made = rows.map(({ t, c, required }) => `${String(t)}.${String(c)} ${Boolean(required)}`).toSorted();
    const wanted = Object.values(schema)
      .filter((each): each is Extract<typeof each, Table> => is(each, Table))
      .flatMap((table) =>
        Object.entries(getTableColumns(table)).map(([key, { notNull, primary, name }]) => {
          // An INTEGER PRIMARY KEY of SQLite is NOT NULL without saying so.
          return `${getTableName(table)}.${snake(name || key)} ${notNull || primary}`;
        }),
      )
      .toSorted();
    expect(made).toEqual(wanted);
    await store.close();
    await db.remove();
  });
});
