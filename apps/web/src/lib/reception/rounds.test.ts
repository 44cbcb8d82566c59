import { expect, test } from 'vitest';
import { inRounds } from './rounds.js';

/** Rounds that end when the test says so. */
function roundsByHand() {
  const ends: { done: () => void; fail: (why: Error) => void }[] = [];
  const ask = inRounds(() => new Promise<void>((done, fail) => ends.push({ done, fail })));
  return { ask, ends };
}

test('whatever came while a round ran gets exactly one more, and nobody runs two at once', async () => {
  const { ask, ends } = roundsByHand();
  const first = ask();
  const others = [ask(), ask()];
  expect(ends).toHaveLength(1);
  ends[0]!.done();
  await expect.poll(() => ends.length).toBe(2);
  ends[1]!.done();
  await Promise.all([first, ...others]);
  expect(ends).toHaveLength(2);
});

test('a round that failed does not stand in the way of the next', async () => {
  const { ask, ends } = roundsByHand();
  const first = ask();
  ends[0]!.fail(new Error('no storage'));
  await expect(first).rejects.toThrow('no storage');
  const second = ask();
  ends[1]!.done();
  await second;
  expect(ends).toHaveLength(2);
});

test('whoever asks just as a round ends gets a round, however close', async () => {
  let rounds = 0;
  let end = () => {};
  const ask = inRounds(() => {
    rounds += 1;
    return new Promise<void>((done) => (end = done));
  });
  for (let steps = 0; steps < 8; steps += 1) {
    const before = rounds;
    void ask();
    end();
    for (let i = 0; i < steps; i += 1) await Promise.resolve();
    void ask();
    await new Promise((done) => setTimeout(done, 0));
    expect(rounds - before, `${steps} steps later`).toBe(2);
    end();
    await new Promise((done) => setTimeout(done, 0));
  }
});
