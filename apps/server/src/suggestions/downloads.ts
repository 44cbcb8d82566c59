import { Readable } from 'node:stream';
import { and, eq } from 'drizzle-orm';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { filters, listHandovers, listSuggestions, readSuggestion, type Endpoint } from '@piaojue/contract';
import { first, type Rows, type Tx } from '@piaojue/db';
import { signedInBy, type SignedIn } from '../accounts/sessions.js';
import type { Deps } from '../deps.js';
import { lookingAs } from './finding.js';
import { handoverById } from './handover-store.js';
import { mayReadHandover, mayReadPhotos } from './handovers.js';
import { ledgerCsv, ledgerXlsx, mostInWorkbook, type Asked } from './ledger.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A photo of a suggestion, and only through the suggestion that it belongs to. */
function* photoOf({ q, t }: Tx, seq: string, id: string): Query<{ bytes: Uint8Array; type: string } | undefined> {
  return yield* first(
    q
      .select({ bytes: t.attachment.bytes, type: t.attachment.type })
      .from(t.attachment)
      .where(and(eq(t.attachment.id, id), eq(t.attachment.ownerKind, 'suggestion'), eq(t.attachment.ownerId, seq))),
  );
}

/** Files for those who may read the same by the contract: nobody else learns that they exist. */
export function suggestionDownloads(app: FastifyInstance, deps: Deps): void {
  /** Whoever asks, where the contract lets them read the same; answers the others itself. */
  const reader = async (
    like: Endpoint,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<SignedIn | undefined> => {
    const me = await signedInBy(deps, request);
    if (me?.roles.some((role) => like.roles.includes(role))) return me;
    await reply.code(me ? 403 : 401).send({ refusal: me ? 'role_forbidden' : 'not_signed_in' });
    return undefined;
  };
  const asFile = (reply: FastifyReply, type: string, name: string) =>
    reply
      .header('content-type', type)
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'no-store');
  /** The filters of the page stand in the address; whatever is none of them is refused. */
  const askedOf = (me: SignedIn, year: string, query: unknown): Asked | undefined => {
    const given = filters.safeParse(query);
    return given.success ? { year: Number(year), filters: given.data, looking: lookingAs(deps, me) } : undefined;
  };
  const asPhoto = (reply: FastifyReply, photo: { bytes: Uint8Array; type: string } | undefined) =>
    photo
      ? reply
          .header('content-type', photo.type)
          .header('content-disposition', 'inline')
          .header('cache-control', 'private, no-store')
          .send(photo.bytes)
      : reply.code(404).send({ refusal: 'not_found' });

  app.get<{ Params: { year: string } }>('/years/:year/suggestions.csv', async (request, reply) => {
    const me = await reader(listSuggestions, request, reply);
    if (!me) return reply;
    const asked = askedOf(me, request.params.year, request.query);
    if (!asked) return reply.code(400).send({ refusal: 'malformed' });
    return asFile(reply, 'text/csv; charset=utf-8', `suggestions-${asked.year}.csv`).send(
      Readable.from(ledgerCsv(deps, asked)),
    );
  });
  app.get<{ Params: { year: string } }>('/years/:year/suggestions.xlsx', async (request, reply) => {
    const me = await reader(listSuggestions, request, reply);
    if (!me) return reply;
    const asked = askedOf(me, request.params.year, request.query);
    if (!asked) return reply.code(400).send({ refusal: 'malformed' });
    const file = await ledgerXlsx(deps, asked);
    if (file) return asFile(reply, xlsxType, `suggestions-${asked.year}.xlsx`).send(file);
    // Opened by a person from the page's link: a sentence, not a code.
    return reply
      .code(422)
      .type('text/plain; charset=utf-8')
      .send(`符合条件的建议超过 ${mostInWorkbook} 条，一个 XLSX 文件装不下。请返回台账，下载 CSV 或者缩小查找范围。`);
  });
  app.get<{ Params: { seq: string; id: string } }>('/suggestions/:seq/photos/:id', async (request, reply) => {
    if (!(await reader(readSuggestion, request, reply))) return reply;
    const { seq, id } = request.params;
    return asPhoto(reply, await deps.store.read((tx) => photoOf(tx, seq, id)));
  });
  // A unit sees the photos of what was handed over to it, through the paper.
  app.get<{ Params: { handoverId: string; id: string } }>(
    '/handovers/:handoverId/photos/:id',
    async (request, reply) => {
      const me = await reader(listHandovers, request, reply);
      if (!me) return reply;
      const { handoverId, id } = request.params;
      const photo = await deps.store.read(function* (tx) {
        const row = yield* handoverById(tx, handoverId);
        return row && mayReadHandover(me, row) && mayReadPhotos(me, row)
          ? yield* photoOf(tx, String(row.seq), id)
          : undefined;
      });
      return asPhoto(reply, photo);
    },
  );
}
