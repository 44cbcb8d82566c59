import * as contract from '@piaojue/contract';
import type { BallotKind, GroupName, Mark } from '@piaojue/ballot-crypto';
import { isCounted, suggestedClauses, type Outcome } from '@piaojue/rules';
import { Client } from './client.js';
import { checkBoxes, holdCeremony, makeSlips, openBox, type Keeper } from './keys.js';
import { fresh, makeStaff, type Staff } from './people.js';
import { sealAll, type Sealed } from './seal.js';
import type { Source } from './source.js';

export interface Plan {
  readonly source: Source;
  readonly kind: Exclude<BallotKind, 'satisfaction'>;
  readonly group: GroupName;
  readonly scrutineers: number;
  readonly threshold: number;
  /** Ballots cast electronically; the rest of the source goes through the paper totals. */
  readonly electronic: number;
  /** Totals of a re-vote, should one be due, for the projects that stand again in the order of the list; absent = a clear result. */
  readonly revoteSums?: readonly number[];
}

/** What a rehearsal leaves behind. */
export interface Rehearsed {
  readonly voteId: string;
  readonly uuid: string;
  readonly outcome: Outcome;
  readonly totals: readonly {
    readonly listNumber: number;
    readonly for: number;
    readonly against: number;
    readonly abstain: number;
  }[];
  readonly adopted: readonly number[];
  readonly rounds: readonly string[];
  readonly sealed: readonly Sealed[];
}

export type Timer = <T>(what: string, work: () => Promise<T>) => Promise<T>;

/** A whole sitting through the real HTTP API, every person at their own desk. */
export async function holdSitting(base: string, token: string, plan: Plan, time: Timer): Promise<Rehearsed> {
  const { source, kind, group } = plan;
  const staff = await time('工作人员就位', () => makeStaff(base, token, plan.scrutineers));
  const { sittingId, voteId } = await time('名册、候选项目、票决办法、签到', () =>
    prepareSitting(staff, source, kind, group),
  );
  const keepers = await time('监票人制作开箱钥匙', () => holdCeremony(base, staff, sittingId, group, plan.threshold));
  const slips = await time('印制表决票', () => makeSlips(keepers[0]!, group, source.present));
  await staff.clerk.call(contract.freezeVote, { params: { voteId } });
  const electronic = source.ballots.slice(0, plan.electronic);
  const paper = [...source.ballots.slice(plan.electronic), ...source.paper];
  const sealed = await runRound(
    base,
    staff,
    keepers,
    voteId,
    { present: source.present, electronic, paper, overPicked: source.overPicked, slips, threshold: plan.threshold },
    time,
  );

  let last = voteId;
  const rounds = [voteId];
  let { outcome } = await confirmed(staff, last);
  while (outcome.kind === 'revote') {
    const next = await staff.clerk.call(contract.openRevote, { params: { voteId: last } });
    last = next.id;
    rounds.push(last);
    const sums = plan.revoteSums ?? clearSums(outcome.among.length, outcome.placesLeft, slips.length);
    const again = marksOfRevote(sums, slips.length, outcome.placesLeft);
    await runRound(
      base,
      staff,
      keepers,
      last,
      { present: source.present, electronic: again, paper: [], overPicked: 0, slips, threshold: plan.threshold },
      time,
    );
    ({ outcome } = await confirmed(staff, last));
  }
  const published = await time('公布', async () => {
    await recordHall(staff, last, { announced: true });
    await fresh(staff.clerk, staff.chair);
    await staff.clerk.call(contract.publishVote, { params: { voteId: last }, body: { announcementNumber: '第1号' } });
    await staff.chair.call(contract.publishVote, { params: { voteId: last }, body: { announcementNumber: '第1号' } });
    return new Client(base).call(contract.readPublished, { params: { voteId: last } });
  });
  const first = await new Client(base).call(contract.readPublished, { params: { voteId } });
  const lines = isCounted(first.outcome) ? first.outcome.projects : [];
  return {
    voteId,
    uuid: first.uuid,
    outcome: first.outcome,
    totals: lines.map(({ listNumber, for: yes, against, abstain }) => ({ listNumber, for: yes, against, abstain })),
    adopted: published.adopted,
    rounds,
    sealed,
  };
}

