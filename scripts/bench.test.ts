import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('the bench refuses an option that it does not know, before it measures anything', () => {
  const script = fileURLToPath(new URL('bench.ts', import.meta.url));
  const ran = spawnSync(process.execPath, ['--import', 'tsx', script, '--ful'], { encoding: 'utf8' });
  expect([ran.status, ran.stdout]).toEqual([2, '']);
  expect(ran.stderr).toContain('有不认识的选项：--ful');
});
