import { parameterTable } from '@piaojue/rules';
import { expect, test } from 'vitest';
import { articlesOf } from './result.js';

test('people are shown the articles of law behind a rule, and none of our own notes', () => {
  expect(articlesOf('代表法（2025）第23条 [L2]；兰亭 [S19]、东阳 [S18]')).toBe('代表法（2025）第23条');
  expect(articlesOf('通行做法 [GK]；代表法（2025）第61条 [L2]')).toBe('代表法（2025）第61条');
  expect(articlesOf('没有查到任何来源，未写明不得使用排序票 [DESIGN]')).toBe('');
  for (const { source } of parameterTable) expect(articlesOf(source)).not.toMatch(/\[|查到|做法|R-/);
});
