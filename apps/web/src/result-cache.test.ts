import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { sharingResults } from '../result-cache.js';

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

const page = '<!doctype html><title>结果</title>' + '一'.repeat(5000);

async function serving(
  render: (request: IncomingMessage, response: ServerResponse, n: number) => void,
  now: () => number = () => 0,
) {
  let rendered = 0;
  const handler = sharingResults((request, response) => render(request, response, ++rendered), { now });
  const server = createServer((request, response) => handler(request, response, () => response.end()));
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const get = (path: string, headers: Record<string, string> = {}) =>
    new Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }>((done, failed) => {
      ask({ port, path, headers, host: '127.0.0.1' }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          done({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      })
        .on('error', failed)
        .end();
    });
  return { get, count: () => rendered };
}

const ordinary = (_: IncomingMessage, response: ServerResponse): void => {
  response.setHeader('content-type', 'text/html');
  response.setHeader('etag', '"one"');
  response.writeHead(200);
  response.write(page.slice(0, 40));
  setTimeout(() => {
    response.write(page.slice(40));
    response.end();
  }, 20);
};

test('many readers at once share one rendering, zipped for those who take it', async () => {
  const { get, count } = await serving(ordinary);
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => get('/results/abc', i % 2 === 0 ? { 'accept-encoding': 'gzip' } : {})),
  );
  expect(count()).toBe(1);
  for (const { status, headers, body } of answers) {
    const zipped = headers['content-encoding'] === 'gzip';
    expect(status).toBe(200);
    expect((zipped ? gunzipSync(body) : body).toString()).toBe(page);
    expect(headers['vary']).toBe('accept-encoding');
    expect(Number(headers['content-length'])).toBe(body.length);
  }
});

test('after a second the page is rendered again', async () => {
  let time = 0;
  const { get, count } = await serving(ordinary, () => time);
  await get('/results/abc');
  time = 900;
  await get('/results/abc');
  time = 2000;
  await get('/results/abc');
  expect(count()).toBe(2);
});

test('who already has it hears 304, and the kept page stays whole', async () => {
  const { get } = await serving(ordinary);
  expect((await get('/results/abc', { 'if-none-match': '"one"' })).status).toBe(304);
  const next = await get('/results/abc');
  expect(next.status).toBe(200);
  expect(next.body.toString()).toBe(page);
});

test('a signed-in reader, another query and other pages are never shared', async () => {
  const { get, count } = await serving(ordinary);
  for (const path of ['/results/abc?x=1', '/desk', '/results/', '/results/a/b'])
    await Promise.all([get(path), get(path)]);
  await get('/results/abc', { cookie: 'piaojue=1' });
  await get('/results/abc', { cookie: 'piaojue=1' });
  expect(count()).toBe(10);
});

test('an error is sent, and not kept', async () => {
  const { get, count } = await serving((_, response, n) => {
    response.writeHead(n === 1 ? 404 : 200);
    response.end(page);
  });
  expect((await get('/results/abc')).status).toBe(404);
  expect((await get('/results/abc')).status).toBe(200);
  expect(count()).toBe(2);
});
