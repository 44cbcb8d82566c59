import { expect, test } from 'vitest';
import { keepPlaces } from './keep-places.js';

const one = (id: string, word = '') => ({ id, word });

test('what drops out of a choice stays in its place, as the act left it; what is new comes last', () => {
  const before = [one('a'), one('b'), one('c')];
  expect(keepPlaces(before, [one('a'), one('c', 'new'), one('d')], one('b', 'shown'))).toEqual([
    one('a'),
    one('b', 'shown'),
    one('c', 'new'),
    one('d'),
  ]);
  expect(keepPlaces([], before)).toEqual(before);
});
