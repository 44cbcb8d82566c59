import { gzip } from 'node:zlib';

/**
 * @typedef {import('node:http').IncomingMessage} Request
 * @typedef {import('node:http').ServerResponse} Response
 * @typedef {(request: Request, response: Response, next: (error?: unknown) => void) => void} Handler
 * @typedef {{ status: number, headers: Record<string, any>, body: Buffer, zipped: Buffer, etag: string | undefined }} Page
 */

/** Result pages: no query, or the other order of the table. They read nothing else of the request but its address. */
const shared = /^\/results\/[a-z0-9]+(?:\/announcement|\/report)?(?:\?order=votes)?$/;

/**
 * A result page under load: everyone without a cookie who asks within a second gets the same rendering, one is made at
 * a time, and it is compressed once. Stands before SvelteKit, whose own work per request costs more than sending the
 * page does. Possible because these pages run no script and their CSP is by hash.
 * @param {Handler} handler
 * @param {{ now?: () => number, keptFor?: number, mostKept?: number }} [given]
 * @returns {Handler}
 */
export function sharingResults(handler, { now = Date.now, keptFor = 1000, mostKept = 300 } = {}) {
  /** @type {Map<string, { at: number, page: Promise<Page> }>} */
  const kept = new Map();

  return (request, response, next) => {
    if (request.method !== 'GET' || request.headers.cookie !== undefined || !shared.test(request.url ?? '')) {
      return handler(request, response, next);
    }
    const { headers } = request;
    const key = `${headers['x-forwarded-proto']} ${headers['x-forwarded-host'] ?? headers.host} ${request.url}`;
    const hit = kept.get(key);
    if (hit !== undefined && now() - hit.at <= keptFor) {
      hit.page.then(
        (page) => send(page, request, response),
        () => handler(request, response, next),
      );
      return;
    }

    const page = captured(response);
    kept.delete(key);
    kept.set(key, { at: now(), page });
    if (kept.size > mostKept) kept.delete(kept.keys().next().value ?? key);
    const drop = () => void (kept.get(key)?.page === page && kept.delete(key));
    page.then(({ status }) => void (status !== 200 && drop()), drop);

    const known = headers['if-none-match'];
    delete headers['if-none-match']; // the whole page is wanted, whatever this one reader has
    handler(request, response, (error) => {
      drop();
      next(error);
    });
    page.then(
      (made) => {
        if (known !== undefined) headers['if-none-match'] = known;
        send(made, request, response);
      },
      () => undefined,
    );
  };
}

/**
 * What a handler writes to this response, held back until it is whole: a slow reader must not keep the others waiting.
 * @param {Response} response
 * @returns {Promise<Page>}
 */
function captured(response) {
  const { write, end, writeHead } = response;
  /** @type {Buffer[]} */
  const chunks = [];
  /** @param {unknown} chunk */
  const take = (chunk) => {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array)
      chunks.push(Buffer.from(/** @type {string} */ (chunk)));
    return true;
  };
  return new Promise((done, failed) => {
    const gone = () => failed(new Error('the reader left'));
    response.once('close', gone);
    // The status is kept, and nothing is sent yet.
    response.writeHead = /** @type {any} */ (
      (/** @type {number} */ status) => {
        response.statusCode = status;
        return response;
      }
    );
    response.write = /** @type {any} */ (take);
    response.end = /** @type {any} */ (
      (/** @type {unknown} */ chunk) => {
        take(chunk);
        Object.assign(response, { write, end, writeHead });
        response.off('close', gone);
        const body = Buffer.concat(chunks);
        const headers = { ...response.getHeaders() };
        const etag = typeof headers['etag'] === 'string' ? headers['etag'] : undefined;
        gzip(body, (error, zipped) => {
          if (error) return failed(error);
          done({ status: response.statusCode, headers, body, zipped, etag });
        });
        return response;
      }
    );
  });
}

/**
 * @param {Page} page
 * @param {Request} request
 * @param {Response} response
 */
function send(page, request, response) {
  if (response.destroyed) return;
  const { status, headers, body, zipped, etag } = page;
  const takesZip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('vary', 'accept-encoding');
  if (status === 200 && etag !== undefined && request.headers['if-none-match'] === etag) {
    response.removeHeader('content-length');
    response.writeHead(304);
    response.end();
    return;
  }
  const bytes = takesZip ? zipped : body;
  if (takesZip) response.setHeader('content-encoding', 'gzip');
  response.setHeader('content-length', bytes.length);
  response.writeHead(status);
  response.end(bytes);
}
