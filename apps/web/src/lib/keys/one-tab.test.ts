import { expect, test } from 'vitest';
import { holdTab } from './one-tab.js';

/** The browser's lock manager, as far as this needs it. */
function browserLocks(): LockManager {
  const held = new Set<string>();
  const request = async (name: string, _: LockOptions, act: (lock: Lock | null) => unknown) => {
    if (held.has(name)) return act(null);
    held.add(name);
    await act({ name, mode: 'exclusive' });
    held.delete(name);
  };
  return { request, query: async () => ({}) } as unknown as LockManager;
}

test('R-51: one tab holds a key; another has it only when the first is gone', async () => {
  const locks = browserLocks();
  const first = new AbortController();
  const { signal } = new AbortController();
  expect(await holdTab('key:1', first.signal, locks)).toBe(true);
  expect(await holdTab('key:1', signal, locks)).toBe(false);
  expect(await holdTab('key:2', signal, locks)).toBe(true);
  first.abort();
  await expect.poll(() => holdTab('key:1', signal, locks)).toBe(true);
});

test('a browser without locks lets every tab go on', async () => {
  const { signal } = new AbortController();
  expect(await holdTab('key:1', signal, undefined)).toBe(true);
});
