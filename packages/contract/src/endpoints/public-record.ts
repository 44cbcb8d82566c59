import { z } from 'zod';
import type { BallotRules, Outcome, VoteState } from '@piaojue/rules';
import { endpoint } from '../endpoint.js';
import { candidate } from '../candidates.js';
import { ballotKind, id } from '../fields.js';
import { attendance } from './sittings.js';
import { paperTotals } from './votes.js';

/** A published result, everything the public page and the printed documents show. */
export const publishedResult = z.object({
  voteId: z.string(),
  sittingTitle: z.string(),
  congressName: z.string(),
  place: z.string(),
  year: z.number().int(),
  title: z.string(),
  kind: ballotKind,
  round: z.number().int(),
  uuid: z.string(),
  fingerprint: z.string(),
  places: z.number().int(),
  rules: z.custom<BallotRules>(),
  candidates: z.array(candidate),
  delegates: z.number().int(),
  present: z.number().int(),
  electronic: z.object({ issued: z.number().int(), returned: z.number().int() }),
  paper: paperTotals,
  outcome: z.custom<Outcome>(),
  chairDecision: z.string().nullable(),
  /** List numbers of the adopted projects over all rounds, in the order of the rules. */
  adopted: z.array(z.number().int()),
  announcementNumber: z.string(),
  publishedAt: z.string(),
  timeline: z.array(z.object({ at: z.string(), what: z.string() })),
  rounds: z.array(z.object({ voteId: z.string(), round: z.number().int(), title: z.string() })),
  archiveHash: z.string(),
  /** Signed head of the log before the publication, and the key it is checked with: printed on the report, so kept on paper. */
  checkpoint: z.string(),
  logKey: z.string(),
});
export type PublishedResult = z.infer<typeof publishedResult>;

export const listPublished = endpoint('list_published', {
  method: 'GET',
  path: '/public/results',
  roles: ['anyone'],
  reply: z.object({
    results: z.array(
      z.object({
        voteId: z.string(),
        title: z.string(),
        sittingTitle: z.string(),
        year: z.number().int(),
        adopted: z.number().int(),
        candidates: z.number().int(),
        publishedAt: z.string(),
      }),
    ),
  }),
});

export const readPublished = endpoint('read_published', {
  method: 'GET',
  path: '/public/results/:voteId',
  roles: ['anyone'],
  params: z.strictObject({ voteId: id }),
  reply: publishedResult,
  /** detail: `VoidVote` */
  refusals: { vote_void: 410 },
});

/** A vote that was declared void after its box was sealed; what the public may know of it. */
export interface VoidVote {
  readonly title: string;
  readonly reason: string;
  /** The vote that was held in its place, once its result is published. */
  readonly nextVoteId: string | null;
}

/** Downloads are served raw, not as JSON replies: /public/votes/:voteId/archive.bel, result.json, result.csv, /public/log.jsonl. */

/** What the hall screen shows. Counts move in steps; never a partial result. */
export const screen = z.object({
  demo: z.boolean(),
  congressName: z.string(),
  sittingTitle: z.string(),
  attendance,
  vote: z
    .object({
      id: z.string(),
      title: z.string(),
      kind: ballotKind,
      round: z.number().int(),
      state: z.custom<VoteState>(),
      places: z.number().int(),
      issued: z.number().int().nullable(),
      cast: z.number().int(),
      /** Paper ballots returned; null until the tellers have entered them. */
      papers: z.number().int().nullable(),
      /** The slips of an earlier ballot serve again (第二轮, 重新表决). */
      slipsInHand: z.boolean(),
      voidReason: z.string().nullable(),
      countdownEndsAt: z.string().nullable(),
      candidates: z.array(z.object({ listNumber: z.number().int(), name: z.string(), withdrawn: z.boolean() })),
      /** Only once it has been announced in the hall, or published. */
      outcome: z.custom<Outcome>().nullable(),
      /** Beside the outcome of a later round: what the rounds before it adopted. */
      earlier: z.array(
        z.object({ listNumber: z.number().int(), title: z.string(), round: z.number().int(), for: z.number().int() }),
      ),
    })
    .nullable(),
  /** Every vote of the sitting that stands or stood open to view: a booth follows its own, whatever the hall shows. */
  votes: z.array(z.object({ id: z.string(), state: z.custom<VoteState>() })),
  logSize: z.number().int(),
  logRoot: z.string(),
});
export type Screen = z.infer<typeof screen>;

export const readScreen = endpoint('read_screen', {
  method: 'GET',
  path: '/public/screen',
  roles: ['anyone'],
  reply: screen,
});

export const logEntry = z.object({ seq: z.number().int(), hash: z.string(), entry: z.string() });

export const readLog = endpoint('read_log', {
  method: 'GET',
  path: '/public/log',
  roles: ['anyone'],
  query: z.strictObject({
    from: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  reply: z.object({
    size: z.number().int(),
    root: z.string(),
    checkpoint: z.string(),
    verifierKey: z.string(),
    entries: z.array(logEntry),
  }),
});

export const readInclusion = endpoint('read_inclusion', {
  method: 'GET',
  path: '/public/log/inclusion',
  roles: ['anyone'],
  query: z.strictObject({ seq: z.coerce.number().int().min(0), size: z.coerce.number().int().min(1) }),
  reply: z.object({ proof: z.array(z.string()) }),
  refusals: { beyond_log: 404 },
});

/** "Only appended since I looked": consistency between two sizes. */
export const readConsistency = endpoint('read_consistency', {
  method: 'GET',
  path: '/public/log/consistency',
  roles: ['anyone'],
  query: z.strictObject({ from: z.coerce.number().int().min(0), to: z.coerce.number().int().min(0) }),
  reply: z.object({ proof: z.array(z.string()) }),
  refusals: { beyond_log: 404 },
});

/** `full`: no room, or so little that the next ballots may find none; `stopped`: the disk failed, nothing is written. */
export const readHealth = endpoint('read_health', {
  method: 'GET',
  path: '/health',
  roles: ['anyone'],
  reply: z.object({ ok: z.boolean(), storage: z.enum(['ok', 'full', 'stopped']) }),
});
