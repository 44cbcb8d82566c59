#!/usr/bin/env node
import { run } from './run.js';

const { stdout, stderr } = process;
stdout.on('error', () => undefined); // a reader that stops early (head) does not change the verdict
let passing = false;
const clear = (): void => {
  if (passing) stderr.write('\r\x1b[K');
  passing = false;
};

try {
  process.exitCode = await run(process.argv.slice(2), {
    line: (text) => {
      clear();
      stdout.write(`${text}\n`);
    },
    ...(stderr.isTTY
      ? {
          passing: (text: string) => {
            stderr.write(`\r${text}`);
            passing = true;
          },
        }
      : {}),
  });
} catch (error) {
  clear();
  stderr.write(`核验程序出错，结论无效：${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
