import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { newUuid } from './uuid.js';

test('a UUID is of version 4, and no two are alike', () => {
  const made = Array.from({ length: 1000 }, newUuid);
  for (const uuid of made)
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(made).size).toBe(1000);
});

test('version and variant stand where they must, whatever the random bytes', () => {
  const random = vi.spyOn(crypto, 'getRandomValues');
  for (const [byte, uuid] of [
    [0x00, '00000000-0000-4000-8000-000000000000'],
    [0xff, 'ffffffff-ffff-4fff-bfff-ffffffffffff'],
  ] as const) {
    random.mockImplementationOnce((into) => (into as Uint8Array).fill(byte) as never);
    expect(newUuid()).toBe(uuid);
  }
  random.mockRestore();
});

test('no page asks the browser for what it hides on plain http', () => {
  const source = join(import.meta.dirname, '..');
  const asking = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|svelte)$/.test(path) && !path.endsWith('.test.ts'))
    .filter((path) => /randomUUID\s*\(/.test(readFileSync(join(source, path), 'utf8')));
  expect(asking).toEqual([]);
});
