import { randomUUID } from 'node:crypto';
import * as contract from '@piaojue/contract';
import sharp from 'sharp';
import { beforeEach, expect, test } from 'vitest';
import { idea } from '../testing/samples/idea.js';
import { plainStation } from '../testing/samples/stations.js';
import { openWindow, type Collecting } from '../testing/collecting.js';
import type { Person } from '../testing/world.js';

let open: Collecting;
let delegate: Person;
let stationId: string;
let content: string;
beforeEach(async () => {
  open = await openWindow();
  delegate = await open.world.as('delegate');
  stationId = (await open.clerk.call(contract.addStation, { body: plainStation })).id;
  const picture = sharp({ create: { width: 40, height: 30, channels: 3, background: '#456' } });
  content = (await picture.jpeg().toBuffer()).toString('base64');
});

async function received(withSuggestion = true): Promise<{ clientId: string; seq: number | null }> {
  const clientId = randomUUID();
  const { seq } = await delegate.call(contract.sendReception, {
    params: { stationId },
    body: {
      clientId,
      at: '2024-02-29T02:00:00.000Z',
      visitors: 1,
      opinion: '桥太窄',
      solved: false,
      solvedHow: '',
      suggestion: withSuggestion ? idea() : null,
    },
  });
  return { clientId, seq };
}
const sendPhoto = (clientId: string, photoId: string, bytes = content, person = delegate) =>
  person.ask(contract.sendReceptionPhoto, { params: { stationId, clientId }, body: { photoId, content: bytes } });
const photosOf = async (seq: number | null) =>
  (await open.clerk.call(contract.readSuggestion, { params: { seq: String(seq) } })).photos;

test('photos sent again and again, some at once, are kept once each, with the suggestion of their reception', async () => {
  const { clientId, seq } = await received();
  const photos = [randomUUID(), randomUUID()];
  for (let round = 0; round < 3; round++)
    for (const { status } of await Promise.all([...photos, ...photos].map((each) => sendPhoto(clientId, each))))
      expect(status).toBe(200);
  expect(await photosOf(seq)).toHaveLength(2);
  const [row] = await open.world.database.sql(`SELECT owner_id, "by", type FROM attachment`);
  expect(row).toMatchObject({ owner_id: String(seq), by: delegate.accountId, type: 'image/jpeg' });
  const entries = await open.world.database.sql('SELECT entry FROM log_leaf');
  expect(entries.filter(({ entry }) => String(entry).includes('suggestion_photo_added'))).toHaveLength(2);
});

test('a fourth photo is refused, and one of the three sent again is still answered', async () => {
  const { clientId } = await received();
  const photos = [randomUUID(), randomUUID(), randomUUID()];
  for (const each of photos) expect((await sendPhoto(clientId, each)).status).toBe(200);
  expect((await sendPhoto(clientId, randomUUID())).refusal).toBe('too_many_photos');
  expect((await sendPhoto(clientId, photos[0]!)).body).toEqual({ photos: 3 });
});

test('no photo without the suggestion of a reception, and none that is no picture', async () => {
  expect((await sendPhoto(randomUUID(), randomUUID())).refusal).toBe('not_found');
  expect((await sendPhoto((await received(false)).clientId, randomUUID())).refusal).toBe('not_found');
  const { clientId, seq } = await received();
  const script = Buffer.from('<script>').toString('base64');
  expect((await sendPhoto(clientId, randomUUID(), script)).refusal).toBe('photo_unreadable');
  expect((await sendPhoto(clientId, randomUUID(), content, open.world.anyone)).status).toBe(401);
  expect(await photosOf(seq)).toHaveLength(0);
});

test('the number of a photo counts within its reception only', async () => {
  const [one, other] = [await received(), await received()];
  const photo = randomUUID();
  expect((await sendPhoto(one.clientId, photo)).status).toBe(200);
  expect((await sendPhoto(other.clientId, photo)).status).toBe(200);
  expect(await photosOf(one.seq)).toHaveLength(1);
  expect(await photosOf(other.seq)).toHaveLength(1);
});
