import { expect, test } from 'vitest';
import { personsDue, personsKeptUntil } from './retention.js';

test('R-KEEP-01: persons are kept for two years after the window closed, and not counted before', () => {
  expect(personsKeptUntil('2024-12-07T10:00:00.000Z')).toBe('2026-12-07T10:00:00.000Z');
  expect(personsDue('2024-12-07T10:00:00.000Z', '2026-12-07T10:00:00.000Z')).toBe(false);
  expect(personsDue('2024-12-07T10:00:00.000Z', '2026-12-07T10:00:00.001Z')).toBe(true);
  expect(personsDue(null, '2099-01-01T00:00:00.000Z')).toBe(false);
});
