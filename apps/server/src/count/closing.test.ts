import * as contract from '@piaojue/contract';
import { describe, expect, test } from 'vitest';
import { dialects } from '../../../../db/src/testing/databases.js';
import { sealWhenEmpty } from './close.js';
import { actsOf, boardOf, receivedOnly } from '../testing/board.js';
import {
  cast,
  castAll,
  clearPatterns,
  deliver,
  electionOf,
  open,
  partOf,
  prepare,
  seal,
  sittingWithOpenBallot,
  sittingWithSlips,
  stateOf,
  talliedVote,
  tally,
  type Sitting,
} from '../testing/situations.js';
import { fresh, until, type Answer } from '../testing/world.js';

describe.each(dialects)('closing on %s', (dialect) => {
  test('R-59: of many casts that race the closing, every one acknowledged is on the board before its end, and none comes after', async () => {
    const rounds = dialect === 'pg' ? 3 : 6;
    const each = 24;
    const sitting = await sittingWithSlips({
      dialect,
      delegates: each,
      present: each,
      candidates: 3,
      places: 2,
      votes: rounds,
    });
    const { world, clerk, scrutineer } = sitting;
    let late = 0;
    for (const voteId of sitting.voteIds) {
      const one: Sitting = { ...sitting, voteId };
      await clerk.call(contract.freezeVote, { params: { voteId } });
      await prepare(one);
      await open(one);
      const election = await electionOf(one);
      const ballots = sitting.slips.map((slip) => seal(election, slip, '110'));
      await fresh(clerk, scrutineer);
      await clerk.call(contract.closeVote, { params: { voteId } });
      const answers: Promise<Answer<contract.Receipt>>[] = [];
      let closing: Promise<unknown> = Promise.resolve();
      for (const [i, { ballot }] of ballots.entries()) {
        answers.push(cast(one, ballot));
        if (i === 4 + sitting.voteIds.indexOf(voteId))
          closing = scrutineer.call(contract.closeVote, { params: { voteId } });
        await new Promise((done) => setImmediate(done));
      }
      const settled = await Promise.all(answers);
      await closing;
      await until(async () => (await stateOf(one)) === 'closed', 'closed');
      const acknowledged = settled.flatMap(({ status, body }) => (status === 200 ? [body.tracker] : []));
      late += settled.filter(({ refusal }) => refusal === 'ballot_not_open').length;
      expect(settled.every(({ status, refusal }) => status === 200 || refusal === 'ballot_not_open')).toBe(true);
      const board = await boardOf(one);
      expect(board).toMatchObject({ ok: true, ballots: acknowledged.length });
      const records = await world.database.sql(
        `SELECT position, kind, body FROM board_record WHERE vote_id = '${voteId}' ORDER BY position`,
      );
      const end = records.findIndex(({ body }) => String(body).includes('"EndBallots"'));
      expect(end).toBe(records.length - 1);
      for (const tracker of acknowledged)
        expect((await world.anyone.call(contract.readReceipt, { query: { tracker } })).state).toBe('boxed');
      // And again after the end: the box stays shut, the receipts stay good.
      expect((await cast(one, seal(election, sitting.slips[0]!, '100').ballot)).status).toBe(409);
      expect(await world.count(`casting WHERE vote_id = '${voteId}'`)).toBe(acknowledged.length);
    }
    expect(late).toBeGreaterThan(0);
  });

  test('R-60: a box that the process left half closed is closed by the next start, complete, and once', async () => {
    const sitting = await sittingWithOpenBallot({ dialect });
    const { world, voteId } = sitting;
    const election = await electionOf(sitting);
    const ballots = sitting.slips.slice(0, 6).map((slip) => seal(election, slip, '11100'));
    for (const [i, stopAt] of ['after receiving', 'after closing began', 'while proofs are checked'].entries()) {
      // Received and durable, not yet in the box: what a crash right after the commit leaves.
      for (const { ballot } of ballots.slice(2 * i, 2 * i + 2)) await receivedOnly(sitting, ballot);
      if (stopAt !== 'after receiving')
        await world.database.sql(
          `UPDATE vote SET state = 'closing', closed_at = '2024-03-01T02:00:00.000Z' WHERE id = '${voteId}' AND state = 'open'`,
        );
      if (i < 2) {
        await world.close();
        if (i === 1) await world.database.sql(`SELECT 1`);
        await world.open();
        if (i === 0)
          await until(async () => (await world.count(`casting WHERE state = 'boxed'`)) === 2, 'the first two');
        else break;
      }
    }
    await until(async () => (await stateOf(sitting)) === 'closed', 'closed');
    const before = await world.database.sql(
      `SELECT position, hash FROM board_record WHERE vote_id = '${voteId}' ORDER BY position`,
    );
    expect(await boardOf(sitting)).toMatchObject({ ok: true, ballots: 4 });
    await world.restart();
    await sealWhenEmpty(world.deps, voteId);
    expect(
      await world.database.sql(`SELECT position, hash FROM board_record WHERE vote_id = '${voteId}' ORDER BY position`),
    ).toEqual(before);
    expect(await actsOf(sitting, 'box_closed')).toBe(1);
  });
});

