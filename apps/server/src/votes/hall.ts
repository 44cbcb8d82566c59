import { type BodyOf, type HallFacts, type Vote, type recordHall } from '@piaojue/contract';
import type { Rows, Tx } from '@piaojue/db';
import type { JsonValue } from '@piaojue/record';
import { append } from '../audit/append.js';
import { ceremonyOf } from '../ceremony/store.js';
import { timeOf, type Deps } from '../deps.js';
import { refuse, type Result } from '../result.js';
import { attendanceOf, slipsOf } from '../sittings/store.js';
import { hallOf } from './summary.js';
import { updateVote, voteById, type VoteRow } from './store.js';
import { voteView } from './view.js';

/** 会场情况: hands counted, boxes inspected, report signed, result announced; each only once it can have happened. */
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
    const { present } = yield* attendanceOf(tx, vote.sittingId);
    const hands = Math.max(facts.handsForRules ?? 0, facts.handsForScrutineers ?? 0);
    if (hands > present) return refuse('more_hands_than_present', { hands, present });
    const hall: HallFacts = { ...hallOf(vote), ...told };
    const early = yield* tooEarly(tx, vote, hall);
    if (early) return refuse('hall_out_of_order', early);
    yield* updateVote(tx, voteId, { hall: { ...hall } });
    yield* append(tx, {
      type: 'hall_recorded',
      at,
      data: { vote: voteId, ...(told as Record<string, JsonValue>), by },
    });
    return yield* voteView(tx, voteId);
  });
}

const counted: readonly VoteRow['state'][] = ['counted', 'confirmed', 'published'];
const confirmed: readonly VoteRow['state'][] = ['confirmed', 'published'];

/** The sentence of what must happen before these facts can hold (R-SITTING-01). */
function* tooEarly(
  tx: Tx,
  vote: VoteRow,
  { boxesSealed, electronicBoxShown, reportSigned, announced }: HallFacts,
): Generator<Rows<unknown>, string | undefined, unknown> {
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
