import * as contract from '@piaojue/contract';
import { describe, expect, test } from 'vitest';
import { dialects } from '../../../../db/src/testing/databases.js';
import {
  castAll,
  clearPatterns,
  close,
  closedVote,
  confirmedVote,
  noPaper,
  open,
  openBox,
  prepare,
  publish,
  sittingWithFrozenVote,
  sittingWithOpenBallot,
  sittingWithDraftVote,
  slipLists,
  tally,
  type Sitting,
  confirm,
  sign,
} from '../testing/situations.js';
import { fresh } from '../testing/world.js';

const voidVote = async ({ clerk, chair, voteId }: Sitting, reason = '停电'): Promise<void> => {
  await fresh(clerk, chair);
  for (const person of [clerk, chair]) await person.call(contract.voidVote, { params: { voteId }, body: { reason } });
};
const repeat = ({ clerk, voteId }: Sitting) => clerk.ask(contract.repeatVote, { params: { voteId } });
const vote = ({ clerk, voteId }: Sitting) => clerk.call(contract.readVote, { params: { voteId } });

/** From sealing the box to the confirmed outcome, on the slips in hand. */
async function held(sitting: Sitting, patterns: readonly string[]): Promise<void> {
  await prepare(sitting);
  await open(sitting);
  await castAll(sitting, patterns);
  await close(sitting);
  await tally(sitting, {
    ...noPaper(0),
    projects: (await vote(sitting)).candidates.map(({ listNumber }) => ({
      listNumber,
      for: 0,
      against: 0,
      abstain: 0,
    })),
  });
  await openBox(sitting);
  await sign(sitting);
  await confirm(sitting);
}

describe.each(dialects)('a void vote on %s', (dialect) => {
  test('T04: more ballots returned than issued: the vote is void and held again at once on the slips in hand, as the log tells', async () => {
    const first = await closedVote({ dialect });
    const papers = noPaper(5).projects.map((line) => ({ ...line, abstain: 5 }));
    await tally(first, { ...noPaper(5), returned: 5, projects: papers });
    await openBox(first);
    expect((await vote(first)).outcome?.kind).toBe('void');
    expect((await repeat(first)).refusal).toBe('wrong_phase');
    const told = async (): Promise<unknown> => {
      const { text } = await first.world.anyone.ask(contract.readPublished, { params: { voteId: first.voteId } });
      return JSON.parse(text);
    };
    expect(await told()).toMatchObject({ refusal: 'not_found' });
    await voidVote(first, '收回票多于发出票');
    // Whoever has the address of the vote learns that it is void, why, and where the next one is.
    expect(await told()).toMatchObject({
      refusal: 'vote_void',
      detail: { reason: '收回票多于发出票', nextVoteId: null },
    });
    expect(await vote(first)).toMatchObject({ state: 'void', voidReason: '收回票多于发出票' });
    expect((await first.world.anyone.call(contract.readScreen)).vote).toMatchObject({
      state: 'void',
      voidReason: '收回票多于发出票',
    });
    const { body } = await repeat(first);
    const before = await vote(first);
    expect(body).toMatchObject({ state: 'frozen', round: 1, repeatsVoteId: first.voteId, previousVoteId: null });
    expect(body.uuid).not.toBe(before.uuid);
    expect((await repeat(first)).refusal).toBe('revote_exists');

    const again: Sitting = { ...first, voteId: body.id };
    const now = await vote(again);
    expect(now.rules).toEqual(before.rules);
    expect(now.candidates.map(({ listNumber, fields }) => [listNumber, fields.name])).toEqual(
      before.candidates.map(({ listNumber, fields }) => [listNumber, fields.name]),
    );
    await held(again, clearPatterns);
    await publish(again);
    expect(await told()).toMatchObject({ detail: { nextVoteId: again.voteId } });
    const result = await first.world.anyone.call(contract.readPublished, { params: { voteId: again.voteId } });
    expect(result).toMatchObject({ adopted: [1, 2, 3], rounds: [{ voteId: again.voteId, round: 1 }] });
    expect(result.timeline.map(({ what }) => what)).toContain('设立重新表决（上一次作废）');
  });

  test('a second round that is made void is held again, or set up anew, and never on a key that was used', async () => {
    // Project 1 has eight votes; 2, 3 and 4 have five each for two places.
    const tied = ['11100', '11100', '11010', '11010', '10110', '10110', '10110', '11000'];
    const first = await confirmedVote({ dialect }, tied);
    const second = await first.clerk.call(contract.openRevote, { params: { voteId: first.voteId } });
    const round2: Sitting = { ...first, voteId: second.id };
    await prepare(round2);
    await voidVote(round2);
    // Either way leads to one second round that stands.
    const third = await first.clerk.call(contract.openRevote, { params: { voteId: first.voteId } });
    expect((await repeat(round2)).refusal).toBe('revote_exists');
    const anew: Sitting = { ...first, voteId: third.id };
    await voidVote(anew);
    const { body: fourth } = await repeat(anew);
    expect(fourth).toMatchObject({ round: 2, previousVoteId: first.voteId, repeatsVoteId: third.id });
    expect((await vote(first)).nextVoteId).toBe(fourth.id);
    const uuids = [(await vote(first)).uuid, second.uuid, third.uuid, fourth.uuid];
    expect(new Set(uuids).size).toBe(4);
    const last: Sitting = { ...first, voteId: fourth.id };
    const screen = async () => (await first.world.anyone.call(contract.readScreen)).vote;
    expect(await screen()).toMatchObject({ state: 'frozen', slipsInHand: true, papers: null, outcome: null });
    await held(last, ['110', '110', '110', '101']);
    // The hall sees the whole list: what the first round decided, and this one beside it.
    expect(await screen()).toMatchObject({ state: 'confirmed', papers: 0, outcome: null, earlier: [] });
    const told = { params: { voteId: last.voteId }, body: { reportSigned: true, announced: true } };
    await first.clerk.call(contract.recordHall, told);
    expect(await screen()).toMatchObject({
      outcome: { kind: 'decided', adopted: ['2', '3'] },
      earlier: [{ listNumber: 1, round: 1, for: 8 }],
    });
    await publish(last);
    const result = await first.world.anyone.call(contract.readPublished, { params: { voteId: fourth.id } });
    expect(result).toMatchObject({ adopted: [1, 2, 3], rounds: [{ round: 1 }, { round: 2 }] });
  });
});

