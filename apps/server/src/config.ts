import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { MailSettings } from './suggestions/mail.js';

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
  /** Letters to those who suggested something are sent here (SMTP_URL, SMTP_FROM); undefined = kept only. */
  mail?: MailSettings | undefined;
}

/** A setting that cannot be; the message is for the person who starts the program. */
export class BadSetting extends Error {}

/** @throws BadSetting */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const dataDir = resolve(env.DATA_DIR ?? 'data/demo');
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    const { code } = error as { code?: string };
    const why = code === 'EEXIST' || code === 'ENOTDIR' ? '那里是一个文件，不是文件夹' : `不能建立（${code}）`;
    throw new BadSetting(`DATA_DIR（${dataDir}）不能用作数据目录：${why}。请换一个目录。`, { cause: error });
  }
  const port = /^\d{1,5}$/.test(env.PORT ?? '3000') ? Number(env.PORT ?? 3000) : Number.NaN;
  if (!(port <= 65535))
    throw new BadSetting(`PORT 应为 0 到 65535 的整数，现在是“${env.PORT}”。例如：PORT=3001 npm start`);
  const databaseUrl = env.DATABASE_URL ?? `file:${join(dataDir, 'piaojue.db')}`;
  if (!/^(file:|postgres(ql)?:\/\/)/.test(databaseUrl))
    throw new BadSetting('DATABASE_URL 应以 file: 或者 postgres:// 开头。不填则用数据目录里的数据库。');
  if (databaseUrl.startsWith('file:') && !existsSync(dirname(databaseUrl.slice(5))))
    throw new BadSetting(`DATABASE_URL 指定的目录不存在：${dirname(databaseUrl.slice(5))}。请先建立这个目录。`);
  const { SMTP_URL: url, SMTP_FROM: from } = env;
  if (url !== undefined && !/^smtps?:\/\//.test(url))
    throw new BadSetting('SMTP_URL 应以 smtp:// 或者 smtps:// 开头。');
  if (url !== undefined && !from) throw new BadSetting('设了 SMTP_URL，还要设 SMTP_FROM（发信人的邮箱）。');
  return {
    databaseUrl,
    dataDir,
    port,
    host: env.HOST ?? '127.0.0.1',
    demo: env.DEMO === '1',
    web: env.WEB !== '0',
    trustProxy: env.TRUST_PROXY === '1',
    logLevel: env.LOG_LEVEL ?? 'warn',
    mail: url !== undefined && from ? { url, from } : undefined,
  };
}