async function prepareSitting(
  staff: Staff,
  source: Source,
  kind: Plan['kind'],
  group: GroupName,
): Promise<{ sittingId: string; voteId: string }> {
  const { clerk } = staff;
  const { id: sittingId } = await clerk.call(contract.createSitting, { body: { title: '演练会议', year: 2024 } });
  const roll = Array.from({ length: source.delegates }, (_, i) => ({
    number: String(i + 1).padStart(4, '0'),
    name: `代表${i + 1}`,
    delegation: `第${(i % 12) + 1}代表团`,
    suspended: false,
  }));
  const imported = await clerk.call(contract.importDelegates, {
    params: { sittingId },
    body: { format: 'json', content: JSON.stringify(roll), commit: true },
  });
  if (imported.imported !== source.delegates) throw new Error(`roll: ${JSON.stringify(imported.errors)}`);
  const { id: voteId } = await clerk.call(contract.createVote, {
    params: { sittingId },
    body: { title: source.title.slice(0, 80), kind, group, places: source.places },
  });
  const list = await clerk.call(contract.importCandidates, {
    params: { voteId },
    body: { format: 'json', content: JSON.stringify(source.projects), commit: true },
  });
  if (list.imported !== source.projects.length) throw new Error(`candidates: ${JSON.stringify(list.errors)}`);
  const { rules } = await clerk.call(contract.readVote, { params: { voteId } });
  const adopted = {
    ...rules,
    pickRule: source.cap === null ? ('no_limit' as const) : ('at_most_n' as const),
    minDifferentialPercent: 0,
  };
  await clerk.call(contract.setRules, {
    params: { voteId },
    body: { rules: { ...adopted, clauses: suggestedClauses(adopted) } },
  });
  const { delegates } = await clerk.call(contract.listDelegates, { params: { sittingId } });
  const ids = delegates.slice(0, source.present).map(({ id }) => id);
  for (let from = 0; from < ids.length; from += 500)
    await clerk.call(contract.setPresence, {
      params: { sittingId },
      body: { delegateIds: ids.slice(from, from + 500), present: true },
    });
  return { sittingId, voteId };
}

interface RoundPlan {
  /** Delegates in the hall, who raise their hands for the rules and the scrutineers. */
  readonly present: number;
  readonly electronic: readonly (readonly Mark[])[];
  readonly paper: readonly (readonly Mark[])[];
  readonly overPicked: number;
  readonly slips: readonly string[];
  readonly threshold: number;
}

/** One round from the sealed empty box to the counted result. */
async function runRound(
  base: string,
  staff: Staff,
  keepers: readonly Keeper[],
  voteId: string,
  round: RoundPlan,
  time: Timer,
): Promise<Sealed[]> {
  const scrutineer = staff.scrutineers[0]!.client;
  await time('封存空票箱、开启表决', async () => {
    await staff.clerk.call(contract.prepareVote, { params: { voteId } });
    const hands = { handsForRules: round.present, handsForScrutineers: round.present };
    await recordHall(staff, voteId, { ...hands, boxesSealed: true, electronicBoxShown: true });
    await fresh(staff.clerk, scrutineer);
    await staff.clerk.call(contract.openVote, { params: { voteId }, body: { countdownMinutes: 30 } });
    await scrutineer.call(contract.openVote, { params: { voteId }, body: { countdownMinutes: 30 } });
  });
  const booth = await new Client(base).call(contract.readBooth);
  const election = booth.votes.find(({ id }) => id === voteId)?.election ?? '';
  const sealed = await time(`封票 ${round.electronic.length} 张`, () =>
    sealAll(election, round.slips, round.electronic),
  );
  await time(`投票 ${sealed.length} 张`, () => castAll(base, voteId, sealed));
  await time('结束投票、核验完毕、封箱', async () => {
    await fresh(staff.clerk, scrutineer);
    await staff.clerk.call(contract.closeVote, { params: { voteId } });
    await scrutineer.call(contract.closeVote, { params: { voteId } });
    await until(async () => (await staff.clerk.call(contract.readVote, { params: { voteId } })).state === 'closed');
  });
  await time('登记纸质票、开箱', async () => {
    const { candidates } = await staff.teller.call(contract.readVote, { params: { voteId } });
    const totals = paperTotals(
      round,
      candidates.map(({ listNumber }) => listNumber),
    );
    await fresh(staff.teller, scrutineer);
    for (const person of [staff.teller, scrutineer])
      await person.call(contract.enterPaper, { params: { voteId }, body: { totals } });
    await staff.teller.call(contract.tallyVote, { params: { voteId } });
  });
  const boxes = await time('监票人核验全部选票', () => checkBoxes(keepers.slice(-round.threshold), base, voteId));
  await time('监票人开箱、出结果', async () => {
    for (const box of boxes) await openBox(box, voteId);
    await until(async () => (await staff.clerk.call(contract.readVote, { params: { voteId } })).state === 'counted');
  });
  return sealed;
}

