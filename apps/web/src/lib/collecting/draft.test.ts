import { expect, test } from 'vitest';
import { deviceNumber } from './device.js';
import { forgetDraft, keepDraft, readDraft, type Draft } from './draft.js';

function memory(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as unknown as Storage;
}
const full = {
  ...memory(),
  setItem: () => {
    throw new Error('full');
  },
} as unknown as Storage;
const draft: Draft = { year: 2025, clientId: 'c', fields: { title: '修路' }, photos: [{ id: 'p', name: 'a.jpg' }] };

test('what was typed comes back until it is sent, and not into another year', () => {
  const storage = memory();
  expect(readDraft(storage, 2025)).toBeUndefined();
  expect(keepDraft(storage, draft)).toBe(true);
  expect(readDraft(storage, 2025)).toEqual(draft);
  expect(readDraft(storage, 2026)).toBeUndefined();
  forgetDraft(storage);
  expect(readDraft(storage, 2025)).toBeUndefined();
});

test('a browser that keeps nothing, or something else under our name, breaks no page', () => {
  expect(keepDraft(full, draft)).toBe(false);
  expect(keepDraft(undefined, draft)).toBe(false);
  for (const wrong of ['{', '[]', '1', '{"year":2025}', '{"year":2025,"clientId":"c","fields":1,"photos":2}']) {
    const storage = memory();
    storage.setItem('piaojue.suggestion', wrong);
    expect(readDraft(storage, 2025)).toBeUndefined();
  }
});

test('a device keeps its number, and gets one where nothing can be kept', () => {
  const storage = memory();
  expect(deviceNumber(storage)).toBe(deviceNumber(storage));
  expect(deviceNumber(full)).toMatch(/^[0-9a-f]{32}$/);
  expect(deviceNumber(memory())).not.toBe(deviceNumber(storage));
});
