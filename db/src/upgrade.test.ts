import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openStore } from './index.js';
import { openPg } from './store-pg.js';
import { openSqlite } from './store-sqlite.js';
import { dialects, freshDatabase, type TestDatabase } from './testing/databases.js';

/** The store of an older version: its migrations end with `last`. */
function olderStore({ dialect, url, folder }: TestDatabase, last: string) {
  const migrations = join(folder, 'older');
  cpSync(join(import.meta.dirname, '../migrations', dialect), migrations, { recursive: true });
  const file = join(migrations, 'meta/_journal.json');
  const journal = JSON.parse(readFileSync(file, 'utf8')) as { entries: { tag: string }[] };
  const end = journal.entries.findIndex(({ tag }) => tag === last) + 1;
  writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, end) }));
  return dialect === 'pg' ? openPg({ url, migrations }) : openSqlite({ file: url.replace('file:', ''), migrations });
}

const at = '2024-03-01T01:00:00.000Z';
/** A row of every table that migrations after 0004 alter, and of those it refers to. */
const rows: readonly (readonly [table: string, row: Readonly<Record<string, string | number | boolean>>])[] = [
  [
    'account',
    {
      id: 'a',
      username: 'renda',
      display_name: '人大办',
      roles: '["clerk"]',
      failures: 2,
      disabled: false,
      created_at: at,
    },
  ],
  ['login_session', { id: 'l', account_id: 'a', created_at: at, last_seen_at: at, expires_at: at, fresh_at: at }],
  ['sitting', { id: 's', title: '第三次会议', year: 2024, created_at: at }],
  ['ceremony', { sitting_id: 's', group: 'Ed25519', size: 3, threshold: 2, state: 'certificates' }],
  ['key_message', { sitting_id: 's', index: 1, step: 'certificate', body: '{}' }],
  [
    'vote',
    {
      id: 'v',
      sitting_id: 's',
      title: '票决',
      kind: 'approve_only',
      group: 'Ed25519',
      round: 1,
      uuid: 'u',
      revote_uuids: '["w"]',
      state: 'draft',
      rules: '{}',
      created_at: at,
    },
  ],
];

const literal = (value: string | number | boolean): string =>
  typeof value === 'string' ? `'${value}'` : String(value).toUpperCase();
/** As read back: SQLite keeps yes and no as numbers, and both give lists as they please. */
const plain = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(Number(value));

/** What 0013 alters: a suggestion and a proposal at rest in the pool, and what they refer to. */
const atRest: typeof rows = [
  [
    'account',
    {
      id: 'a',
      username: 'renda',
      display_name: '人大办',
      roles: '["clerk"]',
      failures: 0,
      disabled: false,
      created_at: at,
    },
  ],
  [
    'year',
    {
      year: 2025,
      state: 'published',
      notice: '',
      per_person: 3,
      places: 20,
      least_surplus: 20,
      version: 1,
      created_at: at,
    },
  ],
  [
    'suggestion',
    {
      seq: 1,
      year: 2025,
      code: 'AAAA',
      category: '教育',
      title: '修一条路',
      content: '请修一条路',
      reason: '',
      advice: '',
      place_note: '',
      channel: 'web',
      suggester_kind: 'resident',
      received_at: at,
      state: 'pooled',
      shown: true,
      golden: false,
      supports: 2,
      version: 2,
      grams: 'u08def',
    },
  ],
  [
    'proposal',
    {
      id: 'p',
      year: 2025,
      unit: '区住建局',
      state: 'reserve',
      fields: '{"name":"口袋公园"}',
      version: 3,
      created_by: 'a',
      created_at: at,
      updated_by: 'a',
      updated_at: at,
      state_reason: '',
    },
  ],
];

async function fill(db: TestDatabase, given: typeof rows): Promise<void> {
  for (const [table, row] of given) {
    const columns = Object.keys(row).map((name) => `"${name}"`);
    await db.sql(`INSERT INTO ${table} (${columns.join()}) VALUES (${Object.values(row).map(literal).join()})`);
  }
}

async function expectKept(db: TestDatabase, given: typeof rows): Promise<void> {
  for (const [table, row] of given) {
    const [kept] = await db.sql(`SELECT * FROM ${table}`);
    for (const [name, value] of Object.entries(row))
      expect(plain(kept?.[name]).replaceAll(' ', ''), `${table}.${name}`).toBe(plain(value).replaceAll(' ', ''));
  }
}

describe.each(dialects)('%s', (dialect) => {
  test('R-106: a database that an older version has filled keeps every row, and takes what the new version allows', async () => {
    const db = await freshDatabase(dialect);
    const older = olderStore(db, '0004_opening_parts');
    await older.migrate();
    await older.close();
    await fill(db, rows);

    const store = openStore(db.url);
    await store.migrate();
    await expectKept(db, rows);
    await db.sql(`UPDATE vote SET state = 'void' WHERE id = 'v'`); // a draft may be discarded since 0009
    await db.sql(`DELETE FROM key_message`); // before a box is sealed, since 0006
    await store.close();
    await db.remove();
  });

  test('R-106: what came to rest before 0013 keeps its rows, and may be taken up once a year, for good', async () => {
    const db = await freshDatabase(dialect);
    const older = olderStore(db, '0012_list_of_what_is_shown');
    await older.migrate();
    await older.close();
    await fill(db, atRest);

    const store = openStore(db.url);
    await store.migrate();
    await expectKept(db, atRest);
    const again = (table: string, key: string, value: string, from: string) => {
      const [, row] = atRest.find(([name]) => name === table)!;
      const given = { ...row, [key]: value, year: 2026, ...(table === 'suggestion' ? { code: value } : {}) };
      const columns = Object.keys(given).map((name) => `"${name}"`);
      return db.sql(
        `INSERT INTO ${table} (${columns.join()}, carried_from) VALUES (${Object.values(given).map(literal).join()}, ${from})`,
      );
    };
    await db.sql(
      `INSERT INTO year (year, state, notice, per_person, places, least_surplus, version, created_at) VALUES (2026, 'collect', '', 3, 20, 20, 1, 'z')`,
    );
    await again('suggestion', 'seq', '2', '1');
    await expect(again('suggestion', 'seq', '3', '1')).rejects.toThrow(/unique/i);
    await again('proposal', 'id', 'q', `'p'`);
    await expect(again('proposal', 'id', 'r', `'p'`)).rejects.toThrow(/unique/i);
    for (const table of ['suggestion', 'proposal']) {
      await expect(db.sql(`UPDATE ${table} SET carried_from = NULL`)).rejects.toThrow(/stays as it is/);
      await expect(db.sql(`UPDATE ${table} SET carried_from = '1'`)).rejects.toThrow(/stays as it is/);
      await db.sql(`UPDATE ${table} SET version = 9`);
    }
    await store.close();
    await db.remove();
  });
});
