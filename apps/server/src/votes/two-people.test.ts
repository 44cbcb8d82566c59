import * as contract from '@piaojue/contract';
import { describe, expect, test } from 'vitest';
import { dialects } from '../../../../db/src/testing/databases.js';
import { actsOf } from '../testing/board.js';
import {
  confirmedVote,
  sittingWithOpenBallot,
  sittingWithReadyVote,
  stateOf,
  recordHall,
} from '../testing/situations.js';
import { fresh, until, type Person } from '../testing/world.js';

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

test('R-08: the second person confirms what the first asked for; another detail is refused, and the sentence names the first', async () => {
  const confirmed = await confirmedVote();
  const { clerk, chair, voteId, world } = confirmed;
  await recordHall(confirmed, { announced: true });
  await fresh(clerk, chair);
  const publish = (person: Person, announcementNumber: string) =>
    person.ask(contract.publishVote, { params: { voteId }, body: { announcementNumber } });
  expect((await publish(clerk, '第5号')).body.pending).toMatchObject([
    { act: 'publish', given: { announcementNumber: '第5号' }, note: '公告编号：第5号' },
  ]);
  const { status, refusal, text } = await publish(chair, '第6号');
  expect([status, refusal]).toEqual([409, 'differs_from_request']);
  expect(text).toContain('提出的是：公告编号：第5号');
  expect(await stateOf(confirmed)).toBe('confirmed');
  expect((await publish(chair, '第5号')).body.announcement?.number).toBe('第5号');
  expect(await world.count('publication')).toBe(1);

  const ready = await sittingWithReadyVote();
  await fresh(ready.clerk, ready.scrutineer);
  const open = (person: Person, countdownMinutes: number | null) =>
    person.ask(contract.openVote, { params: { voteId: ready.voteId }, body: { countdownMinutes } });
  await open(ready.clerk, 10);
  expect((await open(ready.scrutineer, null)).refusal).toBe('differs_from_request');
  expect((await open(ready.scrutineer, 10)).body.countdownEndsAt).not.toBeNull();
});

test('R-08: a request is taken back by its own side or turned down by the other, and by nobody else', async () => {
  const { world, voteId, clerk, scrutineer, chair, teller } = await sittingWithReadyVote();
  const withdraw = (person: Person, act: 'open' | 'void' = 'open') =>
    person.ask(contract.withdrawPendingAct, { params: { voteId, act } });
  const ask = () => clerk.call(contract.openVote, { params: { voteId }, body: { countdownMinutes: null } });
  await fresh(clerk, chair);
  await ask();
  for (const other of [chair, teller]) {
    const { status, refusal, text } = await withdraw(other);
    expect([status, refusal]).toEqual([403, 'only_sides_withdraw']);
    expect(text).toContain('由clerk同志提出');
  }
  expect((await withdraw(clerk)).body.pending).toEqual([]);
  await ask();
  expect((await withdraw(scrutineer)).body.pending).toEqual([]);
  await ask();
  expect((await withdraw(await world.person('clerk2', ['clerk']))).body.pending).toEqual([]);
  await chair.call(contract.voidVote, { params: { voteId }, body: { reason: '试验' } });
  expect((await withdraw(scrutineer, 'void')).refusal).toBe('only_sides_withdraw');
  expect((await withdraw(chair, 'void')).body.pending).toEqual([]);
});
