import fc from 'fast-check';
import * as contract from '@piaojue/contract';
import { nextState, voteActs, type VoteAct, type VoteState } from '@piaojue/rules';
import { describe, expect, test } from 'vitest';
import { dialects } from '../../../../db/src/testing/databases.js';
import {
  cast,
  clearPatterns,
  closedVote,
  confirmedVote,
  countedVote,
  electionOf,
  noPaper,
  openBox,
  prepare,
  publish,
  publishedVote,
  seal,
  sittingWithFrozenVote,
  sittingWithSlips,
  stateOf,
  type Sitting,
} from '../testing/situations.js';
import { fresh, until, type Answer, type Person } from '../testing/world.js';

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
  // What happened in the hall is told, whether or not its time has come.
  const hall = (body: Partial<contract.HallFacts>) => clerk.ask(contract.recordHall, { params, body });
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
      await hall({ boxesSealed: true, electronicBoxShown: true, handsForRules: 8, handsForScrutineers: 8 });
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
    case 'enter':
      return two(
        (person) => person.ask(contract.enterPaper, { params, body: { totals: noPaper(plan.candidates) } }),
        scrutineer,
        clerk,
      );
    case 'tally': {
      const paper = await doAct(sitting, 'enter');
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
      await hall({ reportSigned: true });
      return chair.ask(contract.confirmOutcome, { params, body: { decision: '', chosen: [] } });
    case 'publish':
      await hall({ announced: true });
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
