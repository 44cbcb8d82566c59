import type { Receipt } from '@piaojue/contract';
import { expect, test } from 'vitest';
import { backoff, type CastPort, type CastReport, castUntilAnswered, type SealedBallot } from './casting.js';

const sealed: SealedBallot = Object.freeze({
  voteId: 'vote12345',
  ballot: '{"sealed":1}',
  tracker: 'T',
  publicKey: 'P',
});
const receiptIn = (state: Receipt['state'], reason: string | null = null): Receipt => ({
  tracker: 'T',
  state,
  reason,
  position: state === 'boxed' ? 7 : null,
  entry: null,
  proof: null,
  checkpoint: null,
});

/** A box behind a bad line: it takes ballots by their bytes; what it answers may be lost on the way. */
function hall(
  given: { lose?: (request: number) => 'request' | 'reply' | undefined; received?: number; paused?: number } = {},
) {
  const box = new Map<string, number>();
  const sent: string[] = [];
  const waits: number[] = [];
  const reports: CastReport[] = [];
  let requests = 0;
  let looksLeft = given.received ?? 0;
  let pausedFor = given.paused ?? 0;
  const lost = { ok: false, refusal: 'unreachable', status: 503, detail: undefined } as const;
  const port: CastPort = {
    post: async (_voteId, ballot) => {
      sent.push(ballot);
      const fate = given.lose?.(++requests);
      if (fate === 'request') return lost;
      if (pausedFor-- > 0)
        return { ok: false, refusal: 'ballot_not_open', status: 409, detail: { state: 'suspended' } };
      box.set(ballot, (box.get(ballot) ?? 0) + 1);
      if (fate === 'reply') return lost;
      return { ok: true, value: receiptIn(looksLeft > 0 ? 'received' : 'boxed') };
    },
    look: async () => {
      const fate = given.lose?.(++requests);
      if (fate !== undefined) return lost;
      looksLeft -= 1;
      return { ok: true, value: receiptIn(looksLeft > 0 ? 'received' : 'boxed') };
    },
    wait: async (ms) => void waits.push(ms),
    random: () => 0.5,
  };
  return { port, box, sent, waits, reports, report: (now: CastReport) => void reports.push(now) };
}

test('R-98, R-40: a lost reply is answered by the same bytes again, and the box holds one ballot', async () => {
  const { port, box, sent, report } = hall({ lose: (n) => (n <= 3 ? 'reply' : undefined) });
  const end = await castUntilAnswered(sealed, port, report);
  expect(end).toMatchObject({ end: 'receipt' });
  expect(new Set(sent)).toEqual(new Set([sealed.ballot]));
  expect(sent).toHaveLength(4);
  expect(box.size).toBe(1);
});

test('R-98: whatever is lost among 40 requests, the cast ends with a receipt and one ballot', async () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    let state = seed;
    const roll = () => (state = (state * 48271) % 2147483647) / 2147483647;
    const lose = (n: number) =>
      n > 40 || roll() < 0.4 ? undefined : roll() < 0.5 ? ('reply' as const) : ('request' as const);
    const { port, box, report } = hall({ lose, received: seed % 4 });
    await expect(castUntilAnswered(sealed, port, report)).resolves.toMatchObject({ end: 'receipt' });
    expect(box.size).toBe(1);
  }
});

test('R-99: the screen goes through 正在提交, 已收到, 已入箱 in this order', async () => {
  const { port, reports, report } = hall({ received: 2 });
  await castUntilAnswered(sealed, port, report);
  expect(reports.map(({ stage }) => stage)).toEqual(['sending', 'received', 'received', 'boxed']);
});

test('waits grow with each loss and never pass five seconds', async () => {
  const { port, waits, report } = hall({ lose: (n) => (n <= 12 ? 'request' : undefined) });
  await castUntilAnswered(sealed, port, report);
  expect(waits.toSorted((a, b) => a - b)).toEqual(waits);
  expect(Math.max(...waits)).toBeLessThanOrEqual(5000);
  expect(backoff(50, 1)).toBe(5000);
});

test('a vote that the chair has paused goes on by itself', async () => {
  const { port, reports, report } = hall({ paused: 2 });
  await expect(castUntilAnswered(sealed, port, report)).resolves.toMatchObject({ end: 'receipt' });
  expect(reports.some(({ paused }) => paused)).toBe(true);
});

test('a refusal about this ballot ends it at once', async () => {
  for (const refusal of ['credential_used', 'credential_void', 'ballot_malformed', 'ballot_not_open'] as const) {
    const { port, report, waits } = hall();
    const refusing: CastPort = {
      ...port,
      post: async () => ({ ok: false, refusal, status: 409, detail: { state: 'closed' } }),
    };
    await expect(castUntilAnswered(sealed, refusing, report)).resolves.toMatchObject({ end: 'refused', refusal });
    expect(waits).toEqual([]);
  }
});

test('a ballot that fails its check is reported as rejected', async () => {
  const { port, report } = hall();
  const rejecting: CastPort = { ...port, post: async () => ({ ok: true, value: receiptIn('rejected', 'proof') }) };
  await expect(castUntilAnswered(sealed, rejecting, report)).resolves.toEqual({ end: 'rejected', reason: 'proof' });
});

test('R-99: a server that has forgotten a received ballot is sent it again', async () => {
  const { port, sent, report } = hall({ received: 3 });
  let looks = 0;
  const forgetful: CastPort = {
    ...port,
    look: async (tracker) =>
      ++looks === 1 ? { ok: false, refusal: 'tracker_unknown', status: 404, detail: undefined } : port.look(tracker),
  };
  await expect(castUntilAnswered(sealed, forgetful, report)).resolves.toMatchObject({ end: 'receipt' });
  expect(sent).toEqual([sealed.ballot, sealed.ballot]);
});
