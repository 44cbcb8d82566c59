// Writes the next migration of both dialects from db/schema. `--check`: only tells whether one is missing (exit 1).
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const db = join(dirname(dirname(fileURLToPath(import.meta.url))), 'db');
const check = process.argv.includes('--check');
const kit = join(db, 'node_modules/drizzle-kit/bin.cjs');

/** SQLite tables are STRICT; drizzle-kit cannot say so, hence it is added to what it wrote. */
const strict = (sql) => sql.replaceAll(/\n\);(\n|-->)/g, '\n) STRICT;$1');

let missing = 0;
for (const [dialect, dialectName] of [
  ['sqlite', 'sqlite'],
  ['pg', 'postgresql'],
]) {
  const folder = join(db, 'migrations', dialect);
  // drizzle-kit takes a folder below its own only.
  const out = check ? mkdtempSync(join(db, 'migrations', '.check-')) : folder;
  if (check) cpSync(folder, out, { recursive: true });
  const before = new Set(readdirSync(out));
  const args = [
    'generate',
    '--dialect',
    dialectName,
    '--schema',
    `./dist/schema/schema.${dialect}.js`,
    '--out',
    relative(db, out),
    '--casing',
    'snake_case',
  ];
  execFileSync(process.execPath, [kit, ...args], { cwd: db, stdio: ['ignore', 'ignore', 'inherit'] });
  const written = readdirSync(out).filter((name) => name.endsWith('.sql') && !before.has(name));
  missing += written.length;
  for (const name of written) {
    if (dialect === 'sqlite' && !check) writeFileSync(join(out, name), strict(readFileSync(join(out, name), 'utf8')));
    console.log(
      check
        ? `${dialect}: db/schema has changes without a migration; run npm run generate`
        : `db/migrations/${dialect}/${name}`,
    );
  }
  if (check) rmSync(out, { recursive: true, force: true });
}
process.exit(check && missing > 0 ? 1 : 0);
