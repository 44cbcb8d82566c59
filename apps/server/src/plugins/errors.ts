import type { FastifyInstance } from 'fastify';
import { commonRefusals, type CommonRefusal } from '@piaojue/contract';
import { StorageStopped } from '@piaojue/db';

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

/** A neutral sentence for every failure: no stack, no SQL, no path leaves the server. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    const refusal = refusalOf(error);
    if (refusal === 'internal' || refusal === 'storage_full' || refusal === 'busy')
      request.log.error({ err: error, requestId: request.id }, 'request failed');
    if (refusal === 'storage_full' || refusal === 'busy') void reply.header('retry-after', '2');
    return reply.code(commonRefusals[refusal]).send({ refusal, requestId: request.id });
  });
}
