// Every check that runs no product code: types, lint, borders, format, migrations, lockfile, requirements.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (name) => join(root, 'node_modules/.bin', name);

const typed = [
  'packages/rules',
  'packages/ballot-crypto',
  'packages/record',
  'packages/contract',
  'db',
  'apps/server',
  'apps/verify',
];
const checks = [
  ...typed.map((dir) => [`类型检查 ${dir}`, bin('tsc'), ['-p', 'tsconfig.test.json'], join(root, dir)]),
  ['类型检查 scripts', bin('tsc'), ['-p', 'scripts']],
  [
    '类型检查 apps/web',
    join(root, 'apps/web/node_modules/.bin/svelte-check'),
    ['--threshold', 'warning'],
    join(root, 'apps/web'),
  ],
  ['代码规范', bin('oxlint'), ['--type-aware', '--quiet', 'apps', 'packages', 'db', 'scripts']],
  ['排版', bin('prettier'), ['--check', '--log-level', 'warn', '.']],
  ['依赖边界', process.execPath, ['scripts/check-boundaries.mjs']],
  ['数据库迁移', process.execPath, ['scripts/generate.mjs', '--check']],
  ['安全要求与测试对应', process.execPath, ['scripts/requirements.mjs']],
];

/** Runs all checks. @returns {{ passed: number, failed: number }} */
export function runChecks() {
  let passed = 0;
  let failed = 0;
  const report = (name, ok, output) => {
    if (ok) passed += 1;
    else failed += 1;
    console.log(`${ok ? '✓' : '✗'} ${name}`);
    if (!ok) console.log(output.trim());
  };
  for (const [name, command, args, cwd = root] of checks) {
    const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 26 });
    report(name, status === 0, `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`);
  }
  const lock = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8');
  report('锁文件不含下载地址', !/https?:\/\//.test(lock), 'pnpm-lock.yaml names a host');
  const allowed = new Set(['better-sqlite3', 'esbuild']);
  const workspace = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  const listed = [...workspace.matchAll(/^ {2}([@\w/-]+): (true|false)$/gm)]
    .filter(([, , value]) => value === 'true')
    .map(([, name]) => name);
  report(
    '没有依赖运行安装脚本',
    listed.every((name) => allowed.has(name)) && !existsSync(join(root, '.npmrc')),
    `allowBuilds: ${listed.join()}`,
  );
  return { passed, failed };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { passed, failed } = runChecks();
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
