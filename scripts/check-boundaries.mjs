// Who may import whom (ARCHITECTURE.md). Exit 1 and a line for each import that crosses a border.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const ours = '@piaojue/';

/** Room → what it may import of ours, and of npm (undefined = anything in its package.json). */
const rooms = {
  'packages/rules': { ours: [], npm: [] },
  'packages/ballot-crypto': { ours: [], npm: ['@noble/ciphers', '@noble/curves', '@noble/hashes'] },
  'packages/record': { ours: [], npm: ['@noble/curves', '@noble/hashes', 'zod'] },
  'packages/contract': { ours: ['rules'], npm: ['zod'] },
  db: { ours: ['rules'] },
  'apps/server': { ours: ['rules', 'ballot-crypto', 'record', 'contract', 'db', 'web'] },
  'apps/web': { ours: ['rules', 'ballot-crypto', 'record', 'contract'] },
  'apps/verify': { ours: ['rules', 'ballot-crypto', 'record'] },
};
const pure = ['packages/rules', 'packages/ballot-crypto', 'packages/record'];
const impure = /\b(Math\.random|Date\.now|new Date\(\)|process\.|globalThis\.crypto|fetch\()/;

/** Import specifiers by TypeScript's own scanner; of a component, those of its scripts. */
const importsOf = (source) => {
  const script = source.includes('<script')
    ? [...source.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, text]) => text).join('\n')
    : source;
  return ts.preProcessFile(script, true, true).importedFiles.map(({ fileName }) => fileName);
};

const isTest = (file) => /\.test\.ts$|\/testing\/|\/e2e\//.test(file);
const files = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.svelte', '*.mjs'],
  { cwd: root, encoding: 'utf8' },
)
  .split('\n')
  .filter((file) => file && !isTest(file));

const problems = [];
for (const file of files) {
  const room = Object.keys(rooms).find((name) => file.startsWith(`${name}/`));
  if (!room) continue;
  const source = readFileSync(join(root, file), 'utf8');
  for (const name of importsOf(source)) {
    if (name.startsWith('.') || name.startsWith('$')) continue;
    if (name.startsWith(ours)) {
      const target = name.slice(ours.length).split('/')[0];
      if (!rooms[room].ours.includes(target)) problems.push(`${file}: may not use ${ours}${target}`);
    } else if (name.startsWith('node:')) {
      if (pure.includes(room)) problems.push(`${file}: a pure package may not use ${name}`);
    } else if (
      rooms[room].npm &&
      !rooms[room].npm.some((allowed) => name === allowed || name.startsWith(`${allowed}/`))
    ) {
      problems.push(`${file}: may not use ${name}`);
    }
  }
  if (pure.includes(room)) {
    const found = impure.exec(source.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''));
    if (found) problems.push(`${file}: a pure package may not use ${found[0]}`);
  }
}
for (const problem of problems) console.error(problem);
process.exit(problems.length === 0 ? 0 : 1);
