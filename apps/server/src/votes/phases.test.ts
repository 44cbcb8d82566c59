import fc from 'fast-check';
import * as contract from '@piaojue/contract';
import { readArchive, readChain, verifyElectionSoFar } from '@piaojue/ballot-crypto';
import { nextState, voteActs, type VoteAct, type VoteState } from '@piaojue/rules';
import { describe, expect, test } from 'vitest';
import { dialects } from '../../../../db/src/testing/databases.js';
import {
  cast,
  castAll,
  clearPatterns,
  close,
  closedVote,
  confirmedVote,
  countedVote,
  deliver,
  electionOf,
  noPaper,
  open,
  openBox,
  openingOf,
  partOf,
  prepare,
  publish,
  publishedVote,
  seal,
  sittingWithFrozenVote,
  sittingWithOpenBallot,
  sittingWithReadyVote,
  sittingWithSlips,
  slipLists,
  stateOf,
  tally,
  talliedVote,
  type Sitting,
} from '../testing/situations.js';
import { forgedPartOf } from '../testing/cheats.js';
import { fresh, until, type Answer, type Person } from '../testing/world.js';
import { sealWhenEmpty } from '../count/close.js';

/** The board of a vote as anybody downloads it, checked by the verifier. */
async function boardOf({ world, voteId }: Sitting) {
  const { text } = await world.anyone.raw({ url: `/api/public/votes/${voteId}/archive.bel` });
  const archive = readArchive(new Uint8Array(Buffer.from(text, 'utf8')));
  if (!archive.ok) throw new Error(archive.failed);
  const chain = readChain(archive.records);
  if (!chain.ok) throw new Error(chain.failed);
  const checked = await verifyElectionSoFar(chain, {});
  return { chain, ok: checked.ok, ballots: chain.ballots.length };
}

const entriesOf = async ({ world }: Sitting, type: string) =>
  (await world.database.sql('SELECT entry FROM log_leaf ORDER BY seq'))
    .map(({ entry }) => JSON.parse(String(entry)) as { type: string; data: Record<string, unknown> })
    .filter((entry) => entry.type === type);
const actsOf = async (sitting: Sitting, type: string): Promise<number> => (await entriesOf(sitting, type)).length;

describe.each(dialects)('two people on %s', (dialect) => {
  test('R-08: one person counts once, whatever offices they hold', async () => {
    const sitting = await sittingWithReadyVote({ dialect });
    const { world, voteId, clerk } = sitting;
    const both = await world.person('both', ['clerk', 'scrutineer']);
    const ask = (person: Person) =>
      person.ask(contract.openVote, { params: { voteId }, body: { countdownMinutes: 5 } });
    await fresh(both, clerk);
    expect((await ask(both)).body).toMatchObject({
      state: 'ready',
      pending: [{ act: 'open', byAccountId: both.accountId }],
    });
    for (let i = 0; i < 3; i++) expect((await ask(both)).refusal).toBe('wrong_person');
    expect(await stateOf(sitting)).toBe('ready');
    // Two of one office are not two offices.
    const second = await world.person('clerk2', ['clerk']);
    await fresh(second);
    await clerk.call(contract.withdrawPendingAct, { params: { voteId, act: 'open' } });
    expect((await ask(clerk)).body.pending.length).toBe(1);
    expect((await ask(second)).refusal).toBe('wrong_person');
    expect((await ask(both)).body.state).toBe('open');
    expect(await actsOf(sitting, 'vote_opened')).toBe(1);
  });

  test('R-08: two who confirm at the same moment make exactly one move', async () => {
    const sitting = await sittingWithOpenBallot({ dialect });
    const { world, voteId, clerk, scrutineer } = sitting;
    const scrutineer2 = await world.person('scrutineer2', ['scrutineer']);
    await fresh(clerk, scrutineer, scrutineer2);
    const ask = (person: Person) => person.ask(contract.closeVote, { params: { voteId } });
    const answers = await Promise.all([clerk, scrutineer, scrutineer2, clerk, scrutineer, scrutineer2].map(ask));
    expect(answers.filter(({ status, body }) => status === 200 && body.state === 'closing').length).toBe(1);
    expect(await actsOf(sitting, 'vote_closing')).toBe(1);
    expect(await actsOf(sitting, 'act_requested')).toBe(2); // one for opening, one for closing
    await until(async () => (await stateOf(sitting)) === 'closed');
    expect(await actsOf(sitting, 'box_closed')).toBe(1);
  });

  test('R-08: the request of somebody who lost the account since does not count', async () => {
    const sitting = await sittingWithReadyVote({ dialect });
    const { world, voteId, scrutineer } = sitting;
    const leaving = await world.person('leaving', ['clerk']);
    await fresh(leaving, scrutineer);
    await leaving.call(contract.openVote, { params: { voteId }, body: { countdownMinutes: null } });
    await (
      await world.as('admin')
    ).call(contract.setAccountDisabled, { params: { accountId: leaving.accountId }, body: { disabled: true } });
    const { body } = await scrutineer.ask(contract.openVote, { params: { voteId }, body: { countdownMinutes: null } });
    expect(body).toMatchObject({ state: 'ready', pending: [{ act: 'open', byAccountId: scrutineer.accountId }] });
  });
});

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

