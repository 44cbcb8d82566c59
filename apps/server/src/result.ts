import type { Refused } from '@piaojue/db';

export interface Refusal<C extends string = string> extends Refused {
  readonly refusal: C;
  readonly detail?: unknown;
}

/** What a person or the world can cause is a value. Returned from a unit of work, it rolls the unit back. */
export const refuse = <const C extends string>(refusal: C, detail?: unknown): Refusal<C> =>
  detail === undefined ? { refusal } : { refusal, detail };

export type Result<T, C extends string = string> = T | Refusal<C>;

export { isRefused } from '@piaojue/db';
