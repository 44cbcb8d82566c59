import * as contract from '@piaojue/contract';
import { describe, expect, test } from 'vitest';
import { actsOf, boardOf, entriesOf } from '../testing/board.js';
import { forgedPartOf } from '../testing/cheats.js';
import {
  castAll,
  clearPatterns,
  close,
  deliver,
  openingOf,
  partOf,
  sittingWithOpenBallot,
  stateOf,
  talliedVote,
  tally,
} from '../testing/situations.js';

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
