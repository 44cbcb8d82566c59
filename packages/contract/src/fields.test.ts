import { expect, test } from 'vitest';
import { lineOfText, text } from './fields.js';

test('lines that a form ends with CR LF, as every form does, end with LF; a CR alone is no text', () => {
  expect(text(20).parse('东街没有路灯\r\n请安装')).toBe('东街没有路灯\n请安装');
  expect(lineOfText(20).parse('东街\r\n路灯')).toBe('东街路灯');
  expect(text(20).safeParse('东街\r路灯').success).toBe(false);
});

test('length is in characters that people see as one code point, blanks at the ends do not count', () => {
  expect(text(2).parse(' 😀村')).toBe('😀村');
  expect(text(2).safeParse('😀村里').success).toBe(false);
  expect(text(2, 2).safeParse(' 村 ').success).toBe(false);
});

test('what leaves nothing on the paper is no text, however many characters it has', () => {
  for (const nothing of ['\u3164'.repeat(5), '\u2800'.repeat(4), '\u00ad'.repeat(9), '村\u200b\u200b\u3164'])
    expect(lineOfText(40, 2).safeParse(nothing).success, JSON.stringify(nothing)).toBe(false);
  expect(lineOfText(40, 2).parse('公厕')).toBe('公厕');
});
