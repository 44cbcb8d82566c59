import type { FastifyRequest } from 'fastify';
import type { Endpoint } from '@piaojue/contract';
import { refuse, type Refusal } from '../result.js';

/**
 * A state change must come from our own pages: POST, PUT or DELETE with our header, an Origin that is this host by this scheme, and,
 * where there is a body, exactly `application/json`. The booth takes no cookie and no Authorization.
 */
export function originProblem(request: FastifyRequest, endpoint: Endpoint): Refusal | undefined {
  if (endpoint.path.startsWith('/booth/') && (request.headers.cookie || request.headers.authorization))
    return refuse('malformed', [{ path: 'headers', message: '投票请求不得携带登录信息' }]);
  if (endpoint.method === 'GET') return undefined;
  if (request.headers['x-piaojue'] !== '1') return refuse('origin_forbidden');
  const { origin } = request.headers;
  if (!origin || !isOwn(origin, request)) return refuse('origin_forbidden');
  const type = request.headers['content-type'];
  if (type === undefined && !hasBody(request)) return undefined;
  return type === 'application/json' ||
    type === 'application/json; charset=utf-8' ||
    type === 'application/json;charset=UTF-8'
    ? undefined
    : refuse('unsupported_media');
}

/** Is this the address that the request itself came to? */
export function isOwn(origin: string, request: FastifyRequest): boolean {
  try {
    const { host, protocol } = new URL(origin);
    return host === request.host && protocol === `${request.protocol}:`;
  } catch {
    return false;
  }
}

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
