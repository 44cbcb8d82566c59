import { randomUUID } from 'node:crypto';
import * as contract from '@piaojue/contract';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { idea } from '../testing/samples/idea.js';
import {
  openWindow,
  publishAll,
  send,
  sending,
  sent,
  solved,
  workedProof,
  yearWithDraftNotice,
  type Collecting,
} from '../testing/collecting.js';
import { addressOf, Limit } from './limits.js';

let open: Collecting;
beforeAll(async () => {
  open = await openWindow({ perPerson: 50 });
});
const params = () => ({ year: String(open.year) });
const suggestions = () => open.world.count('suggestion');
const show = (seqs: number[]) => open.clerk.call(contract.showSuggestions, { body: { seqs, shown: true } });

describe('the notice and the window', () => {
  test('a draft notice never shows, and nothing is taken before the window opens', async () => {
    const draft = await yearWithDraftNotice();
    const { anyone } = draft.world;
    const before = await anyone.ask(contract.readCollecting);
    expect(before.body).toEqual({ current: null, years: [] });
    expect(before.text).not.toContain('一事一提');
    expect((await send(draft)).refusal).toBe('not_found');
    expect((await anyone.ask(contract.readPublicFigures, { params: { year: '2025' } })).refusal).toBe('not_found');
    await publishAll(draft);
    const published = await anyone.call(contract.readCollecting);
    expect(published.current).toMatchObject({ year: 2025, window: 'not_yet', collectUntil: '2024-04-01' });
    expect((await send(draft)).refusal).toBe('window_closed');
  });

  test('acts decide, not dates: open long after the last day of the notice, closed by the act', async () => {
    const collecting = await openWindow();
    const { world, clerk } = collecting;
    world.clock.advance(60 * 86_400_000);
    expect((await send(collecting)).status).toBe(200);
    const again = await world.person('clerk2', ['clerk']);
    await again.call(contract.closeCollecting, { params: { year: '2025' } });
    expect((await world.anyone.call(contract.readCollecting)).current?.window).toBe('closed');
    expect((await send(collecting)).refusal).toBe('window_closed');
    expect(clerk.accountId).not.toBe(again.accountId);
  });
});

describe('one idea, sent once', () => {
  test('a suggestion sent twice, or twice at once, is one, and gives the same code', async () => {
    const proof = await workedProof(open.world.anyone);
    const body = sending({ proof });
    const before = await suggestions();
    const [a, b] = await Promise.all(
      [1, 2].map(() => open.world.anyone.call(contract.sendSuggestion, { params: params(), body })),
    );
    const c = await open.world.anyone.call(contract.sendSuggestion, { params: params(), body });
    expect(new Set([a?.code, b?.code, c.code]).size).toBe(1);
    expect(c.again).toBe(true);
    expect(await suggestions()).toBe(before + 1);
  });

  test('the code has 78 bits and is followed however it is typed', async () => {
    const { code } = await sent(open);
    expect(code).toMatch(/^([2-9A-HJKMNP-TV-Z]{4}-){3}[2-9A-HJKMNP-TV-Z]{4}$/);
    for (const typed of [code, code.toLowerCase(), code.replaceAll('-', ''), ` ${code.replaceAll('-', '－')} `])
      expect((await open.world.anyone.ask(contract.followSuggestion, { query: { code: typed } })).status).toBe(200);
  });

  test('an unknown place and an unknown category are refused', async () => {
    expect((await send(open, { suggestion: idea({ placeCode: 'nowhere' }) })).refusal).toBe('place_unknown');
    const wrong = { ...idea(), category: '其他' } as never;
    expect((await send(open, { suggestion: wrong })).refusal).toBe('malformed');
  });
});

