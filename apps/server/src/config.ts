import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface Config {
  /** Database URL: `file:…` or `postgres://…`. */
  databaseUrl: string;
  /** Where keys and the newest checkpoint are kept; mode 0700. */
  dataDir: string;
  port: number;
  host: string;
  /** The demo congress is made in an empty database, and every page carries 「演示」. */
  demo: boolean;
  /** Serve the web pages too; `WEB=0` gives an API-only process. */
  web: boolean;
  /** Believe X-Forwarded-* of a reverse proxy (TRUST_PROXY=1). */
  trustProxy: boolean;
  logLevel: string;
}

export function readConfig(env: NodeJS.ProcessEnv): Config {
  const dataDir = resolve(env.DATA_DIR ?? 'data/demo');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const port = Number(env.PORT ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`PORT must be 0..65535, not ${env.PORT}`);
  return {
    databaseUrl: env.DATABASE_URL ?? `file:${join(dataDir, 'piaojue.db')}`,
    dataDir,
    port,
    host: env.HOST ?? '127.0.0.1',
    demo: env.DEMO === '1',
    web: env.WEB !== '0',
    trustProxy: env.TRUST_PROXY === '1',
    logLevel: env.LOG_LEVEL ?? 'warn',
  };
}
