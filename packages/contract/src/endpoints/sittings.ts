import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import { count, id, lineOfText, text, time } from '../fields.js';
import { importFile, importReport } from '../imports.js';
import { groupName, votedKind } from '../fields.js';
import { staff } from '../roles.js';
import { voteSummary } from './votes.js';

const sittingId = z.strictObject({ sittingId: id });
const readers = ['clerk', 'scrutineer', 'teller', 'presidium', 'auditor', 'admin'] as const;

export const attendance = z.object({
  /** 应到: every delegate on the roll who is not suspended. */
  all: z.number().int(),
  present: z.number().int(),
  suspended: z.number().int(),
  quorum: z.number().int(),
  hasQuorum: z.boolean(),
  delegations: z.array(
    z.object({ id: z.string(), name: z.string(), all: z.number().int(), present: z.number().int() }),
  ),
});
export type Attendance = z.infer<typeof attendance>;

export const sittingSummary = z.object({
  id: z.string(),
  title: z.string(),
  year: z.number().int(),
  createdAt: time,
});

export type SittingSummary = z.infer<typeof sittingSummary>;

/** A sitting (一次全体会议的票决议程) with what its console needs. */
export const sitting = sittingSummary.extend({
  attendance,
  votes: z.array(voteSummary),
  ceremony: z
    .object({
      group: z.string(),
      size: z.number().int(),
      threshold: z.number().int(),
      state: z.enum(['certificates', 'polynomials', 'shares', 'ready']),
      publicKeyFingerprint: z.string().nullable(),
      /** Somebody asks to start over and waits for a person of the other office. */
      restart: z.object({ accountId: z.string(), displayName: z.string(), reason: z.string(), at: time }).nullable(),
      trustees: z.array(
        z.object({
          index: z.number().int(),
          accountId: z.string(),
          displayName: z.string(),
          linked: z.boolean(),
          hasCertificate: z.boolean(),
          hasPolynomial: z.boolean(),
          hasShare: z.boolean(),
        }),
      ),
    })
    .nullable(),
  slips: z
    .object({
      printed: z.number().int(),
      void: z.number().int(),
      issued: z.number().int(),
      listHash: z.string(),
      registeredAt: time,
    })
    .nullable(),
});
export type Sitting = z.infer<typeof sitting>;

export const listSittings = endpoint('list_sittings', {
  method: 'GET',
  path: '/sittings',
  roles: staff,
  reply: z.object({ sittings: z.array(sittingSummary) }),
});

export const createSitting = endpoint('create_sitting', {
  method: 'POST',
  path: '/sittings',
  roles: ['clerk'],
  body: z.strictObject({ title: lineOfText(80), year: z.number().int().min(2000).max(2100) }),
  reply: sittingSummary,
});

export const readSitting = endpoint('read_sitting', {
  method: 'GET',
  path: '/sittings/:sittingId',
  roles: readers,
  params: sittingId,
  reply: sitting,
});

export const createVote = endpoint('create_vote', {
  method: 'POST',
  path: '/sittings/:sittingId/votes',
  roles: ['clerk'],
  params: sittingId,
  body: z.strictObject({
    title: lineOfText(80),
    kind: votedKind,
    group: groupName,
    places: z.number().int().min(1).max(200),
  }),
  reply: voteSummary,
  refusals: { slips_registered: 409, too_many_votes: 409, group_differs: 409 },
});

export const delegate = z.object({
  id: z.string(),
  number: z.string(),
  name: z.string(),
  delegation: z.string(),
  delegationId: z.string(),
  suspended: z.boolean(),
  present: z.boolean(),
});
export type Delegate = z.infer<typeof delegate>;

export const listDelegates = endpoint('list_delegates', {
  method: 'GET',
  path: '/sittings/:sittingId/delegates',
  roles: readers,
  params: sittingId,
  reply: z.object({ delegates: z.array(delegate) }),
});

/** Columns: 代表证号, 姓名, 代表团, 是否暂停. Replaces the roll; refused once someone has checked in. */
export const importDelegates = endpoint('import_delegates', {
  method: 'POST',
  path: '/sittings/:sittingId/delegates/import',
  roles: ['clerk'],
  params: sittingId,
  body: importFile,
  reply: importReport,
  refusals: { roll_in_use: 409, file_unreadable: 422, too_many_rows: 422 },
  bodyLimit: 15_000_000,
});

/** Checks delegates in or out (签到). Refused when 实到 would fall below the slips issued. */
export const setPresence = endpoint('set_presence', {
  method: 'PUT',
  path: '/sittings/:sittingId/presence',
  roles: ['clerk'],
  params: sittingId,
  body: z.strictObject({ delegateIds: z.array(id).min(1).max(5000), present: z.boolean() }),
  reply: attendance,
  refusals: { fewer_present_than_slips: 409, delegate_suspended: 409 },
});

/** Opens the key ceremony: who the scrutineers are, how many of them open the box. */
export const openCeremony = endpoint('open_ceremony', {
  method: 'POST',
  path: '/sittings/:sittingId/ceremony',
  roles: ['clerk'],
  params: sittingId,
  body: z.strictObject({
    accountIds: z.array(id).min(2).max(9),
    threshold: count,
    group: groupName,
  }),
  reply: sitting,
  refusals: {
    ceremony_started: 409,
    threshold_out_of_range: 422,
    not_a_scrutineer: 422,
    no_vote_yet: 409,
    group_differs: 409,
  },
});

/**
 * Starts the key ceremony over, while no box was sealed with its keys: all messages and links end, and the clerk chooses
 * the scrutineers again. A clerk and a scrutineer agree; the first call asks, the second confirms with the first's reason.
 */
export const restartCeremony = endpoint('restart_ceremony', {
  method: 'POST',
  path: '/sittings/:sittingId/ceremony/restart',
  roles: ['clerk', 'scrutineer'],
  params: sittingId,
  body: z.strictObject({ reason: text(200) }),
  reply: sitting,
  refusals: { stale_sign_in: 403, wrong_person: 403, keys_in_use: 409 },
});

/** Whoever asked to start over takes the request back. */
export const withdrawRestart = endpoint('withdraw_restart', {
  method: 'POST',
  path: '/sittings/:sittingId/ceremony/restart/withdraw',
  roles: ['clerk', 'scrutineer'],
  params: sittingId,
  reply: sitting,
  refusals: { wrong_person: 403 },
});
