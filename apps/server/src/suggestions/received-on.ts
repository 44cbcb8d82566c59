import type { Rows, Tx } from '@piaojue/db';
import { refuse, type Refusal } from '../result.js';
import { publishedNotices } from '../years/store.js';
import { dayInWords, dayOf } from './days.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** The days on which a suggestion of a year may have been received: YYYY-MM-DD, both included. */
export interface ReceivedSpan {
  readonly from: string;
  readonly until: string;
  /** The latest moment, where a time of day is known (UTC ISO). */
  readonly now?: string;
}

/** From two years before the first notice of the year (before there is one: before today) until today. */
export function* receivedSpan(tx: Tx, year: number, today: string): Query<ReceivedSpan> {
  const published = (yield* publishedNotices(tx, year))[0]?.publishedAt;
  const notice = published ? dayOf(new Date(published)) : today;
  return { from: `${Number(notice.slice(0, 4)) - 2}${notice.slice(4)}`, until: today };
}

/** Why a suggestion cannot have been received on this day; with the days that are possible, in words. */
export function receivedFault(
  day: string,
  { from, until }: ReceivedSpan,
): Refusal<'day_in_future' | 'received_too_early'> | undefined {
  if (day > until) return refuse('day_in_future', `今天是${dayInWords(until)}。`);
  if (day < from) return refuse('received_too_early', `最早可以填${dayInWords(from)}。`);
  return undefined;
}

/** The same as a sentence for a row of a file; undefined where nothing is wrong. */
export const receivedOnFault = (day: string, span: ReceivedSpan): string | undefined =>
  receivedFault(day, span) && `收到日期应在${dayInWords(span.from)}到今天（${dayInWords(span.until)}）之间`;
