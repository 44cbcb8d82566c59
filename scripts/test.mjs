// Every test there is, on a machine that has only Node and npm. The last line is `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChecks } from './check.mjs';
import { ensureSystemParts } from './system-parts.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const began = Date.now();
const say = (text) => console.log(`\n[${Math.round((Date.now() - began) / 1000)} 秒] ${text}`);
const work = mkdtempSync(join(tmpdir(), 'piaojue-test-'));
const total = { passed: 0, failed: 0 };

/** Runs some projects of vitest.config.ts; a run that reports nothing counts as one failure. */
function vitest(name, args) {
  say(name);
  const report = join(work, `${name}.json`);
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...args,
    ],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, FORCE_COLOR: '0' } },
  );
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
    total.passed += numPassedTests;
    total.failed += numFailedTests;
    if (status !== 0 && numFailedTests === 0) total.failed += Math.max(1, numFailedTestSuites);
  } catch {
    total.failed += 1;
  }
}

try {
  ensureSystemParts();
  const build = spawnSync(process.execPath, [join(root, 'scripts/run.mjs'), 'build'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (build.status !== 0) throw new Error('构建失败');
  say('静态检查');
  const checks = runChecks();
  total.passed += checks.passed;
  total.failed += checks.failed;
  const fast = ['rules', 'record', 'contract', 'ballot-crypto', 'db', 'server', 'verify', 'web'];
  // Nothing in these is timed and each file has its own database: one file on each core.
  vitest('单元、性质、接口、数据库测试', ['--maxWorkers=100%', ...fast.flatMap((project) => ['--project', project])]);
  vitest('整场演练和独立核验', ['--project', 'scripts']);
  vitest('浏览器测试', ['--project', 'e2e']);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  total.failed += 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
say('完成');
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
