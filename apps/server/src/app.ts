import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import jwt from '@fastify/jwt';
import Fastify, { LogController, type FastifyInstance } from 'fastify';
import { endpoints } from '@piaojue/contract';
import { accountRoutes } from './accounts/routes.js';
import { auditRoutes } from './audit/routes.js';
import { boothRoutes } from './ballots/routes.js';
import { ceremonyRoutes } from './ceremony/routes.js';
import type { Deps } from './deps.js';
import { answerErrors, answerRefusal } from './plugins/errors.js';
import { mounted } from './plugins/mount.js';
import { publicGate } from './collecting/gate.js';
import { publicRoutes } from './publication/routes.js';
import { collectingRoutes } from './collecting/routes.js';
import { poolRoutes } from './pool/routes.js';
import { screeningRoutes } from './screening/routes.js';
import { sittingRoutes } from './sittings/routes.js';
import { stationRoutes } from './stations/routes.js';
import { suggestionRoutes } from './suggestions/routes.js';
import { yearRoutes } from './years/routes.js';
import { voteRoutes } from './votes/routes.js';

export interface AppOptions {
  readonly deps: Deps;
  readonly jwtSecret: string;
  readonly trustProxy: boolean;
  readonly logLevel: string;
  readonly logTo?: LogTarget | undefined;
}

/** Where log lines go instead of standard output. */
export interface LogTarget {
  write(line: string): void;
}

/** The API, for tests and production alike. Throws at start where the contract names an endpoint that nobody mounted. */
export async function buildApp({ deps, jwtSecret, trustProxy, logLevel, logTo }: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    // The booth leaves no trace of who cast from where: no address, agent or body is ever logged.
    logger: {
      level: logLevel,
      serializers: { req: ({ method, routeOptions }) => ({ method, route: routeOptions?.url }) },
      ...(logTo ? { stream: logTo } : {}),
    },
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy,
    forceCloseConnections: 'idle',
    requestTimeout: 60_000,
    connectionTimeout: 0,
    keepAliveTimeout: 72_000,
    bodyLimit: 262_144,
    frameworkErrors: (_error, request, reply) => void answerRefusal(request, reply, 'malformed'),
  });
  app.removeContentTypeParser('text/plain');
  await app.register(helmet, {
    contentSecurityPolicy: false,
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  await app.register(cookie);
  await app.register(jwt, {
    secret: jwtSecret,
    sign: { algorithm: 'HS256', iss: 'piaojue', aud: 'piaojue', header: { alg: 'HS256', typ: 'piaojue+jwt' } },
    verify: {
      algorithms: ['HS256'],
      allowedIss: 'piaojue',
      allowedAud: 'piaojue',
      requiredClaims: ['sub', 'sid', 'exp', 'nbf'],
      clockTolerance: 60_000,
    },
  });
  app.decorateRequest('caller');
  app.addHook('onSend', async (request, reply) => {
    if (request.protocol === 'https') void reply.header('strict-transport-security', 'max-age=31536000');
  });
  app.addHook('preClose', async () => deps.live.close());
  answerErrors(app);

  await app.register(
    async (api) => {
      mounted.set(api, new Set());
      const gate = publicGate(deps);
      accountRoutes(api, deps);
      yearRoutes(api, deps);
      collectingRoutes(api, deps, gate);
      suggestionRoutes(api, deps);
      stationRoutes(api, deps, gate);
      screeningRoutes(api, deps, gate);
      poolRoutes(api, deps);
      sittingRoutes(api, deps);
      ceremonyRoutes(api, deps);
      voteRoutes(api, deps);
      boothRoutes(api, deps);
      publicRoutes(api, deps);
      auditRoutes(api, deps);
      api.all('/*', async (_request, reply) => reply.code(404).send({ refusal: 'not_found' }));
      const missing = endpoints.filter(({ name }) => !mounted.get(api)?.has(name));
      if (missing.length > 0)
        throw new Error(`endpoints without a handler: ${missing.map(({ name }) => name).join(', ')}`);
    },
    { prefix: '/api' },
  );
  return app;
}
