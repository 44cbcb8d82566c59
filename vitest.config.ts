import { defineConfig } from 'vitest/config';

/** One run over the whole tree: `vitest run --project rules` for one package, `-t R-37` for one requirement. */
const project = (name: string, include: string[], more: Record<string, unknown> = {}) => ({
  test: { name, include, testTimeout: 60_000, hookTimeout: 120_000, ...more },
});

/** A private PostgreSQL cluster, started for the projects whose tests need one. */
const postgres = { globalSetup: ['./scripts/vitest-postgres.mjs'] };

export default defineConfig({
  test: {
    projects: [
      project('rules', ['packages/rules/src/**/*.test.ts']),
      project('ballot-crypto', ['packages/ballot-crypto/src/**/*.test.ts']),
      project('record', ['packages/record/src/**/*.test.ts']),
      project('contract', ['packages/contract/src/**/*.test.ts']),
      project('db', ['db/src/**/*.test.ts', 'db/schema/**/*.test.ts'], postgres),
      project('server', ['apps/server/src/**/*.test.ts'], { testTimeout: 120_000, ...postgres }),
      project('verify', ['apps/verify/src/**/*.test.ts'], { testTimeout: 120_000 }),
      project('web', ['apps/web/src/**/*.test.ts']),
      project('scripts', ['scripts/**/*.test.ts'], { testTimeout: 600_000, hookTimeout: 600_000 }),
      project('e2e', ['apps/web/e2e/**/*.test.ts'], {
        testTimeout: 600_000,
        hookTimeout: 600_000,
        fileParallelism: false,
      }),
    ],
  },
});
