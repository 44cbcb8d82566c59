import { AlreadyHeld } from '@piaojue/db';
import { BadKeyFile, MissingKeyFile } from './audit/keys.js';
import { LogContradiction } from './audit/log-tree.js';
import { issueSetUpToken } from './accounts/service.js';
import { BadSetting, readConfig } from './config.js';
import { seedDemo, demoGuide } from './demo/seed.js';
import { withoutContent } from './plugins/errors.js';
import { mountWeb } from './plugins/web.js';
import { start } from './start.js';

// What this process makes is its owner's alone: database, keys, checkpoint.
process.umask(0o077);
// A promise that nobody waited for must not end the vote for everybody; it must not be silent either.
process.on('unhandledRejection', (reason) => console.error('未处理的错误：', withoutContent(reason)));
try {
  const config = readConfig(process.env);
  const { app, deps, close } = await start(config);
  if (config.demo) await seedDemo(deps);
  if (config.web) await mountWeb(app);
  const address = await app.listen({ port: config.port, host: config.host });
  const base = address.replace('127.0.0.1', 'localhost').replace('0.0.0.0', 'localhost');
  const token = config.demo ? undefined : await issueSetUpToken(deps);
  console.log(`\n票决已启动：${base}`);
  if (config.demo) console.log(demoGuide(base));
  if (token) console.log(`\n首次设置：打开 ${base}/set-up ，输入一次性口令（只显示这一次）：\n\n  ${token}\n`);

  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      close().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(explain(error));
          process.exit(1);
        },
      );
    });
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

/** What went wrong at start, in a sentence that says what to do. */
function explain(error: unknown): string {
  const { code, syscall, path, port } = error as { code?: string; syscall?: string; path?: string; port?: number };
  if (error instanceof BadSetting) return error.message;
  if (code === 'EADDRINUSE') return `端口 ${port} 已被占用。请换一个端口，例如：PORT=3001 npm start`;
  if (code === 'EACCES' && syscall === 'listen')
    return `没有权限使用端口 ${port}。请换一个大于 1023 的端口，例如：PORT=3001 npm start`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return 'HOST 不是本机的地址。请改为本机的地址，例如：HOST=0.0.0.0';
  if (error instanceof AlreadyHeld)
    return `这个数据目录已有一个票决在运行。请用那一个，或者先停掉它；要同时再开一个，请换一个 DATA_DIR 和 PORT。`;
  if (error instanceof LogContradiction)
    return `审计日志与已签发的检查点不一致，拒绝启动：${error.message}\n如果恢复了旧备份，请换用最新的数据库，或者联系审计人员。`;
  if (error instanceof MissingKeyFile)
    return `缺少密钥文件 ${error.path}，而这里已有数据，拒绝启动。请从备份恢复这个文件；换一把新密钥，原来的审计日志就无法延续。`;
  if (error instanceof BadKeyFile)
    return `密钥文件 ${error.path} 已损坏，拒绝启动。请从备份恢复这个文件；不要删除它，否则已签发的检查点将无法延续。`;
  const root = rootOf(error);
  if (root.code === 'SQLITE_FULL' || root.code === 'ENOSPC') return '磁盘已满，无法启动。请清理磁盘后再试。';
  if (root.code?.startsWith('SQLITE_NOTADB') || root.code?.startsWith('SQLITE_CORRUPT'))
    return '数据库文件已损坏，或者不是票决的数据库，拒绝启动。请保留这个文件，从备份恢复，再联系技术人员。';
  if (
    root.code === 'SQLITE_READONLY' ||
    root.code === 'SQLITE_CANTOPEN' ||
    root.code === 'EACCES' ||
    root.code === 'EROFS'
  )
    return `数据目录不能写入${path ? `（${path}）` : ''}。请检查目录的权限，或者换一个 DATA_DIR。`;
  if (root.code === 'ECONNREFUSED' || root.code === '28P01' || root.code === '3D000')
    return `连不上 DATABASE_URL 指定的 PostgreSQL（${root.code}）。请检查地址、用户名、密码和库名，并确认它已启动。`;
  return `启动失败：${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

/** Drizzle and the drivers wrap what happened. */
function rootOf(error: unknown): { code?: string } {
  let at = error as { code?: string; cause?: unknown };
  while (at.code === undefined && typeof at.cause === 'object' && at.cause !== null) at = at.cause;
  return at;
}
