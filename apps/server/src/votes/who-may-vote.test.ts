import fc from 'fast-check';
import { credentialsRecord, hexDigest, newCredential } from '@piaojue/ballot-crypto';
import * as contract from '@piaojue/contract';
import { describe, expect, test } from 'vitest';
import {
  cast,
  castAll,
  clearPatterns,
  closedVote,
  electionOf,
  holdCeremony,
  noPaper,
  open,
  openBox,
  prepare,
  seal,
  sittingWithDraftVote,
  sittingWithFrozenVote,
  sittingWithOpenBallot,
  sittingWithSlips,
  slipLists,
  tally,
  random,
} from '../testing/situations.js';
import { fresh } from '../testing/world.js';

describe('who may vote', () => {
  test('R-48: a list of slips in which a key repeats, or that is not a list of keys, is refused; the good one is sorted, counted and in the log', async () => {
    const sitting = await sittingWithSlips({ slips: 0 }).catch(() => undefined);
    expect(sitting).toBeUndefined(); // a list of no slips is malformed
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

  test('R-49: more slips than people present: the box is not sealed, the vote not opened; and nobody is checked out while people vote', async () => {
    const sitting = await sittingWithFrozenVote({ delegates: 9, present: 7, slips: 8 });
    const { clerk, sittingId, voteId, scrutineer } = sitting;
    expect((await clerk.ask(contract.prepareVote, { params: { voteId } })).refusal).toBe('more_slips_than_present');
    const { delegates } = await clerk.call(contract.listDelegates, { params: { sittingId } });
    const presence = (ids: string[], present: boolean) =>
      clerk.ask(contract.setPresence, { params: { sittingId }, body: { delegateIds: ids, present } });
    expect((await presence([delegates[7]!.id], true)).body.present).toBe(8);
    await prepare(sitting);
    // Whoever leaves before the opening is recorded; the vote waits until slips and people are equal again.
    expect((await presence([delegates[0]!.id], false)).body.present).toBe(7);
    await fresh(clerk);
    const opening = await clerk.ask(contract.openVote, { params: { voteId }, body: { countdownMinutes: null } });
    expect(opening.refusal).toBe('more_slips_than_present');
    expect((await presence([delegates[8]!.id], true)).body.present).toBe(8);
    await open(sitting);
    expect((await presence([delegates[1]!.id], false)).refusal).toBe('fewer_present_than_slips');
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
        fc.array(fc.tuple(fc.constantFrom('in', 'in', 'in', 'out', 'prepare', 'open', 'cast'), fc.nat(9)), {
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
            if (what === 'prepare') await prepare(sitting).catch(() => undefined);
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
            if (vote.state === 'open') {
              expect(issued).toBeLessThanOrEqual(attendance.present);
              expect(issued).toBeLessThanOrEqual(vote.presentAtOpen!);
            }
          }
        },
      ),
      { numRuns: 10, seed: 7 },
    );
    expect(await world.count('casting')).toBeGreaterThan(0);
  });

  test('T20: people who leave after the box is sealed are recorded, and without a quorum the vote is not opened', async () => {
    const sitting = await sittingWithFrozenVote({ delegates: 9, present: 7, slips: 5 });
    const { clerk, sittingId, voteId } = sitting;
    await prepare(sitting);
    const { delegates } = await clerk.call(contract.listDelegates, { params: { sittingId } });
    const leaving = delegates.slice(0, 2).map(({ id }) => id);
    const left = await clerk.call(contract.setPresence, {
      params: { sittingId },
      body: { delegateIds: leaving, present: false },
    });
    expect([left.present, left.hasQuorum]).toEqual([5, false]);
    await fresh(clerk);
    const opening = await clerk.ask(contract.openVote, { params: { voteId }, body: { countdownMinutes: null } });
    expect(opening.refusal).toBe('no_quorum');
  });

  test('a sitting that is prepared for later takes neither booth nor hall from the vote under way', async () => {
    const sitting = await sittingWithOpenBallot();
    const { clerk, voteId, world } = sitting;
    world.clock.advance(60_000);
    await clerk.call(contract.createSitting, { body: { title: '明年的会议', year: 2025 } });
    const booth = await world.anyone.call(contract.readBooth);
    expect(booth.votes.map(({ id, state }) => [id, state])).toEqual([[voteId, 'open']]);
    const screen = await world.anyone.call(contract.readScreen);
    expect([screen.sittingTitle, screen.vote?.id, screen.votes]).toEqual([
      '试验会议',
      voteId,
      [{ id: voteId, state: 'open' }],
    ]);
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
