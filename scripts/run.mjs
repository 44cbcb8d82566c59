// One command on a machine that has only Node and npm: `npm start`, `npm test` and the rest of package.json.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureNative } from './native.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** npm starts scripts in the project; the person stood here. */
const calledFrom = process.env.INIT_CWD ?? process.cwd();
process.chdir(root);

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`需要 Node 20.19 或更新版本，当前是 ${process.version}。请从 nodejs.org 或系统软件源更新 Node。`);
  process.exit(1);
}

Object.assign(process.env, { TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', TURBO_NO_UPDATE_NOTIFIER: '1' });
const headers = dirname(dirname(process.execPath));
if (existsSync(join(headers, 'include/node/node.h'))) process.env.npm_config_nodedir ??= headers;

const began = Date.now();
const say = (text) => console.log(`[${((Date.now() - began) / 1000).toFixed(1)} 秒] ${text}`);

const wanted = JSON.parse(readFileSync('package.json', 'utf8')).devEngines.packageManager.version;
const tools = join(root, '.tools');
const pnpmFile = join(tools, 'node_modules/pnpm/bin/pnpm.cjs');

function pnpmVersion() {
  try {
    return JSON.parse(readFileSync(join(tools, 'node_modules/pnpm/package.json'), 'utf8')).version;
  } catch {
    return '';
  }
}

/** pnpm comes from the npm registry into .tools/, by the npm that is here; nothing is installed globally. */
function ensurePnpm() {
  if (pnpmVersion() === wanted) return;
  say(`获取 pnpm ${wanted}`);
  mkdirSync(tools, { recursive: true });
  writeFileSync(join(tools, 'package.json'), '{"private":true}');
  const args = [
    'install',
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    '--ignore-scripts',
    `pnpm@${wanted}`,
  ];
  const npm = process.env.npm_execpath;
  const options = { cwd: tools, stdio: ['ignore', 'ignore', 'inherit'] };
  if (npm) execFileSync(process.execPath, [npm, ...args], options);
  else execFileSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

function pnpm(...args) {
  ensurePnpm();
  execFileSync(process.execPath, [pnpmFile, ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, CI: 'true', npm_config_manage_package_manager_versions: 'false' },
  });
}

const stampFile = 'node_modules/.installed';
const stamp = createHash('sha256')
  .update(readFileSync('pnpm-lock.yaml'))
  .update(readFileSync('pnpm-workspace.yaml'))
  .update(process.version)
  .digest('hex');

function install() {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  say('安装依赖包');
  pnpm('install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=error');
  ensureNative(root);
  writeFileSync(stampFile, stamp);
  say('依赖包已就绪');
}

/** Runs a program of node_modules/.bin by its script, with the same Node. */
const withTools = { ...process.env, PATH: join(tools, 'node_modules/.bin') + delimiter + process.env.PATH };
function turbo(...args) {
  ensurePnpm();
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/turbo/bin/turbo'), 'run', ...args, '--output-logs=errors-only'],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: withTools,
    },
  );
}

function build() {
  turbo('build');
  say('构建完成');
}

/** Runs a script to its end with the terminal as it is, and ends with its exit code. */
function run(args, env = {}, cwd = root) {
  const child = spawn(process.execPath, args, {
    stdio: 'inherit',
    cwd,
    env: { ...process.env, CALLED_FROM: calledFrom, ...env },
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

const tsx = (script, rest) => run(['--import', 'tsx', script, ...rest]);
const [command, ...rest] = process.argv.slice(2);

try {
  install();
  switch (command) {
    case 'setup':
      break;
    case 'build':
      build();
      break;
    case 'start':
      build();
      run(['apps/server/dist/main.js'], { DEMO: '1', DATA_DIR: process.env.DATA_DIR ?? 'data/demo' });
      break;
    case 'start:real':
      build();
      run(['apps/server/dist/main.js'], { DEMO: '0', DATA_DIR: process.env.DATA_DIR ?? 'data/real' });
      break;
    case 'demo:reset':
      // Only ever the demo's own folder: a real database is never removed by a command of ours.
      rmSync('data/demo', { recursive: true, force: true });
      say('演示数据已清空；npm start 重新开始');
      break;
    case 'check':
      build();
      run(['scripts/check.mjs']);
      break;
    case 'test':
      run(['scripts/test.mjs', ...rest]);
      break;
    case 'verify':
      turbo('build', '--filter=@piaojue/verify');
      run([join(root, 'apps/verify/dist/main.js'), ...rest], {}, calledFrom);
      break;
    case 'rehearse':
      build();
      tsx('scripts/rehearse.ts', rest);
      break;
    case 'bench':
      build();
      tsx('scripts/bench.ts', rest);
      break;
    case 'generate':
      build();
      run(['scripts/generate.mjs']);
      break;
    case 'format':
      run(['node_modules/prettier/bin/prettier.cjs', '--write', '--log-level', 'warn', '.']);
      break;
    default:
      console.error(`没有这个命令：${command}`);
      process.exit(2);
  }
} catch (error) {
  console.error(`\n失败：${error instanceof Error ? error.message.split('\n')[0] : error}`);
  process.exit(1);
}
