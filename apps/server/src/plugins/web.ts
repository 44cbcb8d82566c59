import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { isLookedAt, sentencePage } from './sentence-page.js';
import { isOwn } from './origin.js';

type Handler = (
  request: IncomingMessage & { app?: FastifyInstance },
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/** Pages that hold secrets: nothing of them stays in a cache. */
const isBooth = (url: string): boolean => /^\/(vote|keys|slips|demo)(\/|\?|$)/.test(url);

/**
 * The web pages as the fallback route, in this process: SvelteKit gets the raw request before Fastify reads its body.
 * One trust policy: the forwarded headers that adapter-node reads are overwritten with what Fastify believes.
 */
export async function mountWeb(app: FastifyInstance): Promise<void> {
  const { handler } = (await import('@piaojue/web/handler')) as { handler: Handler };
  app.all(
    '/*',
    {
      onRequest: async (request, reply) => {
        // Kit refuses the same, in English; whoever sends a form by hand reads ours.
        const { origin } = request.headers;
        if (request.method === 'POST' && isLookedAt(request) && (!origin || !isOwn(origin, request)))
          return sentencePage(reply, 403, 'origin_forbidden');
        const headers = reply.getHeaders();
        reply.hijack();
        const raw = request.raw as Parameters<Handler>[0];
        raw.app = app;
        raw.headers['x-forwarded-proto'] = request.protocol;
        raw.headers['x-forwarded-host'] = request.host;
        raw.headers['x-forwarded-for'] = request.ip;
        for (const [name, value] of Object.entries(headers)) if (value !== undefined) reply.raw.setHeader(name, value);
        // Under `no-referrer` a browser posts plain forms with `Origin: null`, and forms must work without script. Said
        // here, because a 304 must say it too: it replaces what the browser has kept.
        if (!isBooth(request.url)) reply.raw.setHeader('referrer-policy', 'same-origin');
        if (isBooth(request.url)) {
          // Prerendered: their policy stands in a meta tag, which cannot say who may frame them.
          reply.raw.setHeader('cache-control', 'no-store');
          reply.raw.setHeader('content-security-policy', "frame-ancestors 'none'");
        }
        // Prerendered too, but kept on the phone.
        else if (request.url.split('?')[0] === '/reception')
          reply.raw.setHeader('content-security-policy', "frame-ancestors 'none'");
        handler(raw, reply.raw, (error) => {
          if (!reply.raw.headersSent) reply.raw.statusCode = error ? 500 : 404;
          reply.raw.end();
        });
        return undefined;
      },
    },
    () => undefined,
  );
}
