import type { YearSettings } from '@piaojue/contract';
import { fenOf, moneyProblem } from '../proposal-form.js';
import { numberOf, textOf } from './act.js';

const dayOf = (form: FormData, name: string): string | null => textOf(form, name) || null;

export const settingsOf = (form: FormData): YearSettings => ({
  notice: textOf(form, 'notice'),
  collectFrom: dayOf(form, 'collectFrom'),
  collectUntil: dayOf(form, 'collectUntil'),
  perPerson: numberOf(form, 'perPerson'),
  fundFen: fenOf(textOf(form, 'fund')),
  places: numberOf(form, 'places'),
  leastSurplus: numberOf(form, 'leastSurplus'),
});

/** Said before anything is sent: what is no amount is not saved as none. */
export const fundFault = (form: FormData): string[] | undefined => {
  const problem = moneyProblem(textOf(form, 'fund'));
  return problem === undefined ? undefined : [`资金盘子：${problem}`];
};
