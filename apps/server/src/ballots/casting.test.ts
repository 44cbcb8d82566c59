import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import * as contract from '@piaojue/contract';
import { hexDigest, newCredential, type Election } from '@piaojue/ballot-crypto';
import { leafHash, verifyInclusion, openNote, parseCheckpoint, parseNoteKey } from '@piaojue/record';
import { beforeAll, describe, expect, test } from 'vitest';
import { dialects } from '../../../../db/src/testing/databases.js';
import { expectConsistent, expectSilentProcessLog, openBox, type Box } from '../testing/box.js';
import {
  cast,
  castAll,
  electionOf,
  random,
  seal,
  sittingWithOpenBallot,
  sittingWithSlips,
  freeze,
  open,
  prepare,
  type Sitting,
} from '../testing/situations.js';
import { until, type World } from '../testing/world.js';

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

describe.each(dialects)('casting on %s', (dialect) => {
  let box: Box;
  let sitting: Sitting;
  let world: World;
  let election: Election;
  let { slip, sealed, rows } = {} as Box;

  beforeAll(async () => {
    box = await openBox(dialect);
    ({ sitting, world, election, slip, sealed, rows } = box);
  });

  test('a ballot comes into the box with a receipt that proves its place in the log', async () => {
    const { ballot, tracker } = sealed();
    const { status, body } = await cast(sitting, ballot);
    expect(status).toBe(200);
    expect(body).toMatchObject({ tracker, state: 'boxed', reason: null });
    const { entry, proof, checkpoint, position } = body;
    expect(JSON.parse(entry!)).toMatchObject({
      seq: position,
      type: 'ballot_cast',
      data: { ballot: hexDigest(ballot), vote: sitting.voteId },
    });
    expect(JSON.parse(entry!)).not.toHaveProperty('at');
    const key = parseNoteKey(world.deps.log.verifierKey)!;
    const opened = openNote(checkpoint!, [key]);
    const { size, root } = parseCheckpoint((opened as { text: string }).text)!;
    expect(
      verifyInclusion({
        index: position!,
        size,
        root,
        leaf: leafHash(Buffer.from(entry!)),
        proof: proof!.map(bytesOf),
      }),
    ).toBe(true);
    expect((await world.anyone.call(contract.readReceipt, { query: { tracker } })).position).toBe(position);
  });

  test('R-40: fifty equal posts at once make one row and fifty equal answers', async () => {
    const { ballot } = sealed();
    const before = await rows();
    const answers = await Promise.all(Array.from({ length: 50 }, () => cast(sitting, ballot)));
    for (const { status, text } of answers) expect([status, text]).toEqual([200, answers[0]!.text]);
    const after = await rows();
    expect(after.map((n, i) => n - before[i]!)).toEqual([1, 1, election.questions[0]!.answers.length, 2, 1]);
  });

  test('R-40: other bytes under a used slip are refused, and the first ballot stays', async () => {
    const { slip: one } = slip();
    const first = seal(election, one, '1000');
    await cast(sitting, first.ballot);
    const before = await rows();
    for (const pattern of ['0100', '1000', '0000']) {
      const { status, refusal } = await cast(sitting, seal(election, one, pattern).ballot);
      expect([status, refusal]).toEqual([409, 'credential_used']);
    }
    expect(await rows()).toEqual(before);
    expect((await cast(sitting, first.ballot)).body.state).toBe('boxed');
  });

  test('R-98: after a lost reply the same bytes give the same receipt, also when the vote is suspended', async () => {
    const { ballot, tracker } = sealed();
    const { body: first } = await cast(sitting, ballot);
    await castAllMore(1);
    const same = (receipt: contract.Receipt) => ({
      tracker: receipt.tracker,
      state: receipt.state,
      position: receipt.position,
      entry: receipt.entry,
    });
    expect(same((await cast(sitting, ballot)).body)).toEqual(same(first));
    await sitting.clerk.call(contract.suspendVote, { params: { voteId: sitting.voteId }, body: { reason: '休息' } });
    expect(same((await cast(sitting, ballot)).body)).toEqual(same(first));
    const late = sealed();
    expect((await cast(sitting, late.ballot)).refusal).toBe('ballot_not_open');
    await sitting.clerk.call(contract.resumeVote, { params: { voteId: sitting.voteId } });
    expect((await cast(sitting, late.ballot)).body.state).toBe('boxed');
    expect(tracker).toBe(first.tracker);
  });

  async function castAllMore(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => cast(sitting, sealed().ballot)));
  }

  test('R-45: a hundred and twenty different ballots of one slip at once make one row', async () => {
    const { slip: one, voter } = slip();
    const ballots = Array.from(
      { length: 120 },
      (_, i) => seal(election, one, ['1100', '0011', '1001', '0000'][i % 4]!).ballot,
    );
    const answers = await Promise.all(ballots.map((ballot) => cast(sitting, ballot)));
    expect(answers.filter(({ status }) => status === 200).length).toBe(1);
    expect(answers.filter(({ refusal }) => refusal === 'credential_used').length).toBe(119);
    expect(await world.count(`casting WHERE credential = '${box.cheats.publicCredentials[voter]}'`)).toBe(1);
  });

  test('R-36: a cast that carries a cookie or an Authorization is refused, and nothing of it is kept', async () => {
    const { ballot } = sealed();
    const before = await rows();
    const url = `/api/booth/votes/${sitting.voteId}/ballots`;
    const send = (headers: Record<string, string>) =>
      world.anyone.raw({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/json', ...headers },
        payload: JSON.stringify({ ballot }),
      });
    for (const headers of [
      { cookie: sitting.clerk.cookie! },
      { cookie: 'piaojue=x' },
      { cookie: 'theme=dark' },
      { authorization: 'Bearer x' },
      { authorization: 'Basic eDp5' },
    ])
      expect((await send(headers)).status, JSON.stringify(headers)).toBe(400);
    expect(
      (
        await world.anyone.raw({
          url: `/api/booth/receipts?tracker=${'A'.repeat(43)}`,
          headers: { cookie: 'piaojue=x' },
        })
      ).status,
    ).toBe(400);
    expect(await rows()).toEqual(before);
    expect((await send({})).status).toBe(200);
  });

  test('R-28: casting left no address, agent, credential, tracking code or ballot in the process log', () =>
    expectSilentProcessLog(box));

  test('the box holds one ballot a slip, each once on the board and once in the log', () => expectConsistent(box));
});