test('R-60: a power cut before any one of the writes of a closing: the next start ends it, with every ballot that was acknowledged', async () => {
  const points = 6;
  const sitting = await sittingWithSlips({ votes: points, candidates: 3, places: 2 });
  const { world, clerk, scrutineer } = sitting;
  for (const [point, voteId] of sitting.voteIds.entries()) {
    const one: Sitting = { ...sitting, voteId };
    await clerk.call(contract.freezeVote, { params: { voteId } });
    await prepare(one);
    await open(one);
    const election = await electionOf(one);
    const [early, late] = [sitting.slips.slice(0, 3), sitting.slips.slice(3, 6)];
    for (const slip of early) expect((await cast(one, seal(election, slip, '110').ballot)).status).toBe(200);
    for (const slip of late) await receivedOnly(one, seal(election, slip, '011').ballot);
    await fresh(clerk, scrutineer);
    const { store } = world.deps;
    const write = store.write.bind(store);
    let left = point;
    store.write = (unit) => (left-- > 0 ? write(unit) : Promise.reject(new Error('power cut')));
    await clerk.ask(contract.closeVote, { params: { voteId } });
    await scrutineer.ask(contract.closeVote, { params: { voteId } });
    await new Promise((done) => setTimeout(done, 150));
    await world.restart();
    for (const person of [clerk, scrutineer]) await fresh(person);
    if ((await stateOf(one)) === 'open') {
      // The cut came before the vote was closing: what was asked for once may be asked for again.
      const { pending } = await clerk.call(contract.readVote, { params: { voteId } });
      if (pending.length === 0) await clerk.call(contract.closeVote, { params: { voteId } });
      await scrutineer.call(contract.closeVote, { params: { voteId } });
    }
    await until(async () => (await stateOf(one)) === 'closed', `closed after a cut before write ${point + 1}`);
    expect(await boardOf(one), `point ${point}`).toMatchObject({ ok: true, ballots: 6 });
    expect(await world.count(`casting WHERE vote_id = '${voteId}' AND state = 'boxed'`)).toBe(6);
  }
  expect(await actsOf(sitting, 'box_closed')).toBe(points);
});

test('R-60: wherever the process ends between the steps of a sitting, the next start goes on, and the last board is the same as without', async () => {
  const whole = await sittingWithOpenBallot();
  await castAll(whole, clearPatterns);
  const { world, voteId, clerk, scrutineer } = whole;
  await world.restart();
  await fresh(clerk, scrutineer);
  await clerk.call(contract.closeVote, { params: { voteId } });
  await world.restart();
  await scrutineer.call(contract.closeVote, { params: { voteId } });
  await world.restart(); // the sealing that the request began in the background may or may not have happened
  await until(async () => (await stateOf(whole)) === 'closed');
  const { chain } = await boardOf(whole);
  expect(chain.ballots.length).toBe(clearPatterns.length);
  await tally(whole);
  await world.restart();
  const [, second, third] = whole.keepers;
  await deliver(whole, second!, await partOf(whole, second!));
  await world.restart();
  expect((await deliver(whole, third!, await partOf(whole, third!))).status).toBe(200);
  await world.restart();
  expect(await stateOf(whole)).toBe('counted');
  expect(await boardOf(whole)).toMatchObject({ ok: true, ballots: clearPatterns.length });
});

test('R-60: a count that failed after the last part was delivered is taken up, by the same request again or by the next start', async () => {
  const sitting = await talliedVote();
  const { world, keepers } = sitting;
  const [, second, third] = keepers;
  await deliver(sitting, second!, await partOf(sitting, second!));
  const part = await partOf(sitting, third!);
  const { proofs } = world.deps;
  const run = proofs.run.bind(proofs);
  proofs.run = ((task: { kind: string }, urgent: boolean) =>
    task.kind === 'result'
      ? Promise.reject(new Error('worker died'))
      : run(task as never, urgent)) as typeof proofs.run;
  try {
    expect((await deliver(sitting, third!, part)).status).toBe(200);
    expect(await stateOf(sitting)).toBe('tallying');
    expect(world.logged.join('')).toContain('background work failed');
  } finally {
    proofs.run = run;
  }
  expect((await deliver(sitting, third!, part)).status).toBe(200);
  expect(await stateOf(sitting)).toBe('counted');
});

test('a boxing that fails neither loses nor doubles a ballot: it is told as received, and boxed when the failure is over', async () => {
  const sitting = await sittingWithOpenBallot();
  const { world } = sitting;
  const election = await electionOf(sitting);
  const { ballot, tracker } = seal(election, sitting.slips[0]!, '11100');
  const { proofs } = world.deps;
  const run = proofs.run.bind(proofs);
  let failures = 0;
  proofs.run = ((task: { kind: string }, urgent: boolean) =>
    task.kind === 'proofs' && failures++ < 1
      ? Promise.reject(new Error('worker died'))
      : run(task as never, urgent)) as typeof proofs.run;
  try {
    const { status, body } = await cast(sitting, ballot);
    expect([status, body.state]).toEqual([200, 'received']);
    await until(
      async () => (await world.anyone.call(contract.readReceipt, { query: { tracker } })).state === 'boxed',
      'the second attempt',
    );
  } finally {
    proofs.run = run;
  }
  expect(await world.count('board_record WHERE body IS NULL')).toBe(1);
  expect(world.logged.join('')).toContain('worker died');
  expect(world.logged.join('')).not.toContain(tracker);
});