/** A ballot of which nothing but the first commit was reached. */
async function receivedOnly({ world, voteId }: Sitting, ballot: string): Promise<void> {
  const { hexDigest } = await import('@piaojue/ballot-crypto');
  const { credential } = JSON.parse(ballot) as { credential: string };
  const hash = hexDigest(ballot);
  await world.database.sql(
    `INSERT INTO ballot (hash, vote_id, credential, raw) VALUES ('${hash}', '${voteId}', '${credential}', '${ballot}')`,
  );
  await world.database.sql(
    `INSERT INTO casting (ballot_hash, vote_id, credential, state) VALUES ('${hash}', '${voteId}', '${credential}', 'received')`,
  );
}

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

describe('states', () => {
  test('R-61: closed is final: nobody opens, suspends or resumes it again, and no ballot comes in', async () => {
    const sitting = await closedVote();
    const { world, voteId, clerk, scrutineer } = sitting;
    await fresh(clerk, scrutineer);
    const election = await electionOf(sitting);
    for (const answer of [
      await clerk.ask(contract.openVote, { params: { voteId }, body: { countdownMinutes: null } }),
      await clerk.ask(contract.resumeVote, { params: { voteId } }),
      await clerk.ask(contract.suspendVote, { params: { voteId }, body: { reason: 'x' } }),
      await clerk.ask(contract.closeVote, { params: { voteId } }),
      await clerk.ask(contract.prepareVote, { params: { voteId } }),
      await clerk.ask(contract.freezeVote, { params: { voteId } }),
    ])
      expect(answer.refusal).toBe('wrong_phase');
    expect((await cast(sitting, seal(election, sitting.slips[7]!, '11100').ballot)).refusal).toBe('ballot_not_open');
    await expect(world.database.sql(`UPDATE vote SET state = 'open' WHERE id = '${voteId}'`)).rejects.toThrow(
      /not allowed/,
    );
  });

  test('R-62: after the freeze list and rules are refused with 409, and a direct edit by the database', async () => {
    const sitting = await sittingWithFrozenVote();
    const { world, voteId, clerk } = sitting;
    const { candidates, rules, frozenHash } = await clerk.call(contract.readVote, { params: { voteId } });
    for (const answer of [
      await clerk.ask(contract.setRules, { params: { voteId }, body: { rules: { ...rules, places: 5 } } }),
      await clerk.ask(contract.withdrawCandidate, {
        params: { voteId, candidateId: candidates[0]!.id },
        body: { withdrawn: true, reason: 'x' },
      }),
      await clerk.ask(contract.importCandidates, {
        params: { voteId },
        body: { format: 'json', content: '[{}]', commit: true },
      }),
      await clerk.ask(contract.freezeVote, { params: { voteId } }),
    ])
      expect([answer.status, answer.refusal]).toEqual([409, 'wrong_phase']);
    for (const statement of [
      `UPDATE vote SET rules = '{}'`,
      `UPDATE vote SET title = 'x'`,
      `UPDATE candidate SET list_number = list_number + 100`,
      `DELETE FROM candidate`,
      `UPDATE candidate SET fields = '{}'`,
    ])
      await expect(world.database.sql(statement), statement).rejects.toThrow(/frozen/);
    await prepare(sitting);
    const election = await electionOf(sitting);
    expect(election.raw).toContain(frozenHash);
    for (const { fields, listNumber } of candidates) expect(election.raw).toContain(`${listNumber}. ${fields.name}`);
    await expect(world.database.sql(`UPDATE vote SET election = '{}'`)).rejects.toThrow(/sealed/);
  });
});

