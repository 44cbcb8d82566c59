import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hoursFault } from './hours.js';

test.each([
  '上午8:30至11:30',
  '14时至17时',
  '全天',
  '工作日上午9:00至12:00，下午2:30至5:00',
  '上午9点半到下午5点',
  '下午12:30-2:00',
  '中午11:30～1:30',
  '晚上7：00—9：00',
  '晚上10点至12点',
  '晚上10点至次日2点',
  '8:30 - 24:00',
  '9:00',
  '8时30分至11时30分',
])('%s', (hours) => {
  expect(hoursFault(hours)).toBeUndefined();
});
test.each([
  '随时',
  '25:00',
  '8:75至9:00',
  '11:30至8:30',
  '8:30至8:30',
  '8:30至5:30',
  '下午5:00至2:30',
  '下午2点至上午9点',
])('%s is refused', (hours) => {
  expect(hoursFault(hours)).toMatch(/^(应写明|结束的时间)/);
});

test('of any two times of day the later one ends, however they are written', () => {
  const two = (n: number) => String(n).padStart(2, '0');
  fc.assert(
    fc.property(
      fc.nat({ max: 1439 }),
      fc.nat({ max: 1439 }),
      fc.constantFrom('至', '到', '-', '—', '～'),
      (a, b, to) => {
        const said = [
          [a, b].map((m) => `${Math.floor(m / 60)}:${two(m % 60)}`),
          [a, b].map((m) => `${Math.floor(m / 60)}时${m % 60}分`),
          [a, b].map(
            (m) =>
              `${m < 720 ? '上午' : '下午'}${m < 780 ? Math.floor(m / 60) : Math.floor(m / 60) - 12}:${two(m % 60)}`,
          ),
        ];
        for (const each of said) expect(hoursFault(each.join(to)) === undefined, each.join(to)).toBe(a < b);
      },
    ),
  );
});
