import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import {
  commonRefusals,
  type BodyOf,
  type CommonRefusal,
  type Endpoint,
  type ParamsOf,
  type QueryOf,
  type RefusalOf,
  type ReplyOf,
} from '@piaojue/contract';
import type { Deps } from '../deps.js';
import { isRefused, refuse, type Refusal, type Result } from '../result.js';
import { voteStateOf } from '../votes/store.js';
import { yearStateOf } from '../years/store.js';
import { callerOf, type Caller } from './callers.js';
import { speakChinese } from './issue-words.js';
import { originProblem } from './origin.js';
import { isLookedAt, sentencePage } from './sentence-page.js';

speakChinese();
const defaultBodyLimit = 262_144;
const deepest = 12;

export interface Call<E extends Endpoint> {
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly body: BodyOf<E>;
  readonly caller: Caller;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}
export type Handler<E extends Endpoint> = (call: Call<E>) => Promise<Result<ReplyOf<E>, RefusalOf<E>>>;

const tooDeep = (value: unknown, left = deepest): boolean =>
  typeof value === 'object' && value !== null && (left === 0 || Object.values(value).some((v) => tooDeep(v, left - 1)));

/** NUL, which PostgreSQL cannot keep, and half a character, which no UTF-8 can say: in any text anywhere. */
const unkeepable = (value: unknown): boolean =>
  typeof value === 'string'
    ? value.includes('\0') || /\p{Surrogate}/u.test(value)
    : typeof value === 'object' &&
      value !== null &&
      Object.entries(value).some(([key, each]) => unkeepable(key) || unkeepable(each));

/** Endpoints that have a handler; app.ts compares them with the contract, so that none is forgotten. */
export const mounted = new WeakMap<FastifyInstance, Set<string>>();

/**
 * Mounts an endpoint of the contract: origin and content type, who calls, phase, then params, query and body by their
 * schemas. Handlers receive typed values and answer with a reply or a refusal.
 */
export function mount<E extends Endpoint>(app: FastifyInstance, deps: Deps, endpoint: E, handle: Handler<E>): void {
  mounted.get(app)?.add(endpoint.name);
  const statusOf = (refusal: Refusal): number =>
    endpoint.refusals[refusal.refusal] ?? commonRefusals[refusal.refusal as CommonRefusal] ?? 500;
  const answer = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal) => {
    logRefusal(request, endpoint, refusal);
    const status = statusOf(refusal);
    if (endpoint.method === 'GET' && isLookedAt(request)) return sentencePage(reply, status, refusal.refusal);
    return reply.code(status).send(refusal);
  };

  app.route({
    method: endpoint.method,
    url: endpoint.path,
    bodyLimit: endpoint.bodyLimit ?? defaultBodyLimit,
    config: { endpoint: endpoint.name },
    // Before the body is read: an origin or a caller that is refused costs nothing.
    onRequest: async (request, reply) => {
      const problem = originProblem(request, endpoint);
      if (problem) return answer(request, reply, problem);
      const caller = await callerOf(deps, request, endpoint);
      if (isRefused(caller)) return answer(request, reply, caller);
      request.caller = caller;
      return undefined;
    },
    handler: async (request, reply) => {
      const parsed = parseAll(endpoint, request);
      if (isRefused(parsed)) return answer(request, reply, parsed);
      if (endpoint.during) {
        const state = await voteStateOf(deps.store, (parsed.params as { voteId: string }).voteId);
        if (state === undefined) return answer(request, reply, refuse('not_found'));
        if (!endpoint.during.includes(state)) return answer(request, reply, refuse('wrong_phase', { state }));
      }
      if (endpoint.inYear) {
        const state = await yearStateOf(deps.store, Number((parsed.params as { year: string }).year));
        if (state === undefined) return answer(request, reply, refuse('not_found'));
        if (!endpoint.inYear.includes(state)) return answer(request, reply, refuse('wrong_phase', { state }));
      }
      const value = await handle({ ...(parsed as Call<E>), caller: request.caller, request, reply });
      if (isRefused(value)) return answer(request, reply, value);
      return reply.header('cache-control', 'no-store').send(value);
    },
  });
}

/** Who was refused what, and on which object; never the body, and nothing at all of the booth. */
function logRefusal(request: FastifyRequest, { name, method, path }: Endpoint, { refusal }: Refusal): void {
  if (path.startsWith('/booth')) return;
  const { caller } = request;
  const by =
    caller?.kind === 'account'
      ? caller.account.accountId
      : caller?.kind === 'trustee'
        ? `trustee ${caller.trustee.index}`
        : 'nobody known';
  const line = { act: name, refusal, by, object: request.params };
  if (method === 'GET') request.log.info(line, 'refused');
  else request.log.warn(line, 'refused');
}

function parseAll(
  endpoint: Endpoint,
  request: FastifyRequest,
): Result<{ params: unknown; query: unknown; body: unknown }> {
  const problems: { path: string; message: string }[] = [];
  const parse = (where: string, schema: z.ZodType, value: unknown): unknown => {
    const result = schema.safeParse(value ?? {});
    if (result.success) return result.data;
    problems.push(
      ...result.error.issues.map((issue) => ({ path: [where, ...issue.path].join('.'), message: issue.message })),
    );
    return undefined;
  };
  if (tooDeep(request.body)) return refuse('malformed', [{ path: 'body', message: '嵌套过深' }]);
  if (unkeepable(request.body) || unkeepable(request.params) || unkeepable(request.query))
    return refuse('malformed', [{ path: 'body', message: '含有无法识别的字符' }]);
  const values = {
    params: parse('params', endpoint.params, request.params),
    query: parse('query', endpoint.query, request.query),
    body: parse('body', endpoint.body, request.body),
  };
  return problems.length > 0 ? refuse('malformed', problems) : values;
}