describe.each(dialects)('walks on %s', (dialect) => {
  test('R-58: on any walk of acts a vote moves exactly as the rules say, and each move leaves one entry of the log', async () => {
    const walks = dialect === 'pg' ? 3 : 6; // six votes are as many as one list of slips can serve
    const sitting = await sittingWithSlips({ dialect, votes: walks });
    let next = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...voteActs), { minLength: 12, maxLength: 22 }),
        fc.nat(11),
        async (noise, cut) => {
          const one: Sitting = { ...sitting, voteId: sitting.voteIds[next++ % walks]! };
          if (next > walks) return;
          // A straight way to somewhere, with noise at every step: most acts are refused wherever they come.
          const straight: VoteAct[] = (
            [
              'freeze',
              'prepare',
              'open',
              'suspend',
              'resume',
              'close',
              'seal',
              'tally',
              'count',
              'confirm',
              'publish',
            ] as const
          ).slice(0, cut + 1);
          const acts = straight.flatMap((act, i) => [act, ...noise.slice(i, i + 2)]);
          let state: VoteState = 'draft';
          let ballots = false;
          for (const act of acts) {
            if ((act === 'void' && state !== 'counted') || act === 'discard') continue; // else most walks end at once
            const to = nextState(state, act);
            if (act === 'seal' || act === 'count') continue; // made by the machine as part of close and of the last part
            if (act === 'close' && to && !ballots) {
              const election = await electionOf(one);
              if (state === 'open')
                for (const [i, pattern] of clearPatterns.entries())
                  await cast(one, seal(election, one.slips[i]!, pattern).ballot);
              ballots = true;
            }
            const from = await logSize(one);
            const answer = await doAct(one, act);
            if (to) {
              expect(answer.status, `${state} ${act}: ${answer.text}`).toBe(200);
              state = to;
              if (act === 'close') {
                await until(async () => (await stateOf(one)) === 'closed');
                state = 'closed';
              }
              if (act === 'tally') {
                await openBox(one);
                state = 'counted';
              }
              expect(await logSize(one)).toBeGreaterThan(from);
            } else {
              expect([answer.status, answer.refusal], `${state} ${act}`).toEqual([409, 'wrong_phase']);
            }
            expect(await stateOf(one), act).toBe(state);
          }
        },
      ),
      { numRuns: walks, seed: 20240301, endOnFailure: true },
    );
    expect(next).toBeGreaterThanOrEqual(walks);
  });
});

const logSize = async ({ world }: Sitting): Promise<number> =>
  world.count(`log_leaf WHERE entry NOT LIKE '%password%'`);

async function doAct(sitting: Sitting, act: VoteAct): Promise<Answer> {
  const { clerk, scrutineer, chair, teller, voteId, plan } = sitting;
  const params = { voteId };
  const two = async (ask: (person: Person) => Promise<Answer>, first: Person, second: Person): Promise<Answer> => {
    await fresh(first, second);
    const asked = await ask(first);
    return asked.status === 200 ? ask(second) : asked;
  };
  switch (act) {
    case 'freeze':
      return clerk.ask(contract.freezeVote, { params });
    case 'prepare':
      return clerk.ask(contract.prepareVote, { params });
    case 'open':
      return two(
        (person) => person.ask(contract.openVote, { params, body: { countdownMinutes: null } }),
        clerk,
        scrutineer,
      );
    case 'suspend':
      return clerk.ask(contract.suspendVote, { params, body: { reason: '休息' } });
    case 'resume':
      return clerk.ask(contract.resumeVote, { params });
    case 'close':
      return two((person) => person.ask(contract.closeVote, { params }), scrutineer, clerk);
    case 'tally': {
      const paper = await teller.ask(contract.setPaperTotals, { params, body: noPaper(plan.candidates) });
      return paper.status === 200 ? teller.ask(contract.tallyVote, { params }) : paper;
    }
    case 'correct': {
      // A blank paper more or less: the outcome stays what it is.
      const now = await teller.call(contract.readVote, { params });
      const returned = (now.paper?.returned ?? 0) === 0 ? 1 : 0;
      const projects = noPaper(plan.candidates).projects.map((line) => ({ ...line, abstain: returned }));
      const totals = { ...noPaper(plan.candidates), returned, projects };
      return two(
        (person) => person.ask(contract.correctPaper, { params, body: { totals, reason: '漏计一张' } }),
        teller,
        scrutineer,
      );
    }
    case 'discard':
      return clerk.ask(contract.discardVote, { params });
    case 'confirm':
      return chair.ask(contract.confirmOutcome, { params, body: { decision: '', chosen: [] } });
    case 'publish':
      return two(
        (person) => person.ask(contract.publishVote, { params, body: { announcementNumber: '第1号' } }),
        chair,
        clerk,
      );
    case 'void':
      return two((person) => person.ask(contract.voidVote, { params, body: { reason: '试验' } }), clerk, chair);
    case 'seal':
    case 'count':
      throw new Error('nobody may do this');
  }
}

