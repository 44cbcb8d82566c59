import { expect, test } from 'vitest';
import type { Entry } from './queue.js';
import { sync } from './sync.js';

function held(count: number) {
  const kept = new Map<string, Entry>();
  for (let i = 0; i < count; i += 1)
    kept.set(String(i), {
      clientId: String(i),
      stationId: 's',
      station: '某站',
      at: String(i),
      head: '',
      state: 'waiting',
      body: {} as Entry['body'],
      code: null,
      refusal: null,
    });
  return {
    kept,
    entries: () => Promise.resolve([...kept.values()]),
    put: (entry: Entry) => Promise.resolve(void kept.set(entry.clientId, entry)),
  };
}
const states = (queue: ReturnType<typeof held>) => [...queue.kept.values()].map(({ state }) => state);

test('what the server stored keeps its code here and nothing of what was said', async () => {
  const queue = held(2);
  await sync(queue, () => Promise.resolve({ ok: true, value: { code: 'AAAA' } }));
  expect([...queue.kept.values()].map(({ state, code, body }) => [state, code, body])).toEqual([
    ['sent', 'AAAA', null],
    ['sent', 'AAAA', null],
  ]);
  let asked = 0;
  await sync(queue, () => Promise.resolve({ ok: true, value: { code: String((asked += 1)) } }));
  expect(asked).toBe(0);
});

test('a sign-in that has ended, or no network, leaves every entry as it is', async () => {
  for (const refusal of ['not_signed_in', 'unreachable', 'busy']) {
    const queue = held(3);
    expect(await sync(queue, () => Promise.resolve({ ok: false, refusal, detail: undefined }))).toBe(refusal);
    expect(states(queue)).toEqual(['waiting', 'waiting', 'waiting']);
  }
});

test('an entry that the server refuses stays with its reason, and those behind it go', async () => {
  const queue = held(3);
  const left = await sync(queue, ({ clientId }) =>
    Promise.resolve(
      clientId === '1'
        ? { ok: false, refusal: 'station_closed', detail: undefined }
        : { ok: true, value: { code: null } },
    ),
  );
  expect(left).toBeUndefined();
  expect(states(queue)).toEqual(['sent', 'refused', 'sent']);
  expect(queue.kept.get('1')?.body).not.toBeNull();
});
