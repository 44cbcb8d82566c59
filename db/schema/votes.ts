import { sql } from 'drizzle-orm';
import { voteStates, type BallotRules, type Outcome, type VoteState } from '@piaojue/rules';
import { oneOf, type Kit } from '../src/kit.js';
import type { AccountTables } from './accounts.js';
import type { SittingTables } from './sittings.js';

/** A vote: its list and rules, the ballots, the board, the count. */
export function voteTables(
  k: Kit,
  { account, sitting }: Pick<AccountTables, 'account'> & Pick<SittingTables, 'sitting'>,
) {
  const vote = k.table(
    'vote',
    {
      id: k.id(),
      sittingId: k
        .text()
        .notNull()
        .references(() => sitting.id),
      title: k.text().notNull(),
      kind: k.text().notNull().$type<'approve_only' | 'for_against_abstain' | 'satisfaction'>(),
      group: k.text().notNull().$type<'BELENIOS-2048' | 'Ed25519'>(),
      round: k.int().notNull(),
      previousVoteId: k.text(),
      /** The void vote that this one holds again, with the same list, rules and round. */
      repeatsVoteId: k.text(),
      /** Election uuid, and those kept for re-votes and repeats: slips carry keys for all of them. */
      uuid: k.text().notNull(),
      revoteUuids: k.json<string[]>().notNull(),
      state: k.text().notNull().$type<VoteState>(),
      rules: k.json<BallotRules>().notNull(),
      /** Canonical text of list and rules as frozen, and its SHA-256. */
      frozen: k.text(),
      frozenHash: k.text(),
      /** Belenios records as published. */
      election: k.text(),
      fingerprint: k.text(),
      trustees: k.text(),
      credentials: k.text(),
      presentAtOpen: k.int(),
      issued: k.int(),
      openedAt: k.text(),
      closedAt: k.text(),
      countdownEndsAt: k.text(),
      /** What was settled aloud in the hall (contract: HallFacts); null before anything was. */
      hall: k.json<Record<string, unknown>>(),
      /** Why the vote was made void; null unless it is. */
      voidReason: k.text(),
      /** Owners (1,2,…) of the parts that gave no result together; null where it has not come to that. */
      openingFailed: k.json<number[]>(),
      createdAt: k.text().notNull(),
    },
    (t) => [
      k.check('vote_state_known', oneOf(t.state, voteStates)),
      k.check('vote_kind_known', oneOf(t.kind, ['approve_only', 'for_against_abstain', 'satisfaction'])),
      k.check('vote_round_from_one', sql`${t.round} >= 1`),
      k.unique('vote_uuid_once').on(t.uuid),
      k
        .unique('vote_revote_once')
        .on(t.previousVoteId)
        .where(sql`state <> 'void'`),
      k.unique('vote_repeat_once').on(t.repeatsVoteId),
    ],
  );
  const ofVote = () =>
    k
      .text()
      .notNull()
      .references(() => vote.id);

  /** The server's own key of an election (Single trustee). Erased when the vote is published. */
  const voteKey = k.table('vote_key', {
    voteId: k
      .text()
      .primaryKey()
      .references(() => vote.id),
    secret: k.text().notNull(),
  });

  const candidate = k.table(
    'candidate',
    {
      id: k.id(),
      voteId: ofVote(),
      listNumber: k.int().notNull(),
      withdrawn: k.bool().notNull(),
      withdrawnReason: k.text(),
      fields: k.json<Record<string, unknown>>().notNull(),
    },
    (t) => [
      k.unique('candidate_number_once').on(t.voteId, t.listNumber),
      k.check('candidate_number_from_one', sql`${t.listNumber} >= 1`),
    ],
  );

  /** Who asked for an act that a second person must confirm. */
  const pendingAct = k.table(
    'pending_act',
    {
      voteId: ofVote(),
      act: k.text().notNull(),
      accountId: k
        .text()
        .notNull()
        .references(() => account.id),
      detail: k.json<Record<string, unknown>>().notNull(),
      at: k.text().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.voteId, t.act] })],
  );

  /** The sealed bytes, exactly as signed. Append-only. No time and no order column. */
  const ballot = k.table('ballot', {
    /** Lowercase hex SHA-256 of `raw`. */
    hash: k.id(),
    voteId: ofVote(),
    credential: k.text().notNull(),
    raw: k.text().notNull(),
  });

  /** What became of a received ballot. One live row a credential: uniqueness is a constraint, not a look-up. */
  const casting = k.table(
    'casting',
    {
      ballotHash: k
        .text()
        .primaryKey()
        .references(() => ballot.hash),
      voteId: ofVote(),
      credential: k.text().notNull(),
      state: k.text().notNull().$type<'received' | 'boxed' | 'rejected'>(),
      reason: k.text(),
      /** Place of the entry in the audit log, once boxed or rejected. */
      logSeq: k.int(),
    },
    (t) => [
      k.check('casting_state_known', oneOf(t.state, ['received', 'boxed', 'rejected'])),
      k
        .unique('casting_credential_once')
        .on(t.voteId, t.credential)
        .where(sql`state <> 'rejected'`),
      k.index('casting_by_state').on(t.voteId, t.state),
    ],
  );

  /** Digests of ciphertexts on the board or waiting: none may come twice, under any credential. */
  const ciphertext = k.table('ciphertext', { voteId: ofVote(), digest: k.text().notNull() }, (t) => [
    k.primaryKey({ columns: [t.voteId, t.digest] }),
  ]);

  /**
   * The board of a vote = the records of its Belenios archive in order. Append-only.
   * `body` is null for ballots: their bytes stand in `ballot` under the same hash.
   */
  const boardRecord = k.table(
    'board_record',
    {
      voteId: ofVote(),
      position: k.int().notNull(),
      kind: k.text().notNull().$type<'data' | 'event'>(),
      hash: k.text().notNull(),
      body: k.text(),
    },
    (t) => [
      k.primaryKey({ columns: [t.voteId, t.position] }),
      k.unique('board_hash_once').on(t.voteId, t.hash),
      k.check('board_position_from_zero', sql`${t.position} >= 0`),
      k.check('board_kind_known', oneOf(t.kind, ['data', 'event'])),
    ],
  );

  /**
   * Parts of the opening as delivered, the server's among them. Append-only, and beside the board: a part whose proof
   * holds may still be wrong (belenios.md 9), so of the scrutineers' parts the board takes only those that made the result (R-54). The server's stands there at once.
   */
  const openingPart = k.table(
    'opening_part',
    {
      voteId: ofVote(),
      /** Number of the trustee in the archive, from 1 (the server). */
      owner: k.int().notNull(),
      partial: k.text().notNull(),
    },
    (t) => [
      k.primaryKey({ columns: [t.voteId, t.owner] }),
      k.check('opening_part_owner_from_one', sql`${t.owner} >= 1`),
    ],
  );

  const paperTotals = k.table('paper_totals', {
    voteId: k
      .text()
      .primaryKey()
      .references(() => vote.id),
    totals: k.json<Record<string, unknown>>().notNull(),
    enteredBy: k.text().notNull(),
    enteredAt: k.text().notNull(),
  });

  const outcome = k.table('outcome', {
    voteId: k
      .text()
      .primaryKey()
      .references(() => vote.id),
    input: k.json<Record<string, unknown>>().notNull(),
    outcome: k.json<Outcome>().notNull(),
    decision: k.text(),
    confirmedBy: k.text(),
    confirmedAt: k.text(),
  });

  /** The publication register: what became public, when, and the very bytes of the result. */
  const publication = k.table('publication', {
    voteId: k
      .text()
      .primaryKey()
      .references(() => vote.id),
    announcementNumber: k.text().notNull(),
    publishedAt: k.text().notNull(),
    result: k.json<Record<string, unknown>>().notNull(),
  });

  return {
    vote,
    voteKey,
    candidate,
    pendingAct,
    ballot,
    casting,
    ciphertext,
    boardRecord,
    openingPart,
    paperTotals,
    outcome,
    publication,
  };
}
