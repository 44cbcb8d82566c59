import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Hub } from './hub.js';

const hub = () =>
  new Hub(
    async () => null,
    () => undefined,
  );

test('R-27: however often it is asked, the count of an open vote moves at most every two seconds', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(900), fc.nat(3)), { minLength: 1, maxLength: 60 }), (asks) => {
      const live = hub();
      let [now, count] = [0, 0];
      const moves: number[] = [];
      let shown = -1;
      for (const [wait, cast] of asks) {
        now += wait;
        count += cast;
        const said = live.stepOf('vote', count, true, now);
        expect(said).toBeLessThanOrEqual(count);
        expect(said).toBeGreaterThanOrEqual(shown);
        if (said !== shown) moves.push(now);
        shown = said;
      }
      for (const [i, at] of moves.slice(1).entries()) expect(at - moves[i]!).toBeGreaterThanOrEqual(2000);
      expect(live.stepOf('vote', count, true, now + 2000)).toBe(count);
    }),
  );
});

test('once the vote is no longer open, its count is told as it is', () => {
  const live = hub();
  expect(live.stepOf('vote', 3, true, 0)).toBe(3);
  expect(live.stepOf('vote', 5, true, 10)).toBe(3);
  expect(live.stepOf('vote', 5, false, 20)).toBe(5);
});
