import { expect, test } from 'vitest';
import { marked } from './marked.js';

test('what looks personal is told apart wherever it stands, and no character is lost', () => {
  const text = '我叫王喆，电话13800138000，再说一次13800138000';
  const parts = marked(text, ['13800138000', '我叫王喆']);
  expect(parts.map((part) => part.text).join('')).toBe(text);
  expect(parts.filter(({ personal }) => personal).map((part) => part.text)).toEqual([
    '我叫王喆',
    '13800138000',
    '13800138000',
  ]);
  expect(marked('没有', [''])).toEqual([{ text: '没有', personal: false }]);
});
