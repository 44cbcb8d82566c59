import { dayInWords } from './service.js';

/** The first day that a suggestion of a year may have come in on: letters of the two years before are still answered. */
export const earliestReceived = (year: number): string => `${year - 2}-01-01`;

/**
 * What is wrong with the day (YYYY-MM-DD) somebody says a suggestion of `year` came in on; undefined where nothing is.
 * `today` is the day in Beijing.
 */
export function receivedOnFault(day: string, year: number, today: string): string | undefined {
  const from = earliestReceived(year);
  if (day >= from && day <= today) return undefined;
  return `收到日期应在${dayInWords(from)}到今天（${dayInWords(today)}）之间`;
}