test('when the slips carry no key that is left, a new sitting with new slips is needed, and the refusal says so', async () => {
  let sitting = await sittingWithFrozenVote();
  const uuids = [(await vote(sitting)).uuid];
  for (let i = 0; i < 4; i++) {
    await voidVote(sitting);
    const { body } = await repeat(sitting);
    uuids.push(body.uuid);
    sitting = { ...sitting, voteId: body.id };
  }
  expect(new Set(uuids).size).toBe(5);
  await voidVote(sitting);
  const { status, refusal } = await repeat(sitting);
  expect([status, refusal]).toEqual([409, 'no_round_left']);
});

test('a slip that is left over is struck from the lists of a vote that is held again too', async () => {
  const sitting = await sittingWithFrozenVote({ delegates: 9, present: 9 });
  await prepare(sitting);
  await voidVote(sitting);
  const { body } = await repeat(sitting);
  const { clerk, sittingId, keepers, slips } = sitting;
  const page = keepers[0]!.page;
  const { elections } = await page.call(contract.readTrusteeTask);
  expect(elections.length).toBe(4); // the list that a box was sealed with stays as it is
  const lists = await slipLists(sitting, [slips[0]!]);
  const keys = lists.map(({ uuid, publicKeys }) => ({ uuid, publicKey: publicKeys[0]! }));
  await page.call(contract.voidSlips, { body: { slips: [keys], reason: 'left_over' } });
  const { delegates } = await clerk.call(contract.listDelegates, { params: { sittingId } });
  await clerk.call(contract.setPresence, {
    params: { sittingId },
    body: { delegateIds: [delegates[0]!.id], present: false },
  });
  await prepare({ ...sitting, voteId: body.id });
  expect(await vote({ ...sitting, voteId: body.id })).toMatchObject({ state: 'ready', issued: 8 });
});

test('the booth finds the vote that is held again, and a slip used in the void one votes again', async () => {
  const sitting = await sittingWithOpenBallot();
  await castAll(sitting, clearPatterns);
  await voidVote(sitting);
  const { body } = await repeat(sitting);
  const again: Sitting = { ...sitting, voteId: body.id };
  await prepare(again);
  await open(again);
  const { votes } = await sitting.world.anyone.call(contract.readBooth);
  expect(votes.map(({ id }) => id)).toEqual([body.id]);
  await castAll(again, clearPatterns);
  expect((await vote(again)).ballots.boxed).toBe(clearPatterns.length);
});

test('a draft is discarded by the clerk alone, frees its place and cannot be held again', async () => {
  const sitting = await sittingWithDraftVote({ votes: 2 });
  const { clerk, voteId, sittingId, world } = sitting;
  expect((await clerk.call(contract.discardVote, { params: { voteId } })).state).toBe('void');
  expect((await repeat(sitting)).refusal).toBe('wrong_phase');
  const { votes } = await clerk.call(contract.readSitting, { params: { sittingId } });
  expect(votes.map(({ id }) => id)).toEqual([sitting.voteIds[1]]);
  const log = await world.database.sql(`SELECT entry FROM log_leaf WHERE entry LIKE '%vote_discarded%'`);
  expect(log.length).toBe(1);
});

test('T20: who leaves between two rounds is recorded, the slip voided, and the second round sealed without it', async () => {
  const sitting = await confirmedVote({ rules: { tieAtCut: 'revote_tied' } }, [
    '11100',
    '11100',
    '11010',
    '11010',
    '10110',
    '10110',
    '10110',
    '11000',
  ]);
  const { clerk, sittingId, keepers, slips } = sitting;
  const { delegates } = await clerk.call(contract.listDelegates, { params: { sittingId } });
  const second = await clerk.call(contract.openRevote, { params: { voteId: sitting.voteId } });
  const away = { delegateIds: [delegates[0]!.id], present: false };
  expect((await clerk.call(contract.setPresence, { params: { sittingId }, body: away })).present).toBe(7);
  const seal = () => clerk.ask(contract.prepareVote, { params: { voteId: second.id } });
  expect((await seal()).refusal).toBe('more_slips_than_present');
  const lists = await slipLists(sitting, [slips[0]!]);
  const slip = lists.map(({ uuid, publicKeys }) => ({ uuid, publicKey: publicKeys[0]! }));
  await keepers[0]!.page.call(contract.voidSlips, { body: { slips: [slip], reason: 'left_over' } });
  const sealed = await seal();
  expect([sealed.status, sealed.body.issued], sealed.text).toEqual([200, 7]);
  expect(
    (await keepers[0]!.page.ask(contract.voidSlips, { body: { slips: [slip], reason: 'left_over' } })).refusal,
  ).toBe('slips_in_use');
});
