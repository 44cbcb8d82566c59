import { expect, test } from 'vitest';
import { rosterOn } from './roster.js';

test('the next duty is today’s or the first after it; what is over stands apart, the latest first', () => {
  const duties = ['2024-03-14', '2024-02-28', '2024-03-07', '2024-02-21'].map((day) => ({ day }));
  expect(rosterOn(duties, '2024-03-07')).toEqual({
    next: { day: '2024-03-07' },
    coming: [{ day: '2024-03-07' }, { day: '2024-03-14' }],
    past: [{ day: '2024-02-28' }, { day: '2024-02-21' }],
  });
  expect(rosterOn(duties, '2024-03-15').next).toBeUndefined();
});
