import { isDayOnly } from '@piaojue/contract';
import type { Deps } from '../deps.js';

/** The day in Beijing on which something happened, YYYY-MM-DD. */
export const dayOf = (moment: Date): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(moment);

/** Today in Beijing, YYYY-MM-DD. */
export const todayOf = (deps: Pick<Deps, 'now'>): string => dayOf(deps.now());

/** The moment at which a day begins in Beijing; `later` days further on. UTC ISO. */
export const dayBegins = (day: string, later = 0): string =>
  new Date(Date.parse(`${day}T00:00:00+08:00`) + later * 86_400_000).toISOString();

/** 2025-01-31 → 2025年1月31日 */
export const dayInWords = (day: string): string => {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${year}年${Number(month)}月${Number(date)}日`;
};

/** When a suggestion was received, in figures and Beijing time: 2025-01-31 08:15; the day alone where no more is known. */
export const momentInFigures = (receivedAt: string): string => {
  const beijing = new Date(Date.parse(receivedAt) + 8 * 3_600_000).toISOString();
  return isDayOnly(receivedAt) ? beijing.slice(0, 10) : beijing.slice(0, 16).replace('T', ' ');
};
