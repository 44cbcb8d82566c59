import type { FastifyInstance } from 'fastify';
import type { Deps } from '../deps.js';

/** What the public does without an account: reads the notice, suggests, supports, follows. */
export function collectingRoutes(_app: FastifyInstance, _deps: Deps): void {}
