import { statfs } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import * as contract from '@piaojue/contract';
import { archiveOf } from '../board/archive.js';
import type { Deps } from '../deps.js';
import { mount } from '../plugins/mount.js';
import { isRefused } from '../result.js';
import { logLines } from '../audit/export.js';
import { bundleOf, resultJson } from './bundle.js';
import { resultCsv } from './csv.js';
import { screenAct } from './screen.js';
import * as service from './service.js';

const notFound = (reply: FastifyReply) => reply.code(404).send({ refusal: 'not_found' });
const asFile = (reply: FastifyReply, type: string, name: string) =>
  reply.header('content-type', type).header('content-disposition', `attachment; filename="${name}"`);

/** A vote of a large congress fits many times into this much room (bytes). */
const leastRoom = 16 * 2 ** 20;

async function healthOf({ store, dataDir }: Deps): Promise<'ok' | 'full' | 'stopped'> {
  const health = store.health();
  if (health !== 'ok') return health;
  const { bavail, bsize } = await statfs(dataDir);
  return bavail * bsize < leastRoom ? 'full' : 'ok';
}

export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  mount(app, deps, contract.listPublished, () => service.listPublishedAct(deps));
  mount(app, deps, contract.readPublished, ({ params }) => service.readPublishedAct(deps, params.voteId));
  mount(app, deps, contract.readScreen, () => screenAct(deps));
  mount(app, deps, contract.readHealth, async () => {
    const storage = await healthOf(deps);
    return { ok: storage === 'ok', storage };
  });

  app.get('/public/screen/live', (request, reply) => deps.live.attach(request, reply));

  app.get<{ Params: { voteId: string } }>('/public/votes/:voteId/archive.bel', async (request, reply) => {
    const archive = await archiveOf(deps, request.params.voteId);
    if (!archive) return notFound(reply);
    return asFile(reply, 'application/x-tar', `${archive.uuid}.bel`).send(Readable.from(archive.pieces));
  });
  app.get<{ Params: { voteId: string } }>('/public/votes/:voteId/result.json', async (request, reply) => {
    const result = await service.readPublishedAct(deps, request.params.voteId);
    return isRefused(result)
      ? notFound(reply)
      : asFile(reply, 'application/json; charset=utf-8', 'result.json').send(resultJson(result));
  });
  app.get<{ Params: { voteId: string } }>('/public/votes/:voteId/result.csv', async (request, reply) => {
    const result = await service.readPublishedAct(deps, request.params.voteId);
    return isRefused(result)
      ? notFound(reply)
      : asFile(reply, 'text/csv; charset=utf-8', 'result.csv').send(resultCsv(result));
  });
  app.get<{ Params: { voteId: string } }>('/public/votes/:voteId/publication.zip', async (request, reply) => {
    const bundle = await bundleOf(deps, request.params.voteId);
    if (!bundle) return notFound(reply);
    return asFile(reply, 'application/zip', bundle.name).send(Readable.from(bundle.pieces));
  });
  app.get('/public/log.jsonl', async (_request, reply) => {
    const { size } = await deps.log.head();
    return asFile(reply, 'application/jsonl; charset=utf-8', 'log.jsonl').send(Readable.from(logLines(deps, size)));
  });
  app.get('/public/checkpoint', async (_request, reply) =>
    reply.header('content-type', 'text/plain; charset=utf-8').send((await deps.log.head()).checkpoint),
  );
}
