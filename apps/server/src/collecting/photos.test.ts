import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import * as contract from '@piaojue/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import { openWindow, send, type Collecting } from '../testing/collecting.js';
import { kindOf, mostOfAddress, redrawn } from './photos.js';

let open: Collecting;
beforeAll(async () => {
  open = await openWindow({ perPerson: 50 });
});

const picture = (width = 40, height = 30) =>
  sharp({ create: { width, height, channels: 3, background: { r: 180, g: 30, b: 30 } } });
const upload = (bytes: Buffer, clientId: string = randomUUID(), name = '照片.jpg') =>
  open.world.anyone.ask(contract.sendPhoto, {
    params: { year: '2025' },
    body: { clientId, name, content: bytes.toString('base64') },
  });
/** What is kept of a picture that was taken. */
const keptOf = async (bytes: Buffer, name?: string): Promise<Buffer> => {
  const { status, body, text } = await upload(bytes, randomUUID(), name);
  if (status !== 200) throw new Error(text);
  const [row] = await open.world.database.sql(`SELECT bytes FROM attachment WHERE id = '${body.id}'`);
  return Buffer.from(row?.['bytes'] as Uint8Array);
};
const waiting = () => open.world.count("attachment WHERE owner_id LIKE '%-%'");

describe('R-76: a photo is drawn anew', () => {
  test('JPEG, PNG and WebP are taken by what they are, whatever they are called', async () => {
    for (const bytes of [
      await picture().jpeg().toBuffer(),
      await picture().png().toBuffer(),
      await picture().webp().toBuffer(),
    ])
      expect(kindOf(await keptOf(bytes, '../../etc/passwd.exe'))).toBe('jpeg');
    const names = await open.world.database.sql('SELECT DISTINCT name, type FROM attachment');
    expect(names).toEqual([{ name: '照片1.jpg', type: 'image/jpeg' }]);
  });

  test('where and with what it was taken is gone, and it is turned as it was held', async () => {
    const taken = await picture(40, 30)
      .withMetadata({ orientation: 6 })
      .withExif({ IFD0: { Make: 'SecretPhone', Model: 'X1' }, IFD3: { GPSLatitude: '34/1 43/1 0/1' } })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>SecretOwner</a></x:xmpmeta>')
      .jpeg()
      .toBuffer();
    expect(taken.includes('SecretPhone')).toBe(true);
    const bytes = await keptOf(taken);
    expect(bytes.includes('Secret')).toBe(false);
    const { exif, xmp, iptc, width, height } = await sharp(bytes).metadata();
    expect([exif, xmp, iptc, width, height]).toEqual([undefined, undefined, undefined, 30, 40]);
  });

  test('a large one is made smaller, a small one not larger', async () => {
    const large = await keptOf(await picture(4000, 3000).jpeg().toBuffer());
    expect(await sharp(large).metadata()).toMatchObject({ width: 1600, height: 1200 });
    const small = await keptOf(await picture(20, 10).png().toBuffer());
    expect(await sharp(small).metadata()).toMatchObject({ width: 20, height: 10 });
  });

  test('what hangs behind or inside a picture does not come along', async () => {
    const html = '<script>alert(1)</script>';
    const polyglots = [
      Buffer.concat([await picture().jpeg().toBuffer(), Buffer.from(`PK\x03\x04${html}`)]),
      Buffer.concat([await picture().png().toBuffer(), Buffer.from(html)]),
      await picture()
        .withExif({ IFD0: { ImageDescription: html } })
        .jpeg()
        .toBuffer(),
    ];
    for (const bytes of polyglots) {
      expect(bytes.includes('script')).toBe(true);
      expect((await keptOf(bytes)).includes('script')).toBe(false);
    }
  });

  test('what is no picture, is cut off, or only begins like one is refused', async () => {
    const whole = await picture(400, 300).jpeg().toBuffer();
    const files: Record<string, Buffer> = {
      html: Buffer.from('<!doctype html><script>alert(1)</script>'),
      svg: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'),
      gif: Buffer.from('GIF89a\x01\x00\x01\x00\x80\x00\x00', 'latin1'),
      pdf: Buffer.from('%PDF-1.4'),
      zip: Buffer.from('PK\x03\x04', 'latin1'),
      'a JPEG of three bytes': Buffer.from([0xff, 0xd8, 0xff]),
      'a script that begins like a JPEG': Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('<script>')]),
      'a PNG head over an SVG': Buffer.concat([
        Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
        Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      ]),
      'a HEIC without a picture': Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'),
      'half a JPEG': whole.subarray(0, whole.length / 2),
      'not base64 at all': Buffer.alloc(0),
    };
    const before = await waiting();
    for (const [what, bytes] of Object.entries(files)) {
      const { refusal } = await upload(bytes.length === 0 ? Buffer.from('%%%') : bytes);
      expect(refusal, what).toBe('photo_unreadable');
    }
    expect(await waiting()).toBe(before);
  });

  test('a picture bomb and a file that is too large are refused before they are decoded', async () => {
    // 30,000 × 30,000 pixels of one colour: few bytes, gigabytes when drawn.
    const header = await picture(8, 8).png().toBuffer();
    const bomb = Buffer.from(header);
    bomb.writeUInt32BE(30_000, 16);
    bomb.writeUInt32BE(30_000, 20);
    const refused = await redrawn(bomb);
    expect(refused).toMatchObject({ refusal: expect.stringMatching(/^photo_(too_large|unreadable)$/) as string });
    const wide = await picture(9000, 8000).png().toBuffer();
    expect(wide.length).toBeLessThan(1_000_000);
    expect(await redrawn(wide)).toEqual({ refusal: 'photo_too_large' });
    const large = Buffer.concat([await picture().jpeg().toBuffer(), Buffer.alloc(10_000_000)]);
    expect(await redrawn(large)).toEqual({ refusal: 'photo_too_large' });
    const tooMuch = await open.world.anyone.ask(contract.sendPhoto, {
      params: { year: '2025' },
      body: { clientId: randomUUID(), name: '', content: 'A'.repeat(14_000_000) },
    });
    expect(tooMuch.refusal).toBe('too_large');
  });
});