describe('what keeps machines away', () => {
  test('the hidden field: whoever fills it is told, and nothing is taken', async () => {
    const before = await suggestions();
    expect((await send(open, { website: 'http://x' })).refusal).toBe('filled_by_machine');
    expect(await suggestions()).toBe(before);
  });

  test('a solved challenge is good for one suggestion', async () => {
    const proof = await workedProof(open.world.anyone);
    expect((await send(open, { proof })).status).toBe(200);
    expect((await send(open, { proof })).refusal).toBe('proof_used');
  });

  test('an expired, forged, unsolved or easier challenge is refused', async () => {
    const { world } = open;
    const honest = JSON.parse(await workedProof(world.anyone));
    const forged: Record<string, (proof: typeof honest) => void> = {
      'another salt': (proof) => (proof.challenge.parameters.salt = '0'.repeat(32)),
      'a later end': (proof) => (proof.challenge.parameters.data.until += 1),
      'another signature': (proof) => (proof.challenge.signature = '0'.repeat(64)),
      'no signature': (proof) => delete proof.challenge.signature,
      'less work': (proof) => (proof.challenge.parameters.cost = 1),
      'an easier goal': (proof) => (proof.challenge.parameters.keyPrefix = '0'),
      'another counter': (proof) => (proof.solution.counter += 1),
      'a key made up': (proof) => (proof.solution.derivedKey = '000' + 'a'.repeat(61)),
      'one more key': (proof) => (proof.challenge.parameters.keySignature = '00'),
      'no solution': (proof) => (proof.solution = null),
    };
    for (const [how, spoil] of Object.entries(forged)) {
      const proof = structuredClone(honest);
      spoil(proof);
      const { refusal } = await send(open, { proof: JSON.stringify(proof) });
      expect(refusal, how).toMatch(/^proof_(invalid|expired)$/);
    }
    for (const nothing of ['', '{}', 'null', '[]', 'not json'])
      expect((await send(open, { proof: nothing })).refusal, nothing).toBe('proof_invalid');
    const { challenge } = await world.anyone.call(contract.readChallenge);
    world.clock.advance(61 * 60_000);
    expect((await send(open, { proof: await solved(challenge) })).refusal).toBe('proof_expired');
    world.clock.advance(-61 * 60_000);
  });

  test('one device sends as many as the year allows, by whatever address', async () => {
    const collecting = await openWindow({ perPerson: 2 });
    const device = 'device-of-somebody-01';
    for (let i = 0; i < 2; i++) expect((await send(collecting, { device })).status).toBe(200);
    expect((await send(collecting, { device })).refusal).toBe('per_person_reached');
    expect((await send(collecting)).status).toBe(200);
    // It holds over a restart, unlike what is only kept in memory.
    await collecting.world.restart();
    expect((await send(collecting, { device })).refusal).toBe('per_person_reached');
    expect(await collecting.world.database.sql('SELECT supports FROM suggestion WHERE supports <> 0')).toEqual([]);
  });

  test('without script no work is done: three an hour from one address, and no device is asked for', async () => {
    const collecting = await openWindow();
    const plain = () => send(collecting, { proof: null, device: null });
    for (let i = 0; i < 3; i++) expect((await plain()).status).toBe(200);
    expect((await plain()).refusal).toBe('no_script_limit');
    // Leaving out the device does not save a machine from the limit, nor does leaving out the work.
    expect((await send(collecting, { device: null })).refusal).toBe('no_script_limit');
    expect((await send(collecting, { proof: null })).refusal).toBe('no_script_limit');
    expect((await send(collecting)).status).toBe(200);
    collecting.world.clock.advance(60 * 60_000);
    expect((await plain()).status).toBe(200);
  });

  test('a limit gives out as many as it says within its time, whoever asks', () => {
    const taken = fc.array(fc.record({ key: fc.constantFrom('a', 'b'), wait: fc.nat(40_000) }), { maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), taken, (most, asks) => {
        const limit = new Limit(most, 1);
        let now = 0;
        const given: Record<string, number[]> = { a: [], b: [] };
        for (const { key, wait } of asks) {
          now += wait;
          if (limit.take(key, now)) given[key]!.push(now);
        }
        for (const times of Object.values(given))
          for (const [i, from] of times.entries()) {
            // A window that starts anew may follow a full one at once: never more than twice as many.
            expect(times.slice(i).filter((at) => at < from + 60_000).length).toBeLessThanOrEqual(2 * most);
          }
      }),
    );
  });

  test('of IPv6 a whole network counts as one address', () => {
    expect(addressOf({ ip: '2001:db8:1:2:3:4:5:6' })).toBe(addressOf({ ip: '2001:db8:1:2::9' }));
    expect(addressOf({ ip: '2001:db8:1:2::9' })).not.toBe(addressOf({ ip: '2001:db8:1:3::9' }));
    expect(addressOf({ ip: '::ffff:10.0.0.1' })).toBe('::ffff:10.0.0.1');
  });
});

