import * as contract from '@piaojue/contract';
import { expect, test } from 'vitest';
import { type Answer, fresh } from '../testing/world.js';
import {
  confirmedVote,
  holdCeremony,
  openBox,
  printSlips,
  publishedVote,
  sittingWithDraftVote,
  stateOf,
  talliedVote,
  type Sitting,
  tally,
  publish,
  sittingWithFrozenVote,
  open,
  clearPatterns,
  confirm,
  close,
  recordHall,
  castAll,
} from '../testing/situations.js';

test('a satisfaction vote is not created: no rule here counts it', async () => {
  const { clerk, sittingId, world } = await sittingWithDraftVote();
  const body = { title: '满意度测评', group: 'Ed25519', places: 3 } as const;
  for (const kind of ['satisfaction', 'rank']) {
    const { status, refusal } = await clerk.ask(contract.createVote, {
      params: { sittingId },
      body: { ...body, kind: kind as 'approve_only' },
    });
    expect([status, refusal], kind).toEqual([400, 'malformed']);
  }
  expect(await world.count('vote')).toBe(1);
});

test('R-62: rules that the hall has adopted by show of hands are not changed, unless that record is withdrawn', async () => {
  const { clerk, voteId } = await sittingWithDraftVote();
  const { rules } = await clerk.call(contract.readVote, { params: { voteId } });
  const set = () => clerk.ask(contract.setRules, { params: { voteId }, body: { rules: { ...rules, places: 2 } } });
  const hands = (handsForRules: number | null) =>
    clerk.call(contract.recordHall, { params: { voteId }, body: { handsForRules } });
  await hands(7);
  const { status, refusal } = await set();
  expect([status, refusal]).toEqual([409, 'rules_adopted']);
  await hands(null);
  expect((await set()).body.rules.places).toBe(2);
});

test('R-LIST-01: fewer candidates than the differential asks for are frozen only by a clerk who has read it, and the log says so', async () => {
  const sitting = await sittingWithDraftVote({ candidates: 5, places: 4, rules: { minDifferentialPercent: 50 } });
  const { clerk, voteId, world } = sitting;
  const { status, refusal, text } = await clerk.ask(contract.freezeVote, { params: { voteId } });
  expect([status, refusal]).toEqual([409, 'differential_below_minimum']);
  expect(text).toContain('候选项目5项，应选4项，差额比例低于50%，至少需要6项候选项目。');
  expect(await stateOf(sitting)).toBe('draft');
  await clerk.call(contract.freezeVote, { params: { voteId }, body: { acceptsDifferential: true } });
  expect(await stateOf(sitting)).toBe('frozen');
  const accepted = await world.database.sql(`SELECT entry FROM log_leaf WHERE entry LIKE '%differential_accepted%'`);
  expect(accepted.map(({ entry }) => (JSON.parse(String(entry)) as { data: unknown }).data)).toEqual([
    { vote: voteId, candidates: 5, places: 4, percent: 50, by: clerk.accountId },
  ]);
});

test('R-SITTING-01: what happens in the hall is recorded only once it can have happened', async () => {
  const draft = await sittingWithDraftVote();
  const record = ({ clerk, voteId }: Sitting, body: Partial<contract.HallFacts>) =>
    clerk.ask(contract.recordHall, { params: { voteId }, body });
  const refused = async (sitting: Sitting, body: Partial<contract.HallFacts>, sentence: RegExp) => {
    const { status, refusal, text } = await record(sitting, body);
    expect([status, refusal], text).toEqual([409, 'hall_out_of_order']);
    expect(text).toMatch(sentence);
  };
  await refused(draft, { boxesSealed: true }, /开箱钥匙还没有制成/);
  await holdCeremony(draft);
  await refused(draft, { electronicBoxShown: true }, /表决票还没有登记/);
  await printSlips(draft);
  expect((await record(draft, { boxesSealed: true, electronicBoxShown: true })).status).toBe(200);

  const tallied = await talliedVote();
  await refused(tallied, { reportSigned: true }, /计票还没有完成/);
  await openBox(tallied);
  await refused(tallied, { announced: true }, /执行主席还没有确认结果/);
  expect((await record(tallied, { reportSigned: true })).status).toBe(200);
  await confirm(tallied);
  expect((await record(tallied, { announced: true })).status).toBe(200);
  await refused(tallied, { reportSigned: false }, /请先记录签字/);
});