const parallel = 40;

/** Everybody casts at once, as many at a time as phones do in a hall; then each is looked up until it is in the box. */
async function castAll(base: string, voteId: string, sealed: readonly Sealed[]): Promise<void> {
  const anyone = new Client(base);
  let next = 0;
  const hand = async (): Promise<void> => {
    for (let i = next++; i < sealed.length; i = next++) {
      const { ballot, tracker } = sealed[i]!;
      let receipt = await anyone.call(contract.castBallot, { params: { voteId }, body: { ballot } });
      while (receipt.state === 'received') {
        await pause(200);
        receipt = await anyone.call(contract.readReceipt, { query: { tracker } });
      }
      if (receipt.state !== 'boxed' || receipt.tracker !== tracker)
        throw new Error(`ballot ${i + 1}: ${receipt.state} ${receipt.reason}`);
    }
  };
  await Promise.all(Array.from({ length: parallel }, hand));
}

function paperTotals({ paper, overPicked }: RoundPlan, numbers: readonly number[]): contract.PaperTotals {
  const countOf = (j: number, mark: Mark): number => paper.filter((marks) => marks[j] === mark).length;
  return {
    // Paper ballots are slips too: none is issued beside them.
    issued: 0,
    returned: paper.length + overPicked,
    invalidOverPick: overPicked,
    invalidIllegible: 0,
    projects: numbers.map((listNumber, j) => ({
      listNumber,
      for: countOf(j, 'for'),
      against: countOf(j, 'against'),
      abstain: countOf(j, 'abstain'),
    })),
  };
}

/** Sums that leave no tie: the first projects fill the places. */
const clearSums = (projects: number, places: number, ballots: number): number[] =>
  Array.from({ length: projects }, (_, i) => (i < places ? Math.max(1, ballots - i) : 0));

function marksOfRevote(sums: readonly number[], ballots: number, cap: number): Mark[][] {
  const room = Array.from({ length: ballots }, () => cap);
  const marks: Mark[][] = Array.from({ length: ballots }, () => sums.map(() => 'abstain'));
  for (const [j, sum] of sums.entries())
    for (const { i } of room
      .map((left, i) => ({ left, i }))
      .toSorted((a, b) => b.left - a.left)
      .slice(0, sum)) {
      marks[i]![j] = 'for';
      room[i]! -= 1;
    }
  return marks;
}

const recordHall = (staff: Staff, voteId: string, body: Partial<contract.HallFacts>): Promise<contract.Vote> =>
  staff.clerk.call(contract.recordHall, { params: { voteId }, body });

async function confirmed(staff: Staff, voteId: string): Promise<{ outcome: Outcome }> {
  await recordHall(staff, voteId, { reportSigned: true });
  const { outcome } = await staff.chair.call(contract.confirmOutcome, {
    params: { voteId },
    body: { decision: '', chosen: [] },
  });
  if (!outcome) throw new Error(`vote ${voteId} has no outcome`);
  return { outcome };
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 6000; i++) {
    if (await holds()) return;
    await pause(100);
  }
  throw new Error('waited too long');
}
