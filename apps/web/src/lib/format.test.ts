import { expect, test } from 'vitest';
import {
  chineseNumber,
  clock,
  dateText,
  notYetOver,
  percent,
  phoneMasked,
  receivedText,
  timeText,
  wanYuan,
} from './format.js';

test('times are Beijing time, whatever the machine thinks', () => {
  expect(timeText('2024-12-27T16:05:00.000Z')).toBe('2024年12月28日 00:05');
  expect(dateText('2024-12-27T15:59:59.000Z')).toBe('2024年12月27日');
});

test('money is shown in 万元 without needless zeros', () => {
  expect(wanYuan(4_650_000_000)).toBe('4,650');
  expect(wanYuan(1_234_500)).toBe('1.2345');
  expect(wanYuan(0)).toBe('0');
  expect(wanYuan(1)).toBe('0.000001');
});

test('list numbers of the announcement are written in Chinese', () => {
  expect([0, 1, 10, 11, 20, 25, 100, 105, 110, 125, 1000].map(chineseNumber)).toEqual([
    '零',
    '一',
    '十',
    '十一',
    '二十',
    '二十五',
    '一百',
    '一百零五',
    '一百一十',
    '一百二十五',
    '1000',
  ]);
});

test('a countdown never goes below zero', () => {
  expect([-5, 0, 59.9, 60, 3725].map(clock)).toEqual(['00:00', '00:00', '00:59', '01:00', '1:02:05']);
});

test('a share of nothing has no percentage', () => {
  expect(percent(1, 3)).toBe('33.3%');
  expect(percent(0, 0)).toBe('—');
});

test('R-91: a phone is shown so that it is known again, and no further', () => {
  expect(phoneMasked('13812345678')).toBe('138****5678');
  expect(phoneMasked('12345')).toBe('电话');
  expect(phoneMasked('')).toBe('');
});

test('whoever ends something before its announced last day is told so', () => {
  expect(notYetOver('2025-11-30', '2025-11-29')).toBe('公告写明的截止日期是2025年11月30日，还没有到。');
  expect(notYetOver('2025-11-30', '2025-11-30')).toContain('就是今天');
  expect([notYetOver('2025-11-30', '2025-12-01'), notYetOver(null, '2025-12-01')]).toEqual([undefined, undefined]);
});

test('of what was received on a day only the day is shown, never an hour that nobody gave', () => {
  expect(receivedText('2026-11-12T04:00:00.000Z')).toBe('2026年11月12日');
  expect(receivedText('2026-11-12T04:00:00.001Z')).toBe('2026年11月12日 12:00');
  expect(receivedText('2026-11-12T00:15:00.000Z')).toBe('2026年11月12日 08:15');
});