test('the hall screen shows a result only once it has been announced, or published', async () => {
  const sitting = await confirmedVote();
  const { world } = sitting;
  const shown = async () => (await world.anyone.call(contract.readScreen)).vote?.outcome?.kind ?? null;
  expect(await shown()).toBeNull();
  await recordHall(sitting, { announced: true });
  expect(await shown()).toBe('decided');
  const other = await publishedVote();
  expect((await other.world.anyone.call(contract.readScreen)).vote?.outcome?.kind).toBe('decided');
});

test('R-SITTING-01, R-MAJOR-01: no vote is opened, confirmed or published before the hall has done its part, and each sentence says which', async () => {
  const refused = async (answer: Promise<Answer>, ...sentences: string[]) => {
    const { status, refusal, text } = await answer;
    expect([status, refusal, (JSON.parse(text) as { detail: unknown }).detail]).toEqual([
      409,
      'hall_not_recorded',
      sentences,
    ]);
  };
  const sitting = await sittingWithFrozenVote();
  const { clerk, scrutineer, chair, voteId } = sitting;
  await clerk.call(contract.prepareVote, { params: { voteId } });
  await fresh(clerk, scrutineer, chair);
  const ask = () => clerk.ask(contract.openVote, { params: { voteId }, body: { countdownMinutes: null } });
  await refused(
    ask(),
    '票决办法还没有表决。',
    '总监票人、监票人名单还没有表决。',
    '纸质票箱还没有检查并密封。',
    '还没有确认电子票箱为空。',
  );
  await recordHall(sitting, { handsForRules: 4, handsForScrutineers: 8, boxesSealed: true, electronicBoxShown: true });
  await refused(ask(), '票决办法得4票，全体代表过半数需5票，未通过。');
  await recordHall(sitting, { handsForRules: 5 });
  await open(sitting);
  await castAll(sitting, clearPatterns);
  await close(sitting);
  await tally(sitting);
  await openBox(sitting);
  const body = { decision: '', chosen: [] };
  await refused(
    chair.ask(contract.confirmOutcome, { params: { voteId }, body }),
    '总监票人还没有在计票结果报告单上签字。',
  );
  await recordHall(sitting, { reportSigned: true });
  await confirm(sitting);
  await refused(
    clerk.ask(contract.publishVote, { params: { voteId }, body: { announcementNumber: '第1号' } }),
    '结果还没有在会场宣布。',
  );
  await publish(sitting);
  expect(await stateOf(sitting)).toBe('published');
});

test('R-SITTING-01: what an act rests on is not taken back once it is done; a mistyped number may be put right', async () => {
  const sitting = await publishedVote();
  const record = (body: Partial<contract.HallFacts>) =>
    sitting.clerk.ask(contract.recordHall, { params: { voteId: sitting.voteId }, body });
  for (const [body, sentence] of [
    [{ handsForRules: null }, /表决已经开启/],
    [{ handsForScrutineers: 4 }, /表决已经开启/],
    [{ boxesSealed: false }, /表决已经开启/],
    [{ reportSigned: false, announced: false }, /执行主席已经确认结果/],
    [{ announced: false }, /结果已经公布/],
  ] as const) {
    const { status, refusal, text } = await record(body);
    expect([status, refusal], text).toEqual([409, 'hall_out_of_order']);
    expect(text).toMatch(sentence);
  }
  expect((await record({ handsForRules: 7 })).body.hall.handsForRules).toBe(7);
});
