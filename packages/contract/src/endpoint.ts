import { z } from 'zod';
import type { VoteState, YearState } from '@piaojue/rules';
import type { Caller } from './roles.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Refusals that any endpoint may answer with; each endpoint adds its own. */
export const commonRefusals = {
  malformed: 400,
  not_signed_in: 401,
  role_forbidden: 403,
  origin_forbidden: 403,
  not_found: 404,
  wrong_phase: 409,
  too_large: 413,
  unsupported_media: 415,
  too_many_requests: 429,
  internal: 500,
  storage_full: 507,
  busy: 503,
} as const;
export type CommonRefusal = keyof typeof commonRefusals;

/**
 * One endpoint of the wire, said once: the server mounts it, the web calls it, tests walk it.
 * `during`: the states of the vote named by `params.voteId` in which the act is allowed; absent = any.
 * `inYear`: the states of the year named by `params.year` in which it is allowed; absent = any.
 * `bodyLimit` in bytes; absent = 256 KiB.
 */
export interface Endpoint {
  readonly name: string;
  readonly method: Method;
  readonly path: string;
  readonly roles: readonly Caller[];
  readonly during?: readonly VoteState[];
  readonly inYear?: readonly YearState[];
  readonly params: z.ZodType;
  readonly query: z.ZodType;
  readonly body: z.ZodType;
  readonly reply: z.ZodType;
  readonly refusals: Readonly<Record<string, number>>;
  readonly bodyLimit?: number;
  /** An act that nobody repeats without harm: the page asks before it sends. */
  readonly twoPeople?: boolean;
}

const none = z.strictObject({});

interface Given<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType, F> {
  method: Method;
  path: string;
  roles: readonly Caller[];
  during?: readonly VoteState[];
  inYear?: readonly YearState[];
  params?: P;
  query?: Q;
  body?: B;
  reply: R;
  refusals?: F;
  bodyLimit?: number;
  twoPeople?: boolean;
}

/** Declares an endpoint. Params, query and body default to "nothing allowed". */
export function endpoint<
  R extends z.ZodType,
  P extends z.ZodType = typeof none,
  Q extends z.ZodType = typeof none,
  B extends z.ZodType = typeof none,
  const F extends Readonly<Record<string, number>> = Readonly<Record<never, number>>,
>(name: string, given: Given<P, Q, B, R, F>) {
  return {
    ...given,
    name,
    params: (given.params ?? none) as P,
    query: (given.query ?? none) as Q,
    body: (given.body ?? none) as B,
    refusals: (given.refusals ?? {}) as F,
  };
}

export type ParamsOf<E extends Endpoint> = z.infer<E['params']>;
export type QueryOf<E extends Endpoint> = z.infer<E['query']>;
export type BodyOf<E extends Endpoint> = z.infer<E['body']>;
export type ReplyOf<E extends Endpoint> = z.infer<E['reply']>;
export type RefusalOf<E extends Endpoint> = (keyof E['refusals'] & string) | CommonRefusal;
