import { describe, expect, test } from 'vitest';
import { placeTable } from '../testing/years.js';
import { placesFrom } from '../years/places.js';
import { placeNamed, suggestionsFrom } from './suggestions.js';

/** One row with these cells, read by itself: its line, or its first fault. */
function readRow(cells: Record<string, string>) {
  const whole = { 类别: '教育', 标题: '请修学校门口的路', 内容: '学校门口的路坏了。', ...cells };
  const span = { from: '2023-01-01', until: '2024-03-20' };
  const { lines: places } = placesFrom(placeTable);
  const table = [Object.keys(whole), Object.values(whole)];
  const { lines, errors } = suggestionsFrom(table, {}, places, span, 'letter');
  return [lines[0], errors[0]] as const;
}

test.each([
  ['教育', '教育'],
  ['□交通出行 □就业创业 ☑教育 □医疗卫生', '教育'],
  ['交通出行□ 教育√ 医疗卫生□', '教育'],
  ['交通出行 教育√ 医疗卫生', '教育'],
  ['教育类', '教育'],
  ['请勾选：□教育 ☑交通出行', '交通出行'],
  ['教育 √交通出行 就业创业', '交通出行'],
  ['☑ 教育 □ 医疗卫生', '教育'],
  ['（单选）☐ 教育 ☑ 交通出行 ☐ 就业创业', '交通出行'],
  ['1.□教育 2.☑交通出行', '交通出行'],
  ['[ ]教育 [x]交通出行', '交通出行'],
  ['教育（）　交通出行（√）', '交通出行'],
  ['教育 ✅交通出行', '交通出行'],
  ['☑ 教育 □交通出行', '教育'],
  ['教育（×）交通出行（√）', '交通出行'],
  ['⬜教育 ☑️交通出行 〔√〕', '交通出行'],
  ['教育（从交通出行、就业创业、教育等15类中选一）', '教育'],
  ['医疗卫生（健康教育）', '医疗卫生'],
  ['非教育，属交通出行', '交通出行'],
  ['交通出行、教育', '写了“交通出行”、“教育”等几个类别，只能写一个，勾选的要看得清'],
  ['☑交通出行 ☑教育 □医疗卫生', '写了“交通出行”、“教育”等几个类别，只能写一个，勾选的要看得清'],
  ['□交通出行 □教育', '写了“交通出行”、“教育”等几个类别，只能写一个，勾选的要看得清'],
])('the category %j is read as %j', (written, read) => {
  const [line, error] = readRow({ 类别: written });
  expect(line?.input.category ?? error?.message).toBe(read);
});

test.each([
  ['人大代表', 'delegate'],
  ['□人大代表 ☑群众', 'resident'],
  ['人大代表√ 群众□', 'delegate'],
  ['☑人大代表 ☑群众', '身份只能是：群众、人大代表、政协委员、单位'],
])('who somebody is, %j, is read as %j', (written, read) => {
  const [line, error] = readRow({ 身份: written });
  expect(line?.input.suggesterKind ?? error?.message).toBe(read);
});

test('a place in two towns is in none: the row is told, not counted for the first', () => {
  expect(readRow({ 地点: '府店镇到顾县镇的公路' })[1]?.message).toBe('写了“府店镇”、“顾县镇”，只能写一个镇或者街道');
});

describe('places as people write them', () => {
  const { lines: places } = placesFrom(placeTable);

  test.each([
    ['府店镇', 'FD'],
    ['府店', 'FD'],
    ['府店镇安乐村东头', 'FD01'],
    ['顾县镇安乐村', 'GX02'],
    ['新村', 'GX01'],
    ['安乐村', undefined],
    ['火星', undefined],
  ])('%s', (cell, code) => {
    expect(placeNamed(cell, places)?.code).toBe(code);
  });
});