describe('similar ones and 附议', () => {
  test('only what the clerk let through is found, read or supported by others', async () => {
    const { seq } = await sent(open, { title: '城北新村安装太阳能路灯', content: '城北新村晚上太黑，请装路灯。' });
    const { anyone } = open.world;
    const find = () =>
      anyone.call(contract.findSimilar, { params: params(), query: { title: '城北新村装太阳能路灯' } });
    const listed = () => anyone.call(contract.listPublicSuggestions, { params: params(), query: { q: '太阳能路灯' } });
    expect((await find()).similar).toEqual([]);
    expect((await listed()).total).toBe(0);
    expect((await anyone.ask(contract.readPublicSuggestion, { params: { seq: String(seq) } })).status).toBe(404);
    const body = { device: 'somebody-else-0000001', proof: await workedProof(anyone) };
    expect((await anyone.ask(contract.supportSuggestion, { params: { seq: String(seq) }, body })).refusal).toBe(
      'not_found',
    );
    await show([seq]);
    expect((await find()).similar.map((each) => each.seq)).toEqual([seq]);
    expect((await listed()).suggestions).toMatchObject([{ seq, state: 'received', supports: 0 }]);
  });

  test('one device supports once, and nobody supports their own', async () => {
    const { seq } = await sent(open, { title: '河边公园增加健身器材' }, 'device-of-the-author-1');
    await show([seq]);
    const { anyone } = open.world;
    const support = async (device: string) =>
      anyone.call(contract.supportSuggestion, {
        params: { seq: String(seq) },
        body: { device, proof: await workedProof(anyone) },
      });
    expect(await support('device-of-a-neighbour-1')).toEqual({ supports: 1, again: false });
    expect(await support('device-of-a-neighbour-1')).toEqual({ supports: 1, again: true });
    expect(await support('device-of-the-author-1')).toEqual({ supports: 1, again: true });
    expect(await support('device-of-a-neighbour-2')).toEqual({ supports: 2, again: false });
    const proof = await workedProof(anyone);
    const twice = { params: { seq: String(seq) }, body: { device: 'device-of-a-neighbour-3', proof } };
    await anyone.call(contract.supportSuggestion, twice);
    const other = { ...twice, body: { device: 'device-of-a-neighbour-4', proof } };
    expect((await anyone.ask(contract.supportSuggestion, other)).refusal).toBe('proof_used');
  });

  test('support of a merged one is support of the one that leads, once a device; unmerged, each keeps its own', async () => {
    const [a, b] = [
      (await sent(open, { title: '南门口增设公交站' }, 'device-of-the-author-a')).seq,
      (await sent(open, { title: '南门外请设公交站' }, 'device-of-the-author-b')).seq,
    ];
    await show([a, b]);
    // Nobody can support what nobody has looked at yet.
    open.world.clock.advance(60_000);
    const { anyone } = open.world;
    const clerk = await open.world.as('clerk');
    const at = (seq: number) => ({ seq: String(seq) });
    const version = async (seq: number) => (await clerk.call(contract.readSuggestion, { params: at(seq) })).version;
    const counts = async () =>
      (await open.world.database.sql(`SELECT supports FROM suggestion WHERE seq IN (${a}, ${b}) ORDER BY seq`)).map(
        ({ supports }) => Number(supports),
      );
    const support = async (seq: number, device: string) =>
      anyone.call(contract.supportSuggestion, {
        params: at(seq),
        body: { device, proof: await workedProof(anyone) },
      });
    await clerk.call(contract.mergeSuggestions, { params: at(a), body: { version: await version(a), sources: [b] } });
    expect((await support(b, 'device-of-a-neighbour-1')).again).toBe(false);
    expect((await support(a, 'device-of-a-neighbour-1')).again).toBe(true);
    expect((await support(a, 'device-of-a-neighbour-2')).again).toBe(false);
    expect((await support(b, 'device-of-a-neighbour-2')).again).toBe(true);
    expect(await counts()).toEqual([2, 1]);
    await clerk.call(contract.unmergeSuggestion, {
      params: at(b),
      body: { version: await version(b), reason: '是两件事' },
    });
    expect(await counts()).toEqual([1, 1]);
  });
});

