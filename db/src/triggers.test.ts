import { readFileSync } from 'node:fs';
import { nextState, proposalMoves, suggestionMoves, voteActs, voteStates, yearMoves } from '@piaojue/rules';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from './index.js';
import { dialects, freshDatabase, type TestDatabase } from './testing/databases.js';
import { receivedBallot, truth, voteInState } from './testing/rows.js';

describe.each(dialects)('%s', (dialect) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await freshDatabase(dialect);
    const store = openStore(db.url);
    await store.migrate();
    await store.close();
  });
  afterAll(() => db.remove());

  const refused = async (sql: string, words: RegExp): Promise<void> => {
    await expect(db.sql(sql), sql).rejects.toThrow(words);
  };

  test('R-64: nobody changes or removes a row of ballots, board, log, checkpoints and publications', async () => {
    const voteId = await voteInState(db, 'open');
    await receivedBallot(db, voteId, 'kept');
    await db.sql(
      `INSERT INTO board_record (vote_id, position, kind, hash, body) VALUES ('${voteId}', 0, 'data', 'h', 'b')`,
    );
    await db.sql(`INSERT INTO log_leaf (seq, entry, hash) VALUES (0, 'e', 'h')`);
    await db.sql(`INSERT INTO checkpoint (size, note) VALUES (1, 'n')`);
    await db.sql(
      `INSERT INTO publication (vote_id, announcement_number, published_at, result) VALUES ('${voteId}', '1', 'z', '{}')`,
    );
    await db.sql(`INSERT INTO opening_part (vote_id, owner, partial) VALUES ('${voteId}', 1, 'p')`);
    for (const [table, column] of [
      ['ballot', 'raw'],
      ['opening_part', 'partial'],
      ['board_record', 'body'],
      ['log_leaf', 'entry'],
      ['checkpoint', 'note'],
      ['publication', 'announcement_number'],
    ] as const) {
      await refused(`UPDATE ${table} SET ${column} = 'changed'`, /append-only/);
      await refused(`DELETE FROM ${table}`, /append-only/);
      if (dialect === 'pg') await refused(`TRUNCATE ${table} CASCADE`, /append-only/);
      expect(await db.sql(`SELECT count(*) AS n FROM ${table}`).then(([row]) => Number(row?.n)), table).toBe(1);
    }
  });

  test('R-58: the database lets a vote move exactly as the rules list it, both ways', async () => {
    for (const from of voteStates)
      for (const to of voteStates) {
        const listed = from === to || voteActs.some((act) => nextState(from, act) === to);
        const id = await voteInState(db, from);
        const moved = await db.sql(`UPDATE vote SET state = '${to}' WHERE id = '${id}'`).then(
          () => true,
          () => false,
        );
        expect(moved, `${from} > ${to}`).toBe(listed);
        const [row] = await db.sql(`SELECT state FROM vote WHERE id = '${id}'`);
        expect(row?.state).toBe(listed ? to : from);
      }
    await refused(`UPDATE vote SET state = 'opened' WHERE id = '${await voteInState(db, 'ready')}'`, /./);
    await refused(`DELETE FROM vote`, /never deleted/);
  });

  test.each([
    ['suggestion', suggestionMoves],
    ['proposal', proposalMoves],
    ['year', yearMoves],
  ] as const)('R-58: the database lets a %s move exactly as the rules list it', async (table, moves) => {
    const name = `${table}_moves_only_as_listed`;
    const [row] = await db.sql(
      dialect === 'pg'
        ? `SELECT pg_get_triggerdef(oid) AS sql FROM pg_trigger WHERE tgname = '${name}'`
        : `SELECT sql FROM sqlite_master WHERE name = '${name}'`,
    );
    const inDatabase = [...String(row?.['sql']).matchAll(/'([a-z_]+>[a-z_]+)'/g)].map(([, move]) => move);
    const inRules = Object.entries(moves).flatMap(([from, to]) => Object.values(to).map((next) => `${from}>${next}`));
    expect(inDatabase.toSorted()).toEqual([...new Set(inRules)].toSorted());
  });

  test('R-64: no key message changes, and once a box is sealed with the keys none of them goes', async () => {
    await db.sql(
      `INSERT INTO ceremony (sitting_id, "group", size, threshold, state) VALUES ('sitting', 'Ed25519', 3, 2, 'certificates')`,
    );
    const message = `INSERT INTO key_message (sitting_id, "index", step, body) VALUES ('sitting', 1, 'share', 'b')`;
    await db.sql(message);
    await refused(`UPDATE key_message SET body = 'changed'`, /append-only/);
    await db.sql(`DELETE FROM key_message`);
    await db.sql(message);
    const vote = await voteInState(db, 'frozen');
    await db.sql(`UPDATE vote SET state = 'ready', election = 'e' WHERE id = '${vote}'`);
    await refused(`DELETE FROM key_message`, /sealed/);
    await refused(`DELETE FROM ceremony`, /sealed|foreign|FOREIGN/);
    if (dialect === 'pg') await refused(`TRUNCATE key_message CASCADE`, /append-only/);
  });

  test('R-62: list and rules stay as they were frozen', async () => {
    const draft = await voteInState(db, 'draft');
    const no = truth(db, false);
    const candidate = (id: string, vote: string, n: number) =>
      `INSERT INTO candidate (id, vote_id, list_number, withdrawn, fields) VALUES ('${id}', '${vote}', ${n}, ${no}, '{}')`;
    await db.sql(candidate('first', draft, 1));
    await db.sql(`UPDATE vote SET state = 'frozen', frozen = 'text', frozen_hash = 'hash' WHERE id = '${draft}'`);
    const words = /frozen/;
    await refused(candidate('second', draft, 2), words);
    await refused(`UPDATE candidate SET list_number = 7 WHERE id = 'first'`, words);
    await refused(`UPDATE candidate SET withdrawn = ${truth(db, true)} WHERE id = 'first'`, words);
    await refused(`DELETE FROM candidate WHERE id = 'first'`, words);
    const other = await voteInState(db, 'draft');
    await refused(`UPDATE candidate SET vote_id = '${other}' WHERE id = 'first'`, words);
    await db.sql(candidate('stray', other, 1));
    await refused(`UPDATE candidate SET vote_id = '${draft}', list_number = 9 WHERE id = 'stray'`, words);
    for (const set of [
      `rules = '{"places":25}'`,
      `frozen = 'other'`,
      `frozen_hash = 'other'`,
      `kind = 'for_against_abstain'`,
      `uuid = 'other'`,
      `"group" = 'BELENIOS-2048'`,
      `title = 'other'`,
      `round = 2`,
      `repeats_vote_id = 'other'`,
      `revote_uuids = '["x"]'`,
      `sitting_id = 'sitting2'`,
    ])
      await refused(`UPDATE vote SET ${set} WHERE id = '${draft}'`, /frozen|FOREIGN|foreign/);
  });

  test('R-48, R-62: what a box was sealed with stays: election, keys, list of slips and their number', async () => {
    const vote = await voteInState(db, 'frozen');
    await db.sql(
      `UPDATE vote SET state = 'ready', election = 'e', fingerprint = 'f', trustees = 't', credentials = 'c', issued = 5 WHERE id = '${vote}'`,
    );
    for (const set of [
      `election = 'x'`,
      `fingerprint = 'x'`,
      `trustees = 'x'`,
      `credentials = 'x'`,
      `issued = 6`,
      `election = NULL`,
    ])
      await refused(`UPDATE vote SET ${set} WHERE id = '${vote}'`, /sealed/);
    const [{ uuid } = {}] = await db.sql(`SELECT uuid FROM vote WHERE id = '${vote}'`);
    await refused(
      `INSERT INTO public_credential (uuid, public_key, void) VALUES ('${String(uuid)}', 'late', ${truth(db, false)})`,
      /sealed/,
    );
  });

  test('R-59: a ballot is taken only while its vote is open, and decided once', async () => {
    for (const state of voteStates) {
      const vote = await voteInState(db, state);
      const name = `b-${vote}`;
      if (state === 'open') await receivedBallot(db, vote, name);
      else await expect(receivedBallot(db, vote, name), state).rejects.toThrow(/not open/);
    }
    const vote = await voteInState(db, 'open');
    await receivedBallot(db, vote, 'once');
    await db.sql(`UPDATE casting SET state = 'boxed', log_seq = 3 WHERE ballot_hash = 'once'`);
    await refused(`UPDATE casting SET state = 'rejected' WHERE ballot_hash = 'once'`, /decided/);
    await refused(`UPDATE casting SET log_seq = 4 WHERE ballot_hash = 'once'`, /decided/);
    await refused(`DELETE FROM casting WHERE ballot_hash = 'once'`, /append-only/);
    await receivedBallot(db, vote, 'mine');
    await refused(`UPDATE casting SET credential = 'another' WHERE ballot_hash = 'mine'`, /decided/);
  });

  test('a round is followed by one vote that stands, however many of them were void, and a void vote is repeated once', async () => {
    const [first, second, third, fourth] = [
      await voteInState(db, 'confirmed'),
      await voteInState(db, 'void'),
      await voteInState(db, 'draft'),
      await voteInState(db, 'draft'),
    ];
    await db.sql(`UPDATE vote SET previous_vote_id = '${first}' WHERE id = '${third}'`);
    await refused(`UPDATE vote SET previous_vote_id = '${first}' WHERE id = '${fourth}'`, /unique/i);
    await db.sql(`UPDATE vote SET state = 'void' WHERE id = '${third}'`);
    await db.sql(`UPDATE vote SET previous_vote_id = '${first}' WHERE id = '${fourth}'`);
    await db.sql(`UPDATE vote SET repeats_vote_id = '${second}' WHERE id = '${fourth}'`);
    const fifth = await voteInState(db, 'draft');
    await refused(`UPDATE vote SET repeats_vote_id = '${second}' WHERE id = '${fifth}'`, /unique/i);
  });

  test('R-45: one live ballot a slip is a constraint, not a look-up', async () => {
    const vote = await voteInState(db, 'open');
    const put = async (hash: string, state: string) => {
      await db.sql(`INSERT INTO ballot (hash, vote_id, credential, raw) VALUES ('${hash}', '${vote}', 'slip', '{}')`);
      await db.sql(
        `INSERT INTO casting (ballot_hash, vote_id, credential, state) VALUES ('${hash}', '${vote}', 'slip', '${state}')`,
      );
    };
    await put('bad', 'rejected');
    await put('good', 'boxed');
    await expect(put('more', 'received')).rejects.toThrow(/unique/i);
  });

  test('a slip may become void and nothing else', async () => {
    await db.sql(`INSERT INTO public_credential (uuid, public_key, void) VALUES ('u', 'k', ${truth(db, false)})`);
    await refused(`UPDATE public_credential SET public_key = 'other' WHERE public_key = 'k'`, /only become void/);
    await db.sql(`UPDATE public_credential SET void = ${truth(db, true)} WHERE public_key = 'k'`);
    await refused(`UPDATE public_credential SET void = ${truth(db, false)} WHERE public_key = 'k'`, /only become void/);
    await refused(`DELETE FROM public_credential`, /never deleted/);
  });
});

test('both dialects name the same moves in the same order', () => {
  const movesIn = (dialect: string) =>
    readFileSync(new URL(`../migrations/${dialect}/0009_void_and_again.sql`, import.meta.url), 'utf8').match(
      /NOT IN \(([^)]*)\)/,
    )?.[1];
  expect(movesIn('pg')).toBe(movesIn('sqlite'));
  expect(movesIn('pg')).toContain("'draft>void'");
});
