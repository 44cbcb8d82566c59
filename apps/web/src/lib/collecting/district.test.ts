import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arranged, centreOf, figuresHeight, isOnMap, mapHeight, namesBeside, radiusOf, shortName } from './district.js';

test('twice the number is twice the area, and nothing is a ring that is not mistaken for a number', () => {
  expect(radiusOf(100, 100)).toBe(4.8);
  expect(radiusOf(25, 100)).toBe(2.4);
  expect(radiusOf(0, 100)).toBe(1.6);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9999 }), fc.nat(9999), (n, more) => {
      expect(radiusOf(n, n + more)).toBeLessThanOrEqual(radiusOf(n + more, n + more));
      expect(radiusOf(n, n + more)).toBeGreaterThan(0);
    }),
  );
});

test('a town without a place on the drawing is left to the list', () => {
  const town = { code: 'a', name: '某镇', townCode: null, x: 10, y: 100 };
  expect(isOnMap(town)).toBe(true);
  expect(isOnMap({ ...town, x: null })).toBe(false);
  expect(isOnMap({ ...town, townCode: 'b' })).toBe(false);
  expect(centreOf(town)).toEqual({ x: 10, y: mapHeight });
  expect(centreOf({ x: '50', y: '50' })).toEqual({ x: 50, y: mapHeight / 2 });
});

/** Fourteen towns of a district, most of them around its seat. */
const crowded = [
  [48, 38],
  [43, 40],
  [53, 43],
  [32, 33],
  [62, 52],
  [70, 77],
  [30, 50],
  [45, 51],
  [56, 68],
  [41, 63],
  [46, 21],
  [64, 27],
  [39, 81],
  [47, 39],
].map(([x = 0, y = 0], i) => ({ x, y, r: radiusOf(i * 9, 117) }));

test.each([1, 2])('no town covers another or its words, nor leaves the drawing (%i lines)', (lines) => {
  const spots = arranged(crowded, lines).map((spot, i) => ({ ...spot, r: crowded[i]!.r }));
  for (const [i, a] of spots.entries()) {
    expect(a.x).toBeGreaterThanOrEqual(8);
    expect(a.x).toBeLessThanOrEqual(92);
    expect(a.y - a.r).toBeGreaterThanOrEqual(-0.01);
    expect(a.y + a.r + 3.5 * lines).toBeLessThanOrEqual(figuresHeight);
    for (const b of spots.slice(i + 1)) {
      const [upper, lower] = a.y <= b.y ? [a, b] : [b, a];
      const apart = Math.abs(a.x - b.x) >= 17 || lower.y - lower.r - (upper.y + upper.r + 3.5 * lines) >= 0;
      expect(apart, `${i}: ${JSON.stringify([a, b])}`).toBe(true);
    }
  }
  expect(arranged(crowded, lines)).toEqual(arranged(crowded, lines));
});

test('names stand under their dots, and step aside where another dot or name is in the way', () => {
  const at = (x: number, y: number) => ({ x, y, r: 1.3, name: '某城' });
  const lonely = namesBeside([at(20, 20), at(60, 20)]);
  expect(lonely.every(({ anchor }) => anchor === 'middle')).toBe(true);
  expect(lonely.every(({ y }) => y > 20)).toBe(true);

  // The seat of a district: its four quarters lie closer than their names are wide.
  const seat = [at(46, 29), at(52, 27.5), at(57, 31), at(48, 37)];
  const boxes = namesBeside(seat).map(({ x, y, anchor }) => {
    const left = anchor === 'start' ? x : anchor === 'end' ? x - 8.4 : x - 4.2;
    return { left, right: left + 8.4, top: y - 3.5, bottom: y + 0.6 };
  });
  for (const [i, box] of boxes.entries()) {
    for (const { x, y } of seat) {
      const inside = x > box.left && x < box.right && y > box.top && y < box.bottom;
      expect(inside, `dot under name ${i}`).toBe(false);
    }
    for (const other of boxes.slice(i + 1)) {
      const apart =
        box.right <= other.left || other.right <= box.left || box.bottom <= other.top || other.bottom <= box.top;
      expect(apart, `${i}: ${JSON.stringify([box, other])}`).toBe(true);
    }
  }
});

test('a name is as short as people say it', () => {
  expect(['城关街道', '首阳山街道', '顾县镇', '镇', '某镇'].map(shortName)).toEqual([
    '城关',
    '首阳山',
    '顾县',
    '镇',
    '某镇',
  ]);
});
