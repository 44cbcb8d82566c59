import { sql } from 'drizzle-orm';
import { oneOf, type Kit } from '../src/kit.js';
import type { AccountTables } from './accounts.js';

/** The roll, who is present, and the key ceremony of a sitting. */
export function sittingTables(k: Kit, { account }: Pick<AccountTables, 'account'>) {
  const sitting = k.table('sitting', {
    id: k.id(),
    title: k.text().notNull(),
    year: k.int().notNull(),
    createdAt: k.text().notNull(),
  });
  const ofSitting = () =>
    k
      .text()
      .notNull()
      .references(() => sitting.id);

  const delegation = k.table(
    'delegation',
    { id: k.id(), sittingId: ofSitting(), name: k.text().notNull(), position: k.int().notNull() },
    (t) => [k.unique('delegation_name_once').on(t.sittingId, t.name)],
  );

  /** `present` is the fact of 签到 and nothing else: no column leads from here to a slip or a ballot. */
  const delegate = k.table(
    'delegate',
    {
      id: k.id(),
      sittingId: ofSitting(),
      delegationId: k
        .text()
        .notNull()
        .references(() => delegation.id),
      number: k.text().notNull(),
      name: k.text().notNull(),
      suspended: k.bool().notNull(),
      present: k.bool().notNull(),
    },
    (t) => [k.unique('delegate_number_once').on(t.sittingId, t.number)],
  );

  const ceremony = k.table(
    'ceremony',
    {
      sittingId: k
        .text()
        .primaryKey()
        .references(() => sitting.id),
      group: k.text().notNull(),
      size: k.int().notNull(),
      threshold: k.int().notNull(),
      state: k.text().notNull(),
      /**
       * What follows the server's entry in the trustees record (belenios.md 3.7), once every message is there: the
       * Pedersen entry, or, where all must come (threshold = size), the Single entries of all in their order.
       */
      pedersen: k.text(),
      /** Tells the keys of a ceremony from those of one that was started over. */
      openedAt: k.text(),
      /** Who asks to start over, until somebody of the other office agrees. */
      restart: k.json<{ by: string; reason: string; at: string }>(),
    },
    (t) => [
      k.check('ceremony_state_known', oneOf(t.state, ['certificates', 'polynomials', 'shares', 'ready'])),
      k.check('ceremony_threshold_in_range', sql`${t.threshold} between 1 and ${t.size}`),
    ],
  );

  /** A scrutineer as keeper of a key share; the token of the personal key page by hash. */
  const trustee = k.table(
    'trustee',
    {
      id: k.id(),
      sittingId: k
        .text()
        .notNull()
        .references(() => ceremony.sittingId),
      accountId: k
        .text()
        .notNull()
        .references(() => account.id),
      index: k.int().notNull(),
      tokenHash: k.text(),
    },
    (t) => [
      k.unique('trustee_index_once').on(t.sittingId, t.index),
      k.unique('trustee_account_once').on(t.sittingId, t.accountId),
      k.unique('trustee_token_once').on(t.tokenHash),
    ],
  );

  /** Messages of the distributed key generation, byte for byte; each is sent once. */
  const keyMessage = k.table(
    'key_message',
    {
      sittingId: k
        .text()
        .notNull()
        .references(() => ceremony.sittingId),
      index: k.int().notNull(),
      step: k.text().notNull(),
      body: k.text().notNull(),
      /** With a certificate of a group: the digest of the coefficients to come. */
      commitment: k.text(),
    },
    (t) => [
      k.primaryKey({ columns: [t.sittingId, t.index, t.step] }),
      k.check('key_message_step_known', oneOf(t.step, ['certificate', 'polynomial', 'share'])),
    ],
  );

  /** The slips of a sitting, as numbers: void, or made anew as a whole, before the vote opens. */
  const slipBatch = k.table(
    'slip_batch',
    {
      sittingId: k
        .text()
        .primaryKey()
        .references(() => sitting.id),
      printed: k.int().notNull(),
      void: k.int().notNull(),
      listHash: k.text().notNull(),
      registeredAt: k.text().notNull(),
    },
    (t) => [k.check('slips_void_within_printed', sql`${t.void} between 0 and ${t.printed}`)],
  );

  /** The public half of a slip for one election. Nothing joins the keys of one slip across elections, or to a person. */
  const publicCredential = k.table(
    'public_credential',
    {
      uuid: k.text().notNull(),
      publicKey: k.text().notNull(),
      void: k.bool().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.uuid, t.publicKey] })],
  );

  return { sitting, delegation, delegate, ceremony, trustee, keyMessage, slipBatch, publicCredential };
}
export type SittingTables = ReturnType<typeof sittingTables>;
