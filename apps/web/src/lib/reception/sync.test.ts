import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Entry } from './queue.js';
import { sync } from './sync.js';

const me = 'daibiao';
const unasked = () => Promise.reject(new Error('no photo here'));
const refusedWith = (refusal: string) => Promise.resolve({ ok: false as const, refusal, detail: undefined });

function held(count: number, change: Partial<Entry> = {}) {
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
      by: { id: me, name: '许俊峰' },
      ...change,
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
  await sync(queue, { entry: () => Promise.resolve({ ok: true, value: { code: 'AAAA' } }), photo: unasked }, me);
  expect([...queue.kept.values()].map(({ state, code, body }) => [state, code, body])).toEqual([
    ['sent', 'AAAA', null],
    ['sent', 'AAAA', null],
  ]);
  let asked = 0;
  await sync(
    queue,
    {
      entry: () => Promise.resolve({ ok: true, value: { code: String((asked += 1)) } }),
      photo: unasked,
    },
    me,
  );
  expect(asked).toBe(0);
});

test('what another wrote down on the same phone waits for them, and nobody else sends it', async () => {
  const queue = held(3);
  queue.kept.set('1', { ...queue.kept.get('1')!, by: { id: 'renda', name: '赵晓丽' } });
  const send = { entry: () => Promise.resolve({ ok: true as const, value: { code: null } }), photo: unasked };
  expect(await sync(queue, send, me)).toBeUndefined();
  expect(states(queue)).toEqual(['sent', 'waiting', 'sent']);
  await sync(queue, send, 'renda');
  expect(states(queue)).toEqual(['sent', 'sent', 'sent']);
});

test('what nobody signed goes in nobody’s name until somebody says that it is theirs', async () => {
  const queue = held(2, { by: null });
  const send = { entry: () => Promise.resolve({ ok: true as const, value: { code: null } }), photo: unasked };
  expect(await sync(queue, send, me)).toBeUndefined();
  expect(states(queue)).toEqual(['waiting', 'waiting']);
  queue.kept.set('1', { ...queue.kept.get('1')!, by: { id: me, name: '许俊峰' } });
  await sync(queue, send, me);
  expect(states(queue)).toEqual(['waiting', 'sent']);
});

test('what is unfinished is not sent', async () => {
  const queue = held(1, { state: 'unfinished', body: null });
  expect(await sync(queue, { entry: unasked, photo: unasked }, me)).toBeUndefined();
  expect(states(queue)).toEqual(['unfinished']);
});

test('a sign-in that has ended, or no network, leaves every entry as it is', async () => {
  for (const refusal of ['not_signed_in', 'unreachable', 'busy', 'another_person']) {
    const queue = held(3);
    expect(await sync(queue, { entry: () => refusedWith(refusal), photo: unasked }, me)).toBe(refusal);
    expect(states(queue)).toEqual(['waiting', 'waiting', 'waiting']);
  }
});

test.each(['station_closed', 'time_wrong', 'time_too_early'])(
  'an entry that the server refuses (%s) stays with its reason, and those behind it go',
  async (refusal) => {
    const queue = held(3);
    const left = await sync(
      queue,
      {
        entry: ({ clientId }) =>
          clientId === '1' ? refusedWith(refusal) : Promise.resolve({ ok: true, value: { code: null } }),
        photo: unasked,
      },
      me,
    );
    expect(left).toBeUndefined();
    expect(states(queue)).toEqual(['sent', 'refused', 'sent']);
    expect(queue.kept.get('1')?.refusal).toBe(refusal);
    expect(queue.kept.get('1')?.body).not.toBeNull();
  },
);

/** A server that keeps by number, over a line that loses an answer whenever the dice say so. */
function serverOn(lose: () => boolean) {
  const receptions = new Set<string>();
  const photos = new Map<string, string>();
  let tries = 0;
  const answer = <V>(value: V) => (lose() ? refusedWith('unreachable') : Promise.resolve({ ok: true as const, value }));
  return {
    receptions,
    photos,
    tries: () => tries,
    send: {
      entry: ({ clientId }: Entry) => {
        if (lose()) return refusedWith('unreachable');
        tries += 1;
        receptions.add(clientId);
        return answer({ code: 'AAAA' });
      },
      photo: ({ clientId }: Entry, { id }: { id: string }) => {
        if (lose()) return refusedWith('unreachable');
        tries += 1;
        expect(receptions).toContain(clientId);
        photos.set(id, clientId);
        return answer({ photos: 1 });
      },
    },
  };
}

test('entries and their photos arrive once each, however often the line breaks, and leave the phone', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 40 }), fc.nat(3), async (breaks, perEntry) => {
      const losses = [...breaks];
      const server = serverOn(() => losses.shift() ?? false);
      const queue = held(3);
      for (const [clientId, entry] of queue.kept) {
        const photos = Array.from({ length: perEntry }, (_, i) => ({ id: `${clientId}-${i}`, content: 'AAAA' }));
        queue.kept.set(clientId, { ...entry, photos });
      }
      let rounds = 0;
      while ((await sync(queue, server.send, me)) !== undefined)
        expect((rounds += 1)).toBeLessThanOrEqual(breaks.length);
      expect(states(queue)).toEqual(['sent', 'sent', 'sent']);
      expect(server.receptions.size).toBe(3);
      expect(server.photos.size).toBe(3 * perEntry);
      for (const [id, owner] of server.photos) expect(id.startsWith(`${owner}-`)).toBe(true);
      expect([...queue.kept.values()].flatMap(({ photos = [] }) => photos)).toEqual([]);
      const before = server.tries();
      await sync(queue, server.send, me);
      expect(server.tries()).toBe(before);
    }),
  ));

test('a photo that the server does not take is counted, and the others go; while it is busy they wait', async () => {
  const photos = ['a', 'b', 'c'].map((id) => ({ id, content: 'AAAA' }));
  const queue = held(1, { photos });
  const entry = () => Promise.resolve({ ok: true as const, value: { code: 'AAAA' } });
  const taken: string[] = [];
  const photo =
    (busy: boolean) =>
    (_: Entry, { id }: { id: string }) => {
      if (id === 'b') return refusedWith('photo_unreadable');
      if (id === 'c' && busy) return refusedWith('photos_waiting');
      taken.push(id);
      return Promise.resolve({ ok: true as const, value: {} });
    };
  expect(await sync(queue, { entry, photo: photo(true) }, me)).toBe('photos_waiting');
  expect(queue.kept.get('0')).toMatchObject({
    state: 'waiting',
    code: 'AAAA',
    photos: [{ id: 'c' }],
    photosRefused: 1,
  });
  expect(await sync(queue, { entry: unasked, photo: photo(false) }, me)).toBeUndefined();
  expect(queue.kept.get('0')).toMatchObject({ state: 'sent', photos: [], photosRefused: 1 });
  expect(taken).toEqual(['a', 'c']);
});