test('another text under a number already used is another suggestion, taken once; it is not answered with the first', async () => {
  const clientId = randomUUID();
  const first = await send(open, { clientId, suggestion: idea({ title: '两页里的第一条' }) });
  const before = await suggestions();
  const other = { clientId, suggestion: idea({ title: '两页里的第二条' }) };
  const second = await send(open, other);
  expect(second.body).toEqual({ code: expect.any(String) as string, again: false });
  expect(second.body.code).not.toBe(first.body.code);
  expect((await send(open, other)).body).toEqual({ code: second.body.code, again: true });
  const again = await send(open, { clientId, suggestion: idea({ title: '两页里的第一条' }) });
  expect(again.body).toEqual({ code: first.body.code, again: true });
  expect(await suggestions()).toBe(before + 1);
});

test('the public list is in the order of days, whenever something was entered', async () => {
  const seqs: number[] = [];
  for (const receivedOn of ['2024-02-20', '2024-02-27', '2024-02-10']) {
    const { seq } = await open.clerk.call(contract.addSuggestion, {
      params: params(),
      body: { channel: 'letter', sourceRef: null, receivedOn, suggestion: idea({ title: '按日期排的信' }) },
    });
    seqs.push(seq);
  }
  await show(seqs);
  const { suggestions: listed } = await open.world.anyone.call(contract.listPublicSuggestions, {
    params: params(),
    query: { q: '按日期排的信' },
  });
  expect(listed.map(({ receivedAt }) => receivedAt.slice(0, 10))).toEqual(['2024-02-27', '2024-02-20', '2024-02-10']);
});

test('a phone number typed in full-width digits is one', async () => {
  const phone = '１３９－０００１（２３）４５';
  const { seq } = await sent(open, { suggester: { name: '', phone, email: '' } });
  const kept = await open.clerk.call(contract.readSuggestion, { params: { seq: String(seq) } });
  expect(kept.suggester?.phone).toBe('139-0001(23)45');
  const wrong = sending({ suggestion: idea({ suggester: { name: '', phone: '打不通', email: '' } }) });
  expect((await send(open, wrong)).refusal).toBe('malformed');
});

test('R-70: no name, phone or address of anybody stands in a public answer or in the log', async () => {
  const suggester = { name: '王某某甲', phone: '13900001234', email: 'wang@example.com' };
  const { seq, code } = await sent(open, { title: '建一座过街天桥', suggester });
  await show([seq]);
  const { anyone } = open.world;
  const answers = await Promise.all([
    anyone.ask(contract.followSuggestion, { query: { code } }),
    anyone.ask(contract.readPublicSuggestion, { params: { seq: String(seq) } }),
    anyone.ask(contract.listPublicSuggestions, { params: params(), query: { q: '天桥' } }),
    anyone.ask(contract.findSimilar, { params: params(), query: { title: '建过街天桥' } }),
    anyone.ask(contract.readPublicFigures, { params: params() }),
    anyone.ask(contract.readCollecting),
    anyone.raw({ url: '/api/public/log.jsonl' }),
  ]);
  for (const { status, text } of answers) {
    expect(status).toBe(200);
    expect(text).not.toMatch(/王某某甲|13900001234|wang@/);
  }
  // Nor does a list or a reading for all give the code away.
  for (const { text } of answers.slice(1)) expect(text).not.toContain(code);
  expect(open.world.logged.join('')).not.toMatch(/王某某甲|13900001234/);
});

test('another person’s suggestion is not sent again under a new clientId without new work', async () => {
  const proof = await workedProof(open.world.anyone);
  const clientId = randomUUID();
  expect((await send(open, { proof, clientId })).status).toBe(200);
  expect((await send(open, { proof, clientId: randomUUID() })).refusal).toBe('proof_used');
});
