import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { commonRefusals, type CommonRefusal } from '@piaojue/contract';
import { codeOf, StorageStopped } from '@piaojue/db';
import { isLookedAt, sentencePage } from './sentence-page.js';

const refusalOf = (error: { statusCode?: number; code?: string }): CommonRefusal => {
  if (error instanceof StorageStopped) return error.full ? 'storage_full' : 'busy';
  switch (error.statusCode) {
    case 400:
      return 'malformed';
    case 404:
      return 'not_found';
    case 413:
      return 'too_large';
    case 415:
      return 'unsupported_media';
    case 429:
      return 'too_many_requests';
    case 503:
      return 'busy';
    default:
      return 'internal';
  }
};

/**
 * What may be said of a failure in the process log: where and why, never with what. Drizzle puts the values of a query into
 * its message, and those may be a ballot, a credential or the hash of a password.
 */
export function withoutContent(failure: unknown): { name: string; message: string; code: string; stack: string } {
  const causes: Error[] = [];
  for (let e = failure; e instanceof Error && causes.length < 5; e = e.cause) causes.push(e);
  const safe = (text: string): string => text.replace(/\n?params:[\s\S]*$/, '').slice(0, 500);
  const frames = (causes[0]?.stack ?? '').split('\n').filter((line) => /^ +at /.test(line));
  return {
    name: causes[0]?.name ?? typeof failure,
    message: causes.map(({ message }) => safe(message)).join(' <- '),
    code: codeOf(failure),
    stack: frames.slice(0, 8).join('\n'),
  };
}

/** Data for our own pages, a page for whoever opens an address. */
export function answerRefusal(request: FastifyRequest, reply: FastifyReply, refusal: CommonRefusal): FastifyReply {
  const status = commonRefusals[refusal];
  if (isLookedAt(request)) return sentencePage(reply, status, refusal);
  return reply.code(status).send({ refusal, requestId: request.id });
}

/** A neutral sentence for every failure: no stack, no SQL, no path leaves the server. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    const refusal = refusalOf(error);
    if (refusal === 'internal' || refusal === 'storage_full' || refusal === 'busy')
      request.log.error({ failure: withoutContent(error), requestId: request.id }, 'request failed');
    if (refusal === 'storage_full' || refusal === 'busy') void reply.header('retry-after', '2');
    return answerRefusal(request, reply, refusal);
  });
  app.setNotFoundHandler((request, reply) => answerRefusal(request, reply, 'not_found'));
}
