// Which requirements have a test: every test title starts with the ids it stands for. Exit 1 when one of the first wave
// has none. `--all` lists the tests of every id.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** "First wave (before anything is shown)" of the project's security requirements, R-01 to R-110. */
const firstWave = [
  11, 17, 19, 21, 25, 30, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 48, 49, 54, 55, 58, 59, 60, 64, 65, 66, 72, 73,
  77, 94, 97, 98, 101, 104,
];
const idOf = (number) => `R-${String(number).padStart(2, '0')}`;

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.test.ts'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter(Boolean);
/** Titles begin behind `test(`, `it(`, `describe(` or a table of cases. */
const title =
  /\b(?:test|it|describe)(?:\.\w+)*\s*(?:\((?:\[[\s\S]*?\]|[\w.]+)\))?\s*\(\s*(['"`])((?:R-\d{2,3}(?:,\s*)?)+)/g;

const testsOf = new Map();
for (const file of files) {
  let text;
  try {
    text = readFileSync(join(root, file), 'utf8');
  } catch {
    continue; // removed, not yet committed
  }
  for (const match of text.matchAll(title))
    for (const id of match[2].match(/R-\d{2,3}/g))
      testsOf.set(id, (testsOf.get(id) ?? new Map()).set(file, (testsOf.get(id)?.get(file) ?? 0) + 1));
}

const without = Array.from({ length: 110 }, (_, i) => idOf(i + 1)).filter((id) => !testsOf.has(id));
const missing = firstWave.map(idOf).filter((id) => !testsOf.has(id));
if (process.argv.includes('--all'))
  for (const id of [...testsOf.keys()].toSorted((a, b) => a.slice(2) - b.slice(2)))
    console.log(`${id}  ${[...testsOf.get(id)].map(([file, n]) => `${file} (${n})`).join(', ')}`);
console.log(`有测试的要求 ${110 - without.length} 条；还没有测试的：${without.join('、')}`);
if (missing.length > 0) console.error(`第一批要求缺少测试：${missing.join('、')}`);
process.exit(missing.length === 0 ? 0 : 1);
