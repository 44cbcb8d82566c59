import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import { candidate } from '../candidates.js';
import { ballotKind, id, tracker } from '../fields.js';
import type { VoteState } from '@piaojue/rules';

/**
 * The booth: no account, no cookie. A request that carries a cookie or an Authorization header is refused.
 */
export const boothVote = z.object({
  id: z.string(),
  sittingTitle: z.string(),
  title: z.string(),
  kind: ballotKind,
  round: z.number().int(),
  state: z.custom<VoteState>(),
  places: z.number().int(),
  /** Most projects one ballot may mark "for". */
  cap: z.number().int(),
  /** Raw election record; null until the box is sealed. */
  election: z.string().nullable(),
  candidates: z.array(candidate),
  countdownEndsAt: z.string().nullable(),
});
export type BoothVote = z.infer<typeof boothVote>;

/** The votes that a slip may be used for now or soon, newest first. */
export const readBooth = endpoint('read_booth', {
  method: 'GET',
  path: '/booth',
  roles: ['anyone'],
  reply: z.object({ demo: z.boolean(), votes: z.array(boothVote) }),
});

export const receipt = z.object({
  tracker,
  /** received: durable, proofs still being checked; boxed: on the board and in the log; rejected: see `reason`. */
  state: z.enum(['received', 'boxed', 'rejected']),
  reason: z.string().nullable(),
  /** Place in the audit log, once boxed. */
  position: z.number().int().nullable(),
  /** The log entry whose hash is proven, exact bytes. */
  entry: z.string().nullable(),
  proof: z.array(z.string()).nullable(),
  checkpoint: z.string().nullable(),
});
export type Receipt = z.infer<typeof receipt>;

const casting = {
  ballot_not_open: 409,
  ballot_malformed: 400,
  credential_unknown: 403,
  credential_void: 403,
  signature_invalid: 403,
  credential_used: 409,
  ciphertext_repeated: 409,
  too_many_invalid: 429,
} as const;

export const castBallot = endpoint('cast_ballot', {
  method: 'POST',
  path: '/booth/votes/:voteId/ballots',
  roles: ['anyone'],
  params: z.strictObject({ voteId: id }),
  body: z.strictObject({ ballot: z.string().max(400_000) }),
  reply: receipt,
  refusals: casting,
  bodyLimit: 512_000,
});

/** Look-up by tracking code; the inclusion proof is checked in the browser. */
export const readReceipt = endpoint('read_receipt', {
  method: 'GET',
  path: '/booth/receipts',
  roles: ['anyone'],
  query: z.strictObject({ tracker }),
  reply: receipt,
  refusals: { tracker_unknown: 404 },
});

/** Is anything in the box under this public credential? Never says what. */
export const readSlipUse = endpoint('read_slip_use', {
  method: 'GET',
  path: '/booth/votes/:voteId/slip',
  roles: ['anyone'],
  params: z.strictObject({ voteId: id }),
  query: z.strictObject({ publicKey: z.string().max(700) }),
  reply: z.object({ known: z.boolean(), void: z.boolean(), receipt: receipt.nullable() }),
});
