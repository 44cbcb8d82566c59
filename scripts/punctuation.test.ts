import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const halfWidth = /[\u3400-\u9fff“”][,;:()?!]|[,;:()?!][\u3400-\u9fff“”]/u;
const comments = /\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|(?<=^|\s)\/\/ .*$/gm;

test('Chinese text has full-width punctuation, in pages, messages and the demonstration', () => {
  const kinds = ['*.svelte', '*.ts', '*.mjs', 'db/seed/*.json'];
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...kinds], {
    cwd: root,
    encoding: 'utf8',
  });
  const files = listed.split('\n').filter((file) => file !== '' && !/\.test\.ts$|\/testing\//.test(file));
  const found = files.flatMap((file) =>
    readFileSync(`${root}/${file}`, 'utf8')
      .replace(comments, (comment) => comment.replace(/[^\n]/g, ''))
      .split('\n')
      .flatMap((line, i) => (halfWidth.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])),
  );
  expect(files.length).toBeGreaterThan(200);
  expect(found).toEqual([]);
});
