import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { AccountRole, Endpoint } from '@piaojue/contract';
import { signedInBy, type SignedIn } from '../accounts/sessions.js';
import { trusteeByToken } from '../ceremony/store.js';
import type { Deps } from '../deps.js';
import { refuse, type Refusal } from '../result.js';

export interface TrusteeCaller {
  readonly sittingId: string;
  readonly accountId: string;
  /** From 1. */
  readonly index: number;
}

/** Who calls: an account that signed in, a scrutineer's key page, or anyone. */
export type Caller =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'account'; readonly account: SignedIn }
  | { readonly kind: 'trustee'; readonly trustee: TrusteeCaller };

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller;
  }
}

export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Default deny: only the roles that the contract lists for the endpoint get through. */
export async function callerOf(deps: Deps, request: FastifyRequest, endpoint: Endpoint): Promise<Caller | Refusal> {
  if (endpoint.roles.includes('anyone')) return { kind: 'anyone' };

  if (endpoint.roles.includes('trustee')) {
    const token = /^Bearer ([A-Za-z0-9_-]{20,100})$/.exec(request.headers.authorization ?? '')?.[1];
    if (!token) return refuse('not_signed_in');
    const trustee = await trusteeByToken(deps.store, hashOfToken(token));
    return trustee ? { kind: 'trustee', trustee } : refuse('not_signed_in');
  }

  const account = await signedInBy(deps, request);
  if (!account) return refuse('not_signed_in');
  const may = account.roles.some((role: AccountRole) => endpoint.roles.includes(role));
  request.caller = { kind: 'account', account };
  return may ? request.caller : refuse('role_forbidden');
}

/** The account of a caller that the contract has already let through as one. */
export function accountOf(caller: Caller): SignedIn {
  if (caller.kind !== 'account') throw new Error(`caller is ${caller.kind}, not an account`);
  return caller.account;
}

export function trusteeOf(caller: Caller): TrusteeCaller {
  if (caller.kind !== 'trustee') throw new Error(`caller is ${caller.kind}, not a trustee`);
  return caller.trustee;
}
