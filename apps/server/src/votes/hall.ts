import { type BodyOf, type HallFacts, type Vote, type recordHall } from '@piaojue/contract';
import type { Rows, Tx } from '@piaojue/db';
import type { JsonValue } from '@piaojue/record';
import { hallActsDone, hallObstacles, type HallAct } from '@piaojue/rules';
import { append } from '../audit/append.js';
import { ceremonyOf } from '../ceremony/store.js';
import { timeOf, type Deps } from '../deps.js';
import { refuse, type Refusal, type Result } from '../result.js';
import { attendanceOf, slipsOf } from '../sittings/store.js';
import { hallOf } from './summary.js';
import { updateVote, voteById, type VoteRow } from './store.js';
import { voteView } from './view.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** 会场情况: hands counted, boxes inspected, report signed, result announced; each once it can have happened, and while nothing rests on it. */
export async function recordHallAct(
  deps: Deps,
  by: string,
  voteId: string,
  facts: BodyOf<typeof recordHall>,
): Promise<Result<Vote, 'not_found' | 'more_hands_than_present' | 'hall_out_of_order'>> {
  const at = timeOf(deps);
  const told = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
  return deps.store.write(function* (tx) {
    const vote = yield* voteById(tx, voteId);
    if (!vote) return refuse('not_found');
    const { present, all } = yield* attendanceOf(tx, vote.sittingId);
    const hands = Math.max(facts.handsForRules ?? 0, facts.handsForScrutineers ?? 0);
    if (hands > present) return refuse('more_hands_than_present', { hands, present });
    const hall: HallFacts = { ...hallOf(vote), ...told };
    const problem = (yield* tooEarly(tx, vote, hall)) ?? tooLate(vote, hall, all);
    if (problem) return refuse('hall_out_of_order', problem);
    yield* updateVote(tx, voteId, { hall: { ...hall } });
    yield* append(tx, {
      type: 'hall_recorded',
      at,
      data: { vote: voteId, ...(told as Record<string, JsonValue>), by },
    });
    return yield* voteView(tx, voteId);
  });
}

/** Why an act that rests on the hall's may not be done yet: one sentence for each fact that nobody has recorded (R-SITTING-01). */
export function* hallProblem(tx: Tx, vote: VoteRow, act: HallAct): Query<Refusal<'hall_not_recorded'> | undefined> {
  const { all } = yield* attendanceOf(tx, vote.sittingId);
  const missing = missingFor(act, hallOf(vote), all);
  return missing.length === 0 ? undefined : refuse('hall_not_recorded', missing);
}

const missingFor = (act: HallAct, { electronicBoxShown, ...hall }: HallFacts, delegates: number): string[] =>
  hallObstacles(act, { ...hall, electronicBoxEmpty: electronicBoxShown, delegates }).map(({ sentence }) => sentence);

/** What an act that is done rests on is not taken back; a number may still be put right. */
function tooLate(vote: VoteRow, hall: HallFacts, delegates: number): string | undefined {
  for (const act of hallActsDone(vote.state)) {
    const before = missingFor(act, hallOf(vote), delegates);
    if (missingFor(act, hall, delegates).some((sentence) => !before.includes(sentence))) return restsOn[act];
  }
  return undefined;
}

const restsOn: Readonly<Record<HallAct, string>> = {
  open: '表决已经开启；通过票决办法、监票人名单和检查票箱的记录不能撤回。',
  confirm: '执行主席已经确认结果；报告单签字的记录不能撤回。',
  publish: '结果已经公布；在会场宣布的记录不能撤回。',
};

const counted: readonly VoteRow['state'][] = ['counted', 'confirmed', 'published'];
const confirmed: readonly VoteRow['state'][] = ['confirmed', 'published'];

/** The sentence of what must happen before these facts can hold (R-SITTING-01). */
function* tooEarly(
  tx: Tx,
  vote: VoteRow,
  { boxesSealed, electronicBoxShown, reportSigned, announced }: HallFacts,
): Query<string | undefined> {
  if (boxesSealed || electronicBoxShown) {
    if ((yield* ceremonyOf(tx, vote.sittingId))?.state !== 'ready')
      return '开箱钥匙还没有制成；票箱在钥匙制成、表决票登记以后检查。';
    if (!(yield* slipsOf(tx, vote.sittingId))) return '表决票还没有登记；票箱在表决票登记以后检查。';
  }
  if (reportSigned && !counted.includes(vote.state)) return '计票还没有完成；报告单在计票以后签字。';
  if (announced && !confirmed.includes(vote.state)) return '执行主席还没有确认结果；结果在确认以后宣布。';
  if (announced && !reportSigned) return '总监票人还没有在报告单上签字；请先记录签字，再记录宣布。';
  return undefined;
}
