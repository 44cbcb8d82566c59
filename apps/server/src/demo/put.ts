import { all, type Rows } from '@piaojue/db';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** Many rows at once, in parts that a database takes in one statement. */
export function* put<T>(rows: readonly T[], insert: (part: T[]) => Rows<unknown>): Query<void> {
  for (let from = 0; from < rows.length; from += 200) yield* all(insert(rows.slice(from, from + 200)));
}

const dayLength = 86_400_000;
/** Days before or after a day, YYYY-MM-DD. */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayLength).toISOString().slice(0, 10);

/** A moment of the time from one day to another (both included), between eight in the morning and eight in the evening of Beijing. */
export function momentBetween(from: string, until: string, moment: number): string {
  const days = (Date.parse(until) - Date.parse(from)) / dayLength + 1;
  const at = moment * days;
  const day = Math.min(Math.floor(at), days - 1);
  return new Date(Date.parse(`${from}T00:00:00Z`) + day * dayLength + (at - day) * (dayLength / 2) - 1).toISOString();
}
