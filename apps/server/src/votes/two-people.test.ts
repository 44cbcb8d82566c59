import * as contract from '@piaojue/contract';
import { expect, test } from 'vitest';
import { confirmedVote, sittingWithReadyVote, stateOf } from '../testing/situations.js';
import { fresh, type Person } from '../testing/world.js';

test('R-08: the second person confirms what the first asked for; another detail is refused, and the sentence names the first', async () => {
  const confirmed = await confirmedVote();
  const { clerk, chair, voteId, world } = confirmed;
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

test('R-08: a request is taken back by who asked or by the same side, and by nobody else', async () => {
  const { world, voteId, clerk, scrutineer, chair, teller } = await sittingWithReadyVote();
  const withdraw = (person: Person, act: 'open' | 'void' = 'open') =>
    person.ask(contract.withdrawPendingAct, { params: { voteId, act } });
  const ask = () => clerk.call(contract.openVote, { params: { voteId }, body: { countdownMinutes: null } });
  await fresh(clerk, chair);
  await ask();
  for (const other of [scrutineer, chair, teller]) {
    const { status, refusal, text } = await withdraw(other);
    expect([status, refusal]).toEqual([403, 'only_asker_withdraws']);
    expect(text).toContain('由clerk同志提出');
  }
  expect((await withdraw(clerk)).body.pending).toEqual([]);
  await ask();
  expect((await withdraw(await world.person('clerk2', ['clerk']))).body.pending).toEqual([]);
  await chair.call(contract.voidVote, { params: { voteId }, body: { reason: '试验' } });
  expect((await withdraw(clerk, 'void')).refusal).toBe('only_asker_withdraws');
  expect((await withdraw(chair, 'void')).body.pending).toEqual([]);
});
