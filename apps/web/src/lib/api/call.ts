import type { Endpoint, Method, RefusalOf } from '@piaojue/contract';
import type { z } from 'zod';

/** `unreachable` is ours: the request never got an answer. */
export type CallRefusal<E extends Endpoint> = RefusalOf<E> | 'unreachable';
export type Called<E extends Endpoint> =
  { ok: true; value: z.output<E['reply']> } | { ok: false; refusal: CallRefusal<E>; status: number; detail: unknown };

type Part<Key extends string, Value> =
  Record<never, never> extends Value ? { [K in Key]?: Value } : { [K in Key]: Value };
export type Given<E extends Endpoint> = Part<'params', z.input<E['params']>> &
  Part<'query', z.input<E['query']>> &
  Part<'body', z.input<E['body']>> & {
    /** Task token of a scrutineer's key page. */
    token?: string;
    signal?: AbortSignal;
  };

/** What is left of an endpoint where its schemas are not loaded (browser): see wire.ts. */
export interface Wire {
  readonly method: Method;
  readonly path: string;
}

export const apiPrefix = '/api';

/**
 * The only place that calls fetch. Types come from the contract; the reply is our own server's and is not parsed again.
 * The booth and the key page are known by signature or token, so their requests carry no cookie.
 */
export async function call<E extends Endpoint>(
  fetch: typeof globalThis.fetch,
  endpoint: E | (Wire & { readonly of?: E }),
  ...[given]: Record<never, never> extends Given<E> ? [given?: Given<E>] : [given: Given<E>]
): Promise<Called<E>> {
  const { params, query, body, token, signal } = (given ?? {}) as {
    params?: Record<string, string>;
    query?: Record<string, unknown>;
    body?: unknown;
    token?: string;
    signal?: AbortSignal;
  };
  const wrong = notNumbers(body);
  if (wrong.length > 0) return { ok: false, refusal: 'malformed' as CallRefusal<E>, status: 400, detail: wrong };
  const { method } = endpoint;
  const sendsBody = body !== undefined || method === 'POST' || method === 'PUT';
  const headers: Record<string, string> = { accept: 'application/json', 'x-piaojue': '1' };
  if (sendsBody) headers['content-type'] = 'application/json';
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`;

  let response: Response;
  try {
    response = await fetch(apiPrefix + pathWith(endpoint.path, params ?? {}) + queryOf(query ?? {}), {
      method,
      headers,
      credentials: /^\/(booth|trustee)(\/|$)/.test(endpoint.path) ? 'omit' : 'same-origin',
      ...(sendsBody ? { body: JSON.stringify(body ?? {}) } : {}),
      ...(signal ? { signal } : {}),
    });
  } catch {
    return { ok: false, refusal: 'unreachable', status: 503, detail: undefined };
  }

  const reply = (await response.json().catch(() => undefined)) as unknown;
  if (response.ok && reply !== undefined) return { ok: true, value: reply as z.output<E['reply']> };
  const { refusal, detail } = refusalIn(reply);
  return {
    ok: false,
    refusal: (refusal ?? (response.status === 404 ? 'not_found' : 'internal')) as CallRefusal<E>,
    status: response.status >= 400 ? response.status : 500,
    detail,
  };
}

/** Where a number should stand and what was typed is none: JSON would make it `null`, and nobody would be told. */
function notNumbers(value: unknown, path = 'body'): { path: string; message: string }[] {
  if (typeof value === 'number' && !Number.isFinite(value)) return [{ path, message: '应填数字，填写的不是数字' }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => notNumbers(each, `${path}.${key}`));
}

function refusalIn(reply: unknown): { refusal?: string; detail?: unknown } {
  if (typeof reply !== 'object' || reply === null || !('refusal' in reply) || typeof reply.refusal !== 'string')
    return {};
  return { refusal: reply.refusal, detail: 'detail' in reply ? reply.detail : undefined };
}

/** @throws RangeError where the path names a parameter that was not given: a caller's mistake. */
export function pathWith(path: string, params: Record<string, string>): string {
  return path.replace(/:([A-Za-z]+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new RangeError(`${path} needs ${name}`);
    return encodeURIComponent(value);
  });
}

export function queryOf(query: Record<string, unknown>): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined);
  if (pairs.length === 0) return '';
  return '?' + new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString();
}
