import fc from 'fast-check';
import * as contract from '@piaojue/contract';
import { expect, test } from 'vitest';
import { dayFrom, momentFrom } from './moments.js';

test('every real day is read in every usual spelling', () =>
  fc.assert(
    fc.property(fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }), (date) => {
      const day = date.toISOString().slice(0, 10);
      const [y = '', m = '', d = ''] = day.split('-');
      const short = [y, Number(m), Number(d)];
      for (const text of [
        day,
        short.join('/'),
        short.join('.'),
        `${y}年${Number(m)}月${Number(d)}日`,
        `${day} 10:20:30`,
      ])
        expect(dayFrom(text)).toBe(day);
    }),
  ));
test('every time of day is read in every usual spelling, and is the same moment on the way out', () =>
  fc.assert(
    fc.property(fc.nat({ max: 86_399 }), (second) => {
      const time = new Date(second * 1000).toISOString().slice(11, 19);
      const [h = 0, m = 0, s = 0] = time.split(':').map(Number);
      const half = h === 0 ? '凌晨' : h < 12 ? '上午' : '下午';
      const short = `${half}${h > 12 ? h - 12 : h}:${String(m).padStart(2, '0')}:${s}`;
      const serial = String(45327 + second / 86_400);
      const utc = new Date(Date.parse(`2024-02-05T${time}+08:00`)).toISOString();
      for (const text of [
        `2024-02-05 ${time}`,
        `2024/2/5 ${h}:${m}:${s}`,
        `2024年2月5日${h}时${m}分${s}秒`,
        `2024年2月5日 ${short}`,
        `2024-02-05T${time}.250+08:00`,
        utc,
        second === 0 ? `${serial}.0` : serial,
      ])
        expect(momentFrom(text), text).toEqual({ day: '2024-02-05', time });
      const kept = contract.receivedAtTime(new Date(utc));
      expect([contract.isDayOnly(kept), kept.slice(0, 19)]).toEqual([false, utc.slice(0, 19)]);
    }),
  ));
test('words that are no time leave the day; a time that no clock shows is none', () => {
  for (const text of ['2024-02-05', '2024-02-05 上午', '2024年2月5日（周一）', '2024-02-05 10:00-11:00', '45327'])
    expect(momentFrom(text), text).toEqual({ day: '2024-02-05', time: null });
  expect(momentFrom('2024-02-05 凌晨12:30')?.time).toBe('00:30:00');
  expect(momentFrom('2024-02-05 下午12:30')?.time).toBe('12:30:00');
  // Twelve of which half of the day, and of which day, nobody can tell.
  for (const text of ['2024-02-05 25:10', '2024-02-05 8:75', '2024-02-05 晚上12:30', '2024-02-05 上午12:10'])
    expect(momentFrom(text), text).toBeUndefined();
});
test('a day that does not exist is none', () => {
  for (const text of ['2024-02-30', '2024-13-01', '昨天', '3月5日', '2024']) expect(dayFrom(text)).toBeUndefined();
});
