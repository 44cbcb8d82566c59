import { expect, test } from 'vitest';
import { inRollOrder } from './match.js';

test('the roll stands delegation by delegation, and number 11 comes after number 2', () => {
  const roll = ['1', '11', '2', '010'].map((number) => ({ number, delegation: '第二代表团' }));
  const other = { number: '3', delegation: '第一代表团' };
  expect(inRollOrder([...roll, other]).map(({ number }) => number)).toEqual(['1', '2', '010', '11', '3']);
});
