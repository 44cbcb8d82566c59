import { expect, test } from 'vitest';
import { deviceNumber, keepSupported, supportedHere } from './device.js';
import { DraftTabs, type Line } from './draft-tabs.js';
import { forgetDraft, keepDraft, readDrafts, type Draft } from './draft.js';

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
  expect(readDrafts(storage, 2025)).toEqual([]);
  expect(keepDraft(storage, draft)).toBe(true);
  expect(readDrafts(storage, 2025)).toEqual([draft]);
  expect(readDrafts(storage, 2026)).toEqual([]);
  forgetDraft(storage, draft.clientId);
  expect(readDrafts(storage, 2025)).toEqual([]);
});

test('two pages keep a draft each, and what one sends leaves the other’s alone', () => {
  const storage = memory();
  const other = { ...draft, clientId: 'd', fields: { title: '修桥' } };
  keepDraft(storage, draft);
  keepDraft(storage, other);
  keepDraft(storage, { ...draft, fields: { title: '修路和桥' } });
  expect(readDrafts(storage, 2025).map(({ fields }) => fields['title'])).toEqual(['修路和桥', '修桥']);
  forgetDraft(storage, 'c');
  expect(readDrafts(storage, 2025)).toEqual([other]);
});

test('a draft that another open page holds is not taken over; one that was left behind is', async () => {
  const pages = new Map<Line, (event: { data: unknown }) => void>();
  const line = (): Line => {
    const own: Line = {
      addEventListener: (_, heard) => void pages.set(own, heard),
      close: () => void pages.delete(own),
      postMessage: (data) => {
        for (const [page, heard] of pages) if (page !== own) heard({ data });
      },
    };
    return own;
  };
  const first = new DraftTabs(line());
  first.hold('c');
  const drafts = [draft, { ...draft, clientId: 'd' }];
  expect(await new DraftTabs(line()).free(drafts, 0)).toMatchObject([{ clientId: 'd' }]);
  first.leave();
  expect(await new DraftTabs(line()).free(drafts, 0)).toEqual(drafts);
  expect(await new DraftTabs(undefined).free([draft], 0)).toEqual([draft]);
});

test('a browser that keeps nothing, or something else under our name, breaks no page', () => {
  expect(keepDraft(full, draft)).toBe(false);
  expect(keepDraft(undefined, draft)).toBe(false);
  for (const wrong of ['{', '[]', '1', '{"year":2025}', '{"year":2025,"clientId":"c","fields":1,"photos":2}']) {
    const storage = memory();
    storage.setItem('piaojue.suggestion', wrong);
    expect(readDrafts(storage, 2025)).toEqual([]);
  }
  const older = memory();
  older.setItem('piaojue.suggestion', JSON.stringify(draft));
  expect(readDrafts(older, 2025)).toEqual([draft]);
});

test('what was supported here is known here, whatever else stands in the storage', () => {
  const storage = memory();
  for (const seq of [3, 8, 3]) keepSupported(seq, storage);
  expect(supportedHere(storage)).toEqual([3, 8]);
  storage.setItem('piaojue.supported', '{"no":');
  expect(supportedHere(storage)).toEqual([]);
  keepSupported(4, full);
  expect(supportedHere(full)).toEqual([]);
});

test('a device keeps its number, and gets one where nothing can be kept', () => {
  const storage = memory();
  expect(deviceNumber(storage)).toBe(deviceNumber(storage));
  expect(deviceNumber(full)).toMatch(/^[0-9a-f]{32}$/);
  expect(deviceNumber(memory())).not.toBe(deviceNumber(storage));
});
