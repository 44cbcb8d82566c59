import { createChallenge, verifySolution } from 'altcha-lib';
import { describe, expect, test } from 'vitest';
import { deriveKey, solve } from './derive.js';
import { Prover, type ProverParts } from './prover.js';

const secret = 'a secret of the server';
const challenge = (cost = 2) =>
  createChallenge({ algorithm: 'PIAOJUE/SHA-256', cost, keyPrefix: '0', deriveKey, hmacSignatureSecret: secret });

test('what the browser solves is a solution', async () => {
  const made = await challenge();
  const proof = JSON.parse(await solve(JSON.stringify(made))) as Parameters<typeof verifySolution>[0];
  const { verified } = await verifySolution({ ...proof, deriveKey, hmacSignatureSecret: secret });
  expect(verified).toBe(true);
});

test('a page does not work for hours for whoever asks it to', async () => {
  const made = await challenge(1);
  made.parameters.cost = 1_000_000;
  await expect(solve(JSON.stringify(made))).rejects.toThrow('too hard');
});

describe('the prover', () => {
  function proverAt(given: Partial<ProverParts> = {}) {
    const state = { now: 0, asked: 0 };
    const prover = new Prover({
      fetchChallenge: async () => ({ ok: true, value: { challenge: String(++state.asked) } }),
      solve: async (text) => `solved ${text}`,
      now: () => state.now,
      ...given,
    });
    return { prover, state };
  }

  test('what was begun is handed out, and no solution twice', async () => {
    const { prover, state } = proverAt();
    prover.begin();
    prover.begin();
    expect(await prover.take()).toBe('solved 1');
    expect(await prover.take()).toBe('solved 2');
    expect(state.asked).toBe(2);
  });

  test('one that grew old while somebody wrote is made anew', async () => {
    const { prover, state } = proverAt();
    prover.begin();
    state.now = 51 * 60_000;
    expect(await prover.take()).toBe('solved 2');
  });

  test('without a network it fails for whoever takes it, and works again afterwards', async () => {
    let cut = true;
    const { prover } = proverAt({
      fetchChallenge: async () =>
        cut
          ? { ok: false, refusal: 'unreachable', status: 503, detail: undefined }
          : { ok: true, value: { challenge: 'x' } },
    });
    prover.begin();
    await expect(prover.take()).rejects.toThrow('unreachable');
    cut = false;
    expect(await prover.take()).toBe('solved x');
  });
});