describe('photos and their suggestion', () => {
  test('at most five, taken back one by one, and they go with the suggestion that has their clientId', async () => {
    const clientId = randomUUID();
    const bytes = await picture().jpeg().toBuffer();
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.push((await upload(bytes, clientId)).body.id);
    expect((await upload(bytes, clientId)).refusal).toBe('too_many_photos');
    const { anyone } = open.world;
    // Whoever does not hold the clientId takes nothing away.
    await anyone.call(contract.removePhoto, { body: { clientId: randomUUID(), photoId: ids[0]! } });
    expect(await anyone.call(contract.removePhoto, { body: { clientId, photoId: ids[0]! } })).toEqual({ photos: 4 });
    const { body } = await send(open, { clientId });
    const followed = await anyone.call(contract.followSuggestion, { query: { code: body.code } });
    expect(followed.photos).toBe(4);
    // Once sent, nothing is added and nothing taken away.
    expect((await upload(bytes, clientId)).refusal).toBe('not_found');
    await anyone.call(contract.removePhoto, { body: { clientId, photoId: ids[1]! } });
    expect((await anyone.call(contract.followSuggestion, { query: { code: body.code } })).photos).toBe(4);
  });

  test('photos whose suggestion never came are gone after two days', async () => {
    await upload(await picture().jpeg().toBuffer());
    expect(await waiting()).toBeGreaterThan(0);
    open.world.clock.advance(49 * 3_600_000);
    await upload(await picture().jpeg().toBuffer());
    expect(await waiting()).toBe(1);
  });

  test('one address does not fill the room for all: what was sent or taken back makes room again', async () => {
    const own = await openWindow({ perPerson: 50 });
    const content = (await picture(8, 8).jpeg().toBuffer()).toString('base64');
    const from = async (remoteAddress: string, clientId: string = randomUUID()) => {
      const response = await own.world.app.inject({
        method: 'POST',
        url: '/api/public/years/2025/photos',
        remoteAddress,
        headers: { host: 'piaojue.test', origin: 'http://piaojue.test', 'x-piaojue': '1' },
        payload: { clientId, name: '', content },
      });
      return { clientId, ...response.json<{ id?: string; refusal?: string }>() };
    };
    const first = await from('192.0.2.1');
    for (let i = 1; i < mostOfAddress; i++) expect((await from('192.0.2.1')).refusal).toBeUndefined();
    expect((await from('192.0.2.1')).refusal).toBe('photos_waiting');
    expect((await from('192.0.2.2')).refusal).toBeUndefined();
    await send(own, { clientId: first.clientId });
    const second = await from('192.0.2.1');
    expect(second.refusal).toBeUndefined();
    expect((await from('192.0.2.1')).refusal).toBe('photos_waiting');
    await own.world.anyone.call(contract.removePhoto, { body: { clientId: second.clientId, photoId: second.id! } });
    expect((await from('192.0.2.1')).refusal).toBeUndefined();
  });

  test('none is taken while no window is open', async () => {
    const closed = await openWindow();
    await closed.clerk.call(contract.closeCollecting, { params: { year: '2025' } });
    const { refusal } = await closed.world.anyone.ask(contract.sendPhoto, {
      params: { year: '2025' },
      body: { clientId: randomUUID(), name: '', content: (await picture().jpeg().toBuffer()).toString('base64') },
    });
    expect(refusal).toBe('window_closed');
  });
});
