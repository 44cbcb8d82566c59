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
