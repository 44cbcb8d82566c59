import type { VoteState } from '@piaojue/rules';
import type { TestDatabase } from './databases.js';

let made = 0;

/** A truth as the dialect writes it. */
export const truth = ({ dialect }: TestDatabase, value: boolean): string =>
  dialect === 'pg' ? String(value) : value ? '1' : '0';

/** A vote in a state that no act has led it to, put there by SQL. @returns its id. */
export async function voteInState(db: TestDatabase, state: VoteState): Promise<string> {
  made += 1;
  const id = `vote${made}`;
  await db.sql(
    `INSERT INTO sitting (id, title, year, created_at) VALUES ('sitting', 't', 2024, 'z') ON CONFLICT DO NOTHING`,
  );
  await db.sql(
    `INSERT INTO vote (id, sitting_id, title, kind, "group", round, uuid, revote_uuids, state, rules, created_at)
     VALUES ('${id}', 'sitting', 't', 'approve_only', 'Ed25519', 1, 'uuid${made}', '[]', '${state}', '{}', 'z')`,
  );
  return id;
}

/** A received ballot of an open vote. @returns its hash. */
export async function receivedBallot(db: TestDatabase, voteId: string, name: string): Promise<string> {
  await db.sql(
    `INSERT INTO ballot (hash, vote_id, credential, raw) VALUES ('${name}', '${voteId}', 'c-${name}', '{}')`,
  );
  await db.sql(
    `INSERT INTO casting (ballot_hash, vote_id, credential, state) VALUES ('${name}', '${voteId}', 'c-${name}', 'received')`,
  );
  return name;
}
