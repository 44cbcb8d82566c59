import type { Receipt } from '@piaojue/contract';
import type { Called } from '../api/call.js';
import type { castBallot, readReceipt } from '@piaojue/contract';

/** All that this device keeps of a ballot until its receipt: no choice, no randomness, no credential. */
export interface SealedBallot {
  readonly voteId: string;
  readonly ballot: string;
  readonly tracker: string;
  /** the public half of the slip */
  readonly publicKey: string;
}

/** 未提交 · 正在提交 · 已收到，正在核验 · 已入箱. */
export type CastStage = 'unsent' | 'sending' | 'received' | 'boxed';

export interface CastReport {
  readonly stage: CastStage;
  /** how many tries got no answer in a row; 0 when the line is good */
  readonly lost: number;
  /** the chair has paused the vote; it goes on by itself */
  readonly paused: boolean;
}

export interface CastPort {
  readonly post: (voteId: string, ballot: string) => Promise<Called<typeof castBallot>>;
  readonly look: (tracker: string) => Promise<Called<typeof readReceipt>>;
  /** Resolves after so many ms, or when the device comes online; rejects when the page is left. */
  readonly wait: (ms: number) => Promise<void>;
  readonly random: () => number;
}

export type CastEnd =
  | { readonly end: 'receipt'; readonly receipt: Receipt }
  | { readonly end: 'rejected'; readonly reason: string | null }
  | { readonly end: 'refused'; readonly refusal: string; readonly detail: unknown };

const first = 300;
const most = 5000;

/** Half to whole of an exponential step, at most five seconds: a hall that comes back does not come back at once. */
export const backoff = (lost: number, random: number): number =>
  Math.round(Math.min(most, first * 2 ** Math.min(lost, 10)) * (0.5 + random / 2));

/** Says nothing about this ballot; the same bytes may be sent again. */
const passing = new Set(['unreachable', 'busy', 'internal', 'storage_full', 'too_many_requests']);

/**
 * Sends one sealed ballot until there is an answer about it, always with the same bytes: a lost reply never doubles a
 * vote. Goes on for as long as the page is open. Not checked here: the receipt's proof (receipt.ts).
 */
export async function castUntilAnswered(
  sealed: SealedBallot,
  port: CastPort,
  report: (now: CastReport) => void,
): Promise<CastEnd> {
  let lost = 0;
  for (;;) {
    report({ stage: 'sending', lost, paused: false });
    const sent = await port.post(sealed.voteId, sealed.ballot);
    if (sent.ok) {
      const end = await untilDecided(sealed, sent.value, port, report);
      if (end !== undefined) return end;
      lost += 1; // the server knows nothing of it any more: send it again
      await port.wait(backoff(lost, port.random()));
      continue;
    }
    const paused = sent.refusal === 'ballot_not_open' && stateIn(sent.detail) === 'suspended';
    if (!paused && !passing.has(sent.refusal)) return { end: 'refused', refusal: sent.refusal, detail: sent.detail };
    lost = paused ? 0 : lost + 1;
    report({ stage: 'sending', lost, paused });
    await port.wait(paused ? most : backoff(lost, port.random()));
  }
}

async function untilDecided(
  sealed: SealedBallot,
  received: Receipt,
  port: CastPort,
  report: (now: CastReport) => void,
): Promise<CastEnd | undefined> {
  let receipt = received;
  let lost = 0;
  for (let looks = 0; ; looks += 1) {
    if (receipt.state === 'boxed') {
      report({ stage: 'boxed', lost: 0, paused: false });
      return { end: 'receipt', receipt };
    }
    if (receipt.state === 'rejected') return { end: 'rejected', reason: receipt.reason };
    report({ stage: 'received', lost, paused: false });
    await port.wait(backoff(Math.min(looks, 3), port.random()));
    const looked = await port.look(sealed.tracker);
    if (looked.ok) {
      receipt = looked.value;
      lost = 0;
    } else if (looked.refusal === 'tracker_unknown') return undefined;
    else lost += 1;
  }
}

function stateIn(detail: unknown): unknown {
  return typeof detail === 'object' && detail !== null && 'state' in detail ? detail.state : undefined;
}