describe.each(dialects)('many at once on %s', (dialect) => {
  const count = dialect === 'pg' ? 100 : 300;
  test(`R-101: ${count} ballots cast at once over HTTP: none lost, none doubled, no error of the server`, async () => {
    const sitting = await sittingWithOpenBallot({
      dialect,
      delegates: count,
      present: count,
      candidates: 5,
      places: 3,
      logLevel: 'error',
    });
    const { world, voteId } = sitting;
    const election = await electionOf(sitting);
    const patterns = ['11100', '10101', '00000', '01110'];
    const ballots = sitting.slips.map((slip, i) => seal(election, slip, patterns[i % 4]!));
    const address = await world.app.listen({ port: 0, host: '127.0.0.1' });
    const statuses: number[] = [];
    const post = async (ballot: string): Promise<contract.Receipt> => {
      const response = await fetch(`${address}/api/booth/votes/${voteId}/ballots`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-piaojue': '1', origin: address },
        body: JSON.stringify({ ballot }),
      });
      statuses.push(response.status);
      return (await response.json()) as contract.Receipt;
    };
    const receipts = await Promise.all(ballots.map(({ ballot }) => post(ballot)));
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    expect(receipts.map(({ tracker }) => tracker)).toEqual(ballots.map(({ tracker }) => tracker));
    await until(async () => (await world.count(`casting WHERE state = 'boxed'`)) === count, 'all to be boxed');
    expect(await world.count('casting')).toBe(count);
    expect(await world.count('board_record WHERE body IS NULL')).toBe(count);
    const places = await Promise.all(
      ballots.map(
        async ({ tracker }) => (await world.anyone.call(contract.readReceipt, { query: { tracker } })).position,
      ),
    );
    expect(new Set(places).size).toBe(count);
  });
});

test('a slip that was struck out before the box was sealed is refused as such', async () => {
  const sitting = await sittingWithSlips({ slips: 8 });
  const { keepers, slips, world } = sitting;
  const { elections } = await keepers[0]!.page.call(contract.readTrusteeTask);
  const { deriveCredential } = await import('@piaojue/ballot-crypto');
  const { group } = await import('../testing/situations.js');
  const keysOf = (slip: string) =>
    elections.map(({ uuid }) => ({ uuid, publicKey: deriveCredential(group, uuid, slip).publicKey }));
  const strike = (slip: string) =>
    keepers[0]!.page.ask(contract.voidSlips, { body: { slips: [keysOf(slip)], reason: 'spoiled' } });
  expect((await strike(slips[7]!)).body.slips).toMatchObject({ printed: 8, void: 1, issued: 7 });
  expect((await strike(slips[7]!)).refusal).toBe('slip_unknown');
  expect((await strike(newCredential(random))).refusal).toBe('slip_unknown');
  await freeze(sitting);
  await prepare(sitting);
  expect((await strike(slips[6]!)).refusal).toBe('slips_in_use');
  await open(sitting);
  const election = await electionOf(sitting);
  expect((await cast(sitting, seal(election, slips[7]!, '11100').ballot)).refusal).toBe('credential_void');
  const use = (slip: string) =>
    world.anyone.call(contract.readSlipUse, {
      params: { voteId: sitting.voteId },
      query: { publicKey: deriveCredential(group, election.uuid, slip).publicKey },
    });
  expect(await use(slips[7]!)).toMatchObject({ known: true, void: true, receipt: null });
  expect(await use(slips[0]!)).toMatchObject({ known: true, void: false, receipt: null });
  await castAll(sitting, ['11100']);
  expect((await use(slips[0]!)).receipt?.state).toBe('boxed');
  expect(await use(newCredential(random))).toMatchObject({ known: false });
});

test('R-104: while another process holds the write lock of the database for 3 s, a cast waits and then is taken', async () => {
  const sitting = await sittingWithOpenBallot();
  const { ballot } = seal(await electionOf(sitting), sitting.slips[0]!, '11100');
  const driver = createRequire(new URL('../../../../db/package.json', import.meta.url)).resolve(
    Number(process.versions.napi) >= 10 ? 'better-sqlite3' : 'better-sqlite3-node20',
  );
  const script = `const D = require(${JSON.stringify(driver)}); const d = new D(${JSON.stringify(sitting.world.dataFile)}, { timeout: 5000 }); d.exec('BEGIN IMMEDIATE'); console.log('held'); setTimeout(() => d.exec('COMMIT'), 3000);`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((done) => child.stdout.once('data', done));
  const began = performance.now();
  const { status, body } = await cast(sitting, ballot);
  expect([status, body.state]).toEqual([200, 'boxed']);
  expect(performance.now() - began).toBeGreaterThan(1500);
});