describe('who may vote', () => {
  test('R-48: a list of slips in which a key repeats, or that is not a list of keys, is refused; the good one is sorted, counted and in the log', async () => {
    const sitting = await sittingWithSlips({ slips: 0 }).catch(() => undefined);
    expect(sitting).toBeUndefined(); // a list of no slips is malformed
    const { sittingWithDraftVote, holdCeremony, random } = await import('../testing/situations.js');
    const { newCredential, credentialsRecord, hexDigest } = await import('@piaojue/ballot-crypto');
    const bare = await sittingWithDraftVote();
    const early = await bare.world.anyone.ask(contract.registerSlips, {
      body: { lists: [{ uuid: 'NobodyNobody12', publicKeys: ['00'] }] },
    });
    expect(early.status).toBe(401);
    await holdCeremony(bare);
    const page = bare.keepers[0]!.page;
    const slips = Array.from({ length: 8 }, () => newCredential(random));
    const lists = await slipLists(bare, slips);
    const send = (given: typeof lists) => page.ask(contract.registerSlips, { body: { lists: given } });
    const first = lists[0]!;
    const with0 = (keys: string[]) => [{ ...first, publicKeys: keys }, ...lists.slice(1)];
    const identity = `${'0'.repeat(63)}1`;
    const small = `80${'0'.repeat(62)}`;
    const wrong: readonly (readonly [string, typeof lists])[] = [
      ['credential_repeated', with0(first.publicKeys.with(1, first.publicKeys[0]!))],
      ['list_invalid', with0(first.publicKeys.slice(1))],
      ['list_invalid', with0(first.publicKeys.with(0, identity))],
      ['list_invalid', with0(first.publicKeys.with(0, small))],
      ['list_invalid', with0(first.publicKeys.with(0, 'xyz'))],
      ['list_invalid', with0(first.publicKeys.with(0, first.publicKeys[0]!.toUpperCase()))],
      ['list_invalid', lists.slice(1)],
      ['list_invalid', [...lists.slice(1), { ...first, uuid: 'NobodyNobody12' }]],
      ['list_invalid', [...lists, first]],
    ];
    for (const [i, [refusal, given]] of wrong.entries()) {
      const answer = await send(given);
      expect(answer.refusal, `list ${i}: ${answer.text.slice(0, 200)}`).toBe(refusal);
    }
    expect(await bare.world.count('public_credential')).toBe(0);
    const { status, body } = await send(lists);
    expect(status).toBe(200);
    expect(body.slips).toMatchObject({ printed: 8, issued: 8, void: 0 });
    expect((await send(lists)).refusal).toBe('slips_registered');
    bare.slips.push(...slips);
    await bare.clerk.call(contract.freezeVote, { params: { voteId: bare.voteId } });
    await prepare(bare);
    const entries = (await bare.world.database.sql('SELECT entry FROM log_leaf')).map(
      ({ entry }) => JSON.parse(String(entry)) as { type: string; data: Record<string, unknown> },
    );
    expect(entries.find(({ type }) => type === 'slips_registered')?.data).toMatchObject({
      printed: 8,
      lists: body.slips?.listHash,
    });
    const sealed = entries.find(({ type }) => type === 'box_sealed_empty')?.data;
    expect(sealed).toMatchObject({ issued: 8, credentials: hexDigest(credentialsRecord(first.publicKeys)) });
    // Frozen from here on.
    await expect(
      bare.world.database.sql(
        `INSERT INTO public_credential (uuid, public_key, void) VALUES ('${first.uuid}', 'late', 0)`,
      ),
    ).rejects.toThrow(/sealed/);
    expect(
      (
        await page.ask(contract.voidSlips, {
          body: {
            slips: [lists.map(({ uuid, publicKeys }) => ({ uuid, publicKey: publicKeys[0]! }))],
            reason: 'spoiled',
          },
        })
      ).refusal,
    ).toBe('slips_in_use');
    expect(
      (
        await bare.clerk.ask(contract.createVote, {
          params: { sittingId: bare.sittingId },
          body: { title: 'x', kind: 'approve_only', group: 'Ed25519', places: 1 },
        })
      ).refusal,
    ).toBe('slips_registered');
  });

  test('R-49: more slips than people present: the box is not sealed, the vote not opened; and nobody is checked out while their slip is out', async () => {
    const sitting = await sittingWithFrozenVote({ delegates: 9, present: 7, slips: 8 });
    const { clerk, sittingId, voteId, scrutineer } = sitting;
    expect((await clerk.ask(contract.prepareVote, { params: { voteId } })).refusal).toBe('more_slips_than_present');
    const { delegates } = await clerk.call(contract.listDelegates, { params: { sittingId } });
    const presence = (ids: string[], present: boolean) =>
      clerk.ask(contract.setPresence, { params: { sittingId }, body: { delegateIds: ids, present } });
    expect((await presence([delegates[7]!.id], true)).body.present).toBe(8);
    await prepare(sitting);
    const away = await presence([delegates[0]!.id], false);
    expect([away.status, away.refusal]).toEqual([409, 'fewer_present_than_slips']);
    expect((await presence([delegates[8]!.id], true)).body.present).toBe(9);
    expect((await presence([delegates[8]!.id], false)).body.present).toBe(8);
    await open(sitting);
    expect((await presence([delegates[0]!.id], false)).refusal).toBe('fewer_present_than_slips');
    await castAll(sitting, clearPatterns);
    const vote = await scrutineer.call(contract.readVote, { params: { voteId } });
    expect(vote.ballots.boxed).toBeLessThanOrEqual(vote.issued!);
    expect(vote.issued!).toBeLessThanOrEqual(vote.presentAtOpen!);
  });

  test('R-49: for every history of arrivals, departures, slips and casts: accepted ≤ issued ≤ present', async () => {
    const sitting = await sittingWithFrozenVote({ delegates: 10, present: 7, slips: 7, candidates: 3, places: 2 });
    const { clerk, sittingId, voteId, world } = sitting;
    const { delegates } = await clerk.call(contract.listDelegates, { params: { sittingId } });
    let opened = false;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('in', 'out', 'prepare', 'open', 'cast'), fc.nat(9)), {
          minLength: 8,
          maxLength: 14,
        }),
        async (history) => {
          for (const [what, n] of history) {
            if (what === 'in' || what === 'out')
              await clerk.ask(contract.setPresence, {
                params: { sittingId },
                body: { delegateIds: [delegates[n]!.id], present: what === 'in' },
              });
            if (what === 'prepare') await clerk.ask(contract.prepareVote, { params: { voteId } });
            if (what === 'open' && !opened)
              opened = await open(sitting).then(
                () => true,
                () => false,
              );
            if (what === 'cast' && opened)
              await cast(sitting, seal(await electionOf(sitting), sitting.slips[n % 7]!, '110').ballot);
            const vote = await clerk.call(contract.readVote, { params: { voteId } });
            const { attendance } = await clerk.call(contract.readSitting, { params: { sittingId } });
            const issued = vote.state === 'frozen' ? 0 : (vote.issued ?? 0);
            expect(vote.ballots.received + vote.ballots.boxed).toBeLessThanOrEqual(issued);
            expect(issued).toBeLessThanOrEqual(attendance.present);
          }
        },
      ),
      { numRuns: 10, seed: 7 },
    );
    expect(await world.count('casting')).toBeGreaterThan(0);
  });

  test('R-49: more ballots returned than issued: the result is void, and neither confirmed nor published', async () => {
    const sitting = await closedVote();
    const { clerk, chair, voteId } = sitting;
    const paper = {
      ...noPaper(5),
      issued: 0,
      returned: 5,
      projects: noPaper(5).projects.map((line) => ({ ...line, abstain: 5 })),
    };
    await tally(sitting, paper);
    await openBox(sitting);
    const vote = await clerk.call(contract.readVote, { params: { voteId } });
    expect(vote.outcome?.kind).toBe('void');
    expect(JSON.stringify(vote.outcome)).toMatch(/收回|returned/);
    const confirmed = await chair.ask(contract.confirmOutcome, {
      params: { voteId },
      body: { decision: '同意', chosen: [1, 2, 3] },
    });
    expect([confirmed.status, confirmed.refusal]).toEqual([409, 'outcome_not_confirmable']);
    await fresh(clerk, chair);
    expect(
      (await clerk.ask(contract.publishVote, { params: { voteId }, body: { announcementNumber: '第1号' } })).refusal,
    ).toBe('wrong_phase');
    for (const [person, state] of [
      [clerk, 'counted'],
      [chair, 'void'],
    ] as const)
      expect(
        (await person.call(contract.voidVote, { params: { voteId }, body: { reason: '收回票多于发出票' } })).state,
      ).toBe(state);
    expect(await sitting.world.count('vote_key')).toBe(0);
  });
});

