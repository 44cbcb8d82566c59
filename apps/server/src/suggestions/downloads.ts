import { Readable } from 'node:stream';
import { and, eq } from 'drizzle-orm';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { listSuggestions, readSuggestion, type Endpoint } from '@piaojue/contract';
import { first } from '@piaojue/db';
import { signedInBy } from '../accounts/sessions.js';
import type { Deps } from '../deps.js';
import { ledgerCsv, ledgerXlsx, mostInWorkbook } from './ledger.js';

const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Files for those who may read the same by the contract: nobody else learns that they exist. */
export function suggestionDownloads(app: FastifyInstance, deps: Deps): void {
  const refuseOthers = (like: Endpoint) => async (request: FastifyRequest, reply: FastifyReply) => {
    const me = await signedInBy(deps, request);
    if (!me) return reply.code(401).send({ refusal: 'not_signed_in' });
    if (!me.roles.some((role) => like.roles.includes(role))) return reply.code(403).send({ refusal: 'role_forbidden' });
    return undefined;
  };
  const asFile = (reply: FastifyReply, type: string, name: string) =>
    reply
      .header('content-type', type)
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'no-store');

  app.get<{ Params: { year: string } }>(
    '/years/:year/suggestions.csv',
    { onRequest: refuseOthers(listSuggestions) },
    (request, reply) =>
      asFile(reply, 'text/csv; charset=utf-8', `suggestions-${Number(request.params.year)}.csv`).send(
        Readable.from(ledgerCsv(deps, Number(request.params.year))),
      ),
  );
  app.get<{ Params: { year: string } }>(
    '/years/:year/suggestions.xlsx',
    { onRequest: refuseOthers(listSuggestions) },
    async (request, reply) => {
      const file = await ledgerXlsx(deps, Number(request.params.year));
      if (!file)
        return reply.code(422).send({ refusal: 'too_many_rows', detail: `超过 ${mostInWorkbook} 条，请下载 CSV` });
      return asFile(reply, xlsxType, `suggestions-${Number(request.params.year)}.xlsx`).send(file);
    },
  );
  app.get<{ Params: { seq: string; id: string } }>(
    '/suggestions/:seq/photos/:id',
    { onRequest: refuseOthers(readSuggestion) },
    async (request, reply) => {
      const { seq, id } = request.params;
      const photo = await deps.store.read(function* ({ q, t }) {
        return yield* first(
          q
            .select({ bytes: t.attachment.bytes, type: t.attachment.type })
            .from(t.attachment)
            .where(
              and(eq(t.attachment.id, id), eq(t.attachment.ownerKind, 'suggestion'), eq(t.attachment.ownerId, seq)),
            ),
        );
      });
      if (!photo) return reply.code(404).send({ refusal: 'not_found' });
      return reply
        .header('content-type', photo.type)
        .header('content-disposition', 'inline')
        .header('cache-control', 'private, no-store')
        .send(photo.bytes);
    },
  );
}
