import * as contract from '@piaojue/contract';
import { describe, expect, test } from 'vitest';
import { call, pathWith, queryOf } from './call.js';
import { at, wire } from './wire.js';

interface Sent {
  url: string;
  init: RequestInit;
}

const answering = (status: number, body: unknown, sent: Sent[] = []): typeof fetch =>
  (async (url: string, init: RequestInit) => {
    sent.push({ url, init });
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
  }) as typeof fetch;

describe('call', () => {
  test('a 2xx answer is the value', async () => {
    const installation = { congressName: '甲', place: '乙', demo: true, needsSetUp: false };
    expect(await call(answering(200, installation), contract.readInstallation)).toEqual({
      ok: true,
      value: installation,
    });
  });

  test('a refusal keeps its code, status and detail', async () => {
    const answer = { refusal: 'some_refusal', detail: { until: '2024-01-01T00:00:00Z' } };
    expect(await call(answering(423, answer), contract.signIn, { body: { username: 'a', password: 'b' } })).toEqual({
      ok: false,
      refusal: 'some_refusal',
      status: 423,
      detail: { until: '2024-01-01T00:00:00Z' },
    });
  });

  test('what is no number is refused before it is sent, and never becomes nothing', async () => {
    const sent: Sent[] = [];
    const settings = { fundFen: Number.NaN, places: 1 } as never;
    const params = { year: '2025' };
    const done = await call(answering(200, {}, sent), contract.setYear, { params, body: { version: 1, settings } });
    expect(done).toMatchObject({ ok: false, refusal: 'malformed', detail: [{ path: 'body.settings.fundFen' }] });
    expect(sent).toEqual([]);
  });

  test('no answer at all is unreachable', async () => {
    const failing = (async () => {
      throw new TypeError('network');
    }) as unknown as typeof fetch;
    expect(await call(failing, contract.readScreen)).toMatchObject({ ok: false, refusal: 'unreachable' });
  });

  test('an answer that is not ours becomes a neutral refusal, never a value', async () => {
    expect(await call(answering(502, '<html>bad gateway</html>'), contract.readScreen)).toMatchObject({
      ok: false,
      refusal: 'internal',
      status: 502,
    });
    expect(await call(answering(404, 'nothing'), contract.readScreen)).toMatchObject({
      ok: false,
      refusal: 'not_found',
    });
    expect(await call(answering(200, 'not json'), contract.readScreen)).toMatchObject({
      ok: false,
      refusal: 'internal',
    });
  });

  test('every request carries our header, and a body its type', async () => {
    const sent: Sent[] = [];
    await call(answering(200, {}, sent), contract.prepareVote, { params: { voteId: 'abcdefgh' } });
    await call(answering(200, {}, sent), contract.signOut);
    expect(sent[0]).toMatchObject({
      url: '/api/votes/abcdefgh/acts/prepare',
      init: { method: 'POST', body: '{}', headers: { 'x-piaojue': '1', 'content-type': 'application/json' } },
    });
    expect(sent[1]?.init.body).toBeUndefined();
    expect(sent[1]?.init.headers).not.toHaveProperty('content-type');
  });

  test('R-36: the booth and the key page send no cookie', async () => {
    const sent: Sent[] = [];
    await call(answering(200, {}, sent), at('readReceipt'), { query: { tracker: 'A'.repeat(43) } });
    await call(answering(200, {}, sent), at('readTrusteeTask'), { token: 'secret' });
    await call(answering(200, {}, sent), at('readScreen'));
    expect(sent.map(({ init }) => init.credentials)).toEqual(['omit', 'omit', 'same-origin']);
    expect(sent[1]?.init.headers).toMatchObject({ authorization: 'Bearer secret' });
  });
});

describe('paths', () => {
  test('parameters are encoded and a missing one is a mistake of the caller', () => {
    expect(pathWith('/votes/:voteId/pending/:act', { voteId: 'a/b', act: 'open' })).toBe('/votes/a%2Fb/pending/open');
    expect(() => pathWith('/votes/:voteId', {})).toThrow(RangeError);
  });
  test('a query leaves out what is undefined', () => {
    expect(queryOf({ from: 3, to: undefined, tracker: 'a+b/c' })).toBe('?from=3&tracker=a%2Bb%2Fc');
    expect(queryOf({})).toBe('');
  });
});

test('the light list of endpoints says what the contract says', () => {
  const declaredByName = new Map<string, unknown>(Object.entries(contract));
  for (const [name, { method, path }] of Object.entries(wire)) {
    const declared = declaredByName.get(name) as contract.Endpoint;
    expect({ name, method, path }).toEqual({ name, method: declared.method, path: declared.path });
  }
});
