import { expect, test } from 'vitest';
import { fundFault, settingsOf } from './year-form.js';

const formWith = (fund: string): FormData => {
  const form = new FormData();
  const typed = { notice: '', perPerson: '３', fund, places: '10', leastSurplus: '20' };
  for (const [name, value] of Object.entries(typed)) form.set(name, value);
  return form;
};

test.each([
  ['1,200.5', 1_200_500_000],
  ['１２００．５', 1_200_500_000],
  ['1200.5 万元', 1_200_500_000],
  ['', null],
])('资金盘子 typed as “%s” is kept as it was meant', (typed, fundFen) => {
  expect(fundFault(formWith(typed))).toBeUndefined();
  expect(settingsOf(formWith(typed))).toMatchObject({ fundFen, perPerson: 3, places: 10, collectFrom: null });
});

test.each(['abc', '-5', '一千'])('资金盘子 typed as “%s” is refused in words', (typed) => {
  expect(fundFault(formWith(typed))).toEqual(['资金盘子：请只填数字，单位是万元']);
});
