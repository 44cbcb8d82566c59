import { sql } from 'drizzle-orm';
import type { Kit } from '../src/kit.js';

/** The congress of this database, and who may sign in. One congress, one database. */
export function accountTables(k: Kit) {
  const congress = k.table(
    'congress',
    {
      id: k.id(),
      name: k.text().notNull(),
      place: k.text().notNull(),
      demo: k.bool().notNull(),
      createdAt: k.text().notNull(),
    },
    (t) => [k.check('congress_is_one', sql`${t.id} = 'one'`)],
  );

  /** The first-run token of a real installation, by hash; used once. */
  const setupToken = k.table('setup_token', { hash: k.id(), usedAt: k.text() });

  const account = k.table(
    'account',
    {
      id: k.id(),
      username: k.text().notNull(),
      displayName: k.text().notNull(),
      roles: k.json<string[]>().notNull(),
      unit: k.text(),
      /** argon2id; null until the person has set one with the activation code. */
      passwordHash: k.text(),
      activationHash: k.text(),
      activationExpiresAt: k.text(),
      /** Hash of the first half of a new code for somebody who has a password already, until a second person gives the other. */
      renewalHash: k.text(),
      renewalBy: k.text(),
      failures: k.int().notNull(),
      lockedUntil: k.text(),
      disabled: k.bool().notNull(),
      createdAt: k.text().notNull(),
    },
    (t) => [k.unique('account_username_once').on(t.username)],
  );

  /** Behind each token stands a row, so that signing out bites at once. */
  const loginSession = k.table(
    'login_session',
    {
      id: k.id(),
      accountId: k
        .text()
        .notNull()
        .references(() => account.id),
      createdAt: k.text().notNull(),
      lastSeenAt: k.text().notNull(),
      expiresAt: k.text().notNull(),
      /** When the password was last entered. */
      freshAt: k.text().notNull(),
      /** Wrong passwords typed again under this session; null = none. */
      failures: k.int(),
      endedAt: k.text(),
    },
    (t) => [k.index('login_session_by_account').on(t.accountId)],
  );

  return { congress, setupToken, account, loginSession };
}
export type AccountTables = ReturnType<typeof accountTables>;