describe('opening the box', () => {
  test('R-54: a wrong part is refused by name and reaches no board; any two of three open the box', async () => {
    for (const honest of [
      [0, 1],
      [0, 2],
      [1, 2],
    ]) {
      const sitting = await talliedVote();
      const [a, b] = honest.map((i) => sitting.keepers[i]!);
      const liar = sitting.keepers.find((_, i) => !honest.includes(i))!;
      const good = await partOf(sitting, liar);
      const parts = JSON.parse(good) as { decryption_factors: string[][]; decryption_proofs: unknown[][] };
      const other = JSON.parse(await partOf(sitting, a!)) as typeof parts;
      const boardBefore = await sitting.world.count('board_record');
      for (const wrong of [
        JSON.stringify({
          ...parts,
          decryption_factors: [parts.decryption_factors[0]!.with(0, parts.decryption_factors[0]![1]!)],
        }),
        JSON.stringify({ ...parts, decryption_factors: other.decryption_factors }),
        JSON.stringify(other),
        JSON.stringify({ ...parts, decryption_proofs: [] }),
        JSON.stringify({ decryption_proofs: parts.decryption_proofs, decryption_factors: parts.decryption_factors }),
        `${good} `,
        '{}',
        '',
        'null',
        'x'.repeat(100_000),
      ]) {
        const { status, refusal, body } = await deliver(sitting, liar, wrong);
        expect([status, refusal], wrong.slice(0, 80)).toEqual([422, 'partial_decryption_invalid']);
        expect(typeof (body as unknown as { detail: string }).detail).toBe('string');
      }
      expect(await sitting.world.count('board_record')).toBe(boardBefore);
      expect((await deliver(sitting, a!, await partOf(sitting, a!))).status).toBe(200);
      expect(await stateOf(sitting)).toBe('tallying'); // one of two is not enough
      expect((await deliver(sitting, a!, good)).refusal).toBe('already_delivered');
      const vote = await sitting.clerk.call(contract.readVote, { params: { voteId: sitting.voteId } });
      expect(vote.decryptions.filter(({ delivered }) => delivered).map(({ owner }) => owner)).toEqual([
        1,
        sitting.keepers.indexOf(a!) + 2,
      ]);
      expect((await deliver(sitting, b!, await partOf(sitting, b!))).status).toBe(200);
      expect(await stateOf(sitting)).toBe('counted');
      expect((await deliver(sitting, liar, good)).refusal).toBe('wrong_phase');
      expect(await boardOf(sitting)).toMatchObject({ ok: true });
    }
  });

  test('R-54: a wrong part whose proof holds is found with the next scrutineer, and stays off the board', async () => {
    const sitting = await talliedVote();
    const [liar, honest, third] = sitting.keepers;
    const { election, secretKey, random, ...opening } = await openingOf(sitting, liar!);
    const forged = forgedPartOf(election.raw, secretKey, opening.tally, random);
    const view = () => sitting.clerk.call(contract.readVote, { params: { voteId: sitting.voteId } });
    expect((await deliver(sitting, liar!, forged)).status).toBe(200);
    expect((await view()).openingFailed).toBe(false); // nobody can tell from one part
    // The key page wants the server's part there before it opens, and nobody else's is public yet.
    expect((await boardOf(sitting)).chain.parts.map(({ owner }) => owner)).toEqual([1]);
    expect((await deliver(sitting, honest!, await partOf(sitting, honest!))).status).toBe(200);
    expect(await view()).toMatchObject({ state: 'tallying', openingFailed: true });
    expect(await actsOf(sitting, 'box_not_opened')).toBe(1);
    expect((await deliver(sitting, honest!, await partOf(sitting, honest!))).refusal).toBe('already_delivered');
    await sitting.world.restart(); // which tries again, and says it once
    expect(await actsOf(sitting, 'box_not_opened')).toBe(1);
    expect((await deliver(sitting, third!, await partOf(sitting, third!))).status).toBe(200);
    expect(await view()).toMatchObject({ state: 'counted', openingFailed: false });
    expect((await entriesOf(sitting, 'part_set_aside')).map(({ data }) => data)).toEqual([
      { vote: sitting.voteId, trustee: 1, reason: 'factor_wrong_though_proven' },
    ]);
    const { chain } = await boardOf(sitting);
    expect(chain.parts.map(({ owner }) => owner)).toEqual([1, 3, 4]);
    expect(await boardOf(sitting)).toMatchObject({ ok: true, ballots: clearPatterns.length });
  });

  test('R-55: the server takes a part only after the box is closed and the one total made, only for that total, once, and from its own keeper', async () => {
    const sitting = await sittingWithOpenBallot({ votes: 2 });
    await castAll(sitting, clearPatterns);
    const { world, voteId, keepers } = sitting;
    const [keeper] = keepers;
    const nothing = '{"decryption_factors":[],"decryption_proofs":[]}';
    expect((await deliver(sitting, keeper!, nothing)).refusal).toBe('wrong_phase');
    await close(sitting);
    expect((await deliver(sitting, keeper!, nothing)).refusal).toBe('wrong_phase');
    await tally(sitting);
    const part = await partOf(sitting, keeper!);
    expect((await deliver({ ...sitting, voteId: sitting.voteIds[1]! }, keeper!, part)).refusal).toBe('wrong_phase');
    // Not by cookie, not by another's link, not by an ended link.
    expect(
      (
        await sitting.scrutineer.ask(contract.sendPartialDecryption, {
          params: { voteId },
          body: { partialDecryption: part },
        })
      ).status,
    ).toBe(401);
    expect((await deliver(sitting, keepers[1]!, part)).refusal).toBe('partial_decryption_invalid');
    expect((await deliver(sitting, keeper!, part)).status).toBe(200);
    expect((await deliver(sitting, keeper!, part)).status).toBe(200); // a lost reply
    expect(await world.count('opening_part WHERE owner = 2')).toBe(1);
    const { token } = await sitting.scrutineer.call(contract.makeTrusteeLink, {
      params: { sittingId: sitting.sittingId },
    });
    expect((await keeper!.page.ask(contract.readTrusteeTask)).status).toBe(401);
    expect(token.length).toBeGreaterThan(20);
  });

  test('a vote of another sitting is not opened by these keepers', async () => {
    const one = await talliedVote();
    const other = await sittingWithOpenBallot();
    const { refusal } = await one.keepers[0]!.page.ask(contract.sendPartialDecryption, {
      params: { voteId: other.voteId },
      body: { partialDecryption: '{}' },
    });
    expect(refusal).toBe('not_found');
  });
});

