import { filters } from '@piaojue/contract';
import { expect, test } from 'vitest';
import { filtersOf } from './filters.js';

test('what is no filter is left out; what is one stays', () => {
  const search = new URLSearchParams('state=received&town=&nonsense=1&from=2025-13-01&to=2025-01-31&page=0');
  expect(filtersOf(filters, search)).toEqual({ asked: { state: 'received', to: '2025-01-31' }, cut: false });
});
test('a long question is cut and said to be cut, not dropped', () => {
  const { asked, cut } = filtersOf(filters, new URLSearchParams({ q: '路'.repeat(61) }));
  expect([asked.q?.length, cut]).toEqual([60, true]);
});
