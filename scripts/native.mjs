// Node 20 only: build better-sqlite3 12 once and keep the binary in the user's cache. Node >= 22.14 needs nothing.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Makes sure that the SQLite binary for this Node exists. Does nothing where better-sqlite3 13 brings its own. */
export function ensureNative(root) {
  if (Number(process.versions.napi) >= 10) return;
  const dir = realpathSync(join(root, 'db/node_modules/better-sqlite3-node20'));
  const out = join(dir, 'build/Release/better_sqlite3.node');
  if (existsSync(out)) return;

  const require = createRequire(join(dir, 'package.json'));
  const { version } = require('./package.json');
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'piaojue');
  const { modules } = process.versions;
  const kept = join(cache, `better-sqlite3-${version}-abi${modules}-${process.platform}-${process.arch}.node`);
  mkdirSync(dirname(out), { recursive: true });
  if (existsSync(kept)) {
    copyFileSync(kept, out);
    return;
  }

  const prefix = dirname(dirname(process.execPath));
  const env = { ...process.env, JOBS: String(availableParallelism()) };
  if (existsSync(join(prefix, 'include/node/node.h'))) env.npm_config_nodedir = prefix; // no download of headers
  const run = (file, args) =>
    execFileSync(process.execPath, [file, ...args], { cwd: dir, env, stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    run(require.resolve('prebuild-install/bin.js'), []);
  } catch {
    console.log('正在为 Node 20 编译 SQLite（只需一次，约一分钟）…');
    const npm = realpathSync(process.env.npm_execpath ?? join(prefix, 'lib/node_modules/npm/bin/npm-cli.js'));
    run(join(dirname(dirname(npm)), 'node_modules/node-gyp/bin/node-gyp.js'), ['rebuild', '--release']);
  }
  mkdirSync(cache, { recursive: true });
  copyFileSync(out, kept);
}