test('R-61: a published vote stays as it is, and its key of the server is gone', async () => {
  const sitting = await publishedVote();
  const { world, clerk, chair, voteId } = sitting;
  expect(await world.count('vote_key')).toBe(0);
  await fresh(clerk, chair);
  await expect(publish(sitting)).rejects.toThrow(/wrong_phase/);
  await expect(world.database.sql(`UPDATE publication SET result = '{}'`)).rejects.toThrow(/append-only/);
  expect((await clerk.ask(contract.voidVote, { params: { voteId }, body: { reason: 'x' } })).refusal).toBe(
    'wrong_phase',
  );
});

test('a confirmed result is not confirmed twice, and a counted one not published', async () => {
  const confirmed = await confirmedVote();
  expect(
    (
      await confirmed.chair.ask(contract.confirmOutcome, {
        params: { voteId: confirmed.voteId },
        body: { decision: '', chosen: [] },
      })
    ).refusal,
  ).toBe('wrong_phase');
  const counted = await countedVote();
  await fresh(counted.clerk, counted.chair);
  expect(
    (
      await counted.clerk.ask(contract.publishVote, {
        params: { voteId: counted.voteId },
        body: { announcementNumber: '第1号' },
      })
    ).refusal,
  ).toBe('wrong_phase');
});
