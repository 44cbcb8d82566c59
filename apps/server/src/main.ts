import { BadKeyFile } from './audit/keys.js';
import { LogContradiction } from './audit/log-tree.js';
import { issueSetUpToken } from './accounts/service.js';
import { readConfig } from './config.js';
import { seedDemo, demoGuide } from './demo/seed.js';
import { withoutContent } from './plugins/errors.js';
import { mountWeb } from './plugins/web.js';
import { start } from './start.js';

const config = readConfig(process.env);
// A promise that nobody waited for must not end the vote for everybody; it must not be silent either.
process.on('unhandledRejection', (reason) => console.error('未处理的错误:', withoutContent(reason)));
try {
  const { app, deps, close } = await start(config);
  if (config.demo) await seedDemo(deps);
  if (config.web) await mountWeb(app);
  const address = await app.listen({ port: config.port, host: config.host });
  const base = address.replace('127.0.0.1', 'localhost').replace('0.0.0.0', 'localhost');
  const token = config.demo ? undefined : await issueSetUpToken(deps);
  console.log(`\n票决已启动:${base}`);
  if (config.demo) console.log(demoGuide(base));
  if (token) console.log(`\n首次设置:打开 ${base}/set-up ,输入一次性口令(只显示这一次):\n\n  ${token}\n`);

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
  const code = (error as { code?: string }).code;
  if (code === 'EADDRINUSE') return `端口 ${config.port} 已被占用。请换一个端口,例如:PORT=3001 npm start`;
  if (error instanceof LogContradiction)
    return `审计日志与已签发的检查点不一致,拒绝启动:${error.message}\n如果恢复了旧备份,请换用最新的数据库,或者联系审计人员。`;
  if (error instanceof BadKeyFile)
    return `密钥文件 ${error.path} 已损坏,拒绝启动。请从备份恢复这个文件;不要删除它,否则已签发的检查点将无法延续。`;
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') return '磁盘已满,无法启动。请清理磁盘后再试。';
  return `启动失败:${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
