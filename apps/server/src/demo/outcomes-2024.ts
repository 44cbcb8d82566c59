import type { Tx } from '@piaojue/db';
import { newId } from '../deps.js';
import type { SuggestionRow } from '../suggestions/store.js';
import type { DemoPeople, Ledger } from './ledger.js';
import type { Dice } from './prng.js';
import { momentBetween } from './put.js';

type HandoverRow = Tx['t']['handover']['$inferSelect'];
export type Outcome2024 = 'adopted' | 'solved' | 'pooled' | 'declined';

/** Services to people, not works at a place: nothing of theirs is done on the spot or waits for land. */
const services = new Set(['YS2024-10', 'YS2024-11', 'YS2024-14', 'YS2024-15']);

/** Most leading suggestions became part of their project; some places were put right at once, some must wait, some cannot be. */
export function outcomeOf(row: SuggestionRow, project: string, dice: Dice): Outcome2024 {
  const drawn = dice.next();
  if (services.has(project) || row.channel === 'department' || row.channel === 'delegate') return 'adopted';
  if (drawn < 0.1) return 'solved';
  if (drawn < 0.17) return 'pooled';
  return drawn < 0.25 ? 'declined' : 'adopted';
}

const pooledReasons = [
  '这一处要先办好用地和规划手续，当年不能完工，先列入储备库，手续办齐以后优先考虑。',
  '这一处要与管线改造一起设计，今年先做前期，列入储备库。',
  '这一处的资金今年排不下，列入储备库，下一年度再研究。',
];
const declinedReasons = [
  '这一处已经列入上级下达的年度任务，正在实施，不重复安排，这次没有采纳。',
  '这一处在规划调整的范围内，现在投入会造成浪费，这次没有采纳。',
  '附近已有同类设施，按标准不再新增，这次没有采纳；现有设施的开放时间会在门口公示。',
  '这一处的产权属于企业，不能用财政资金建设，已把您的意见转告产权单位，这次没有采纳。',
];
const replies = [
  '已到现场核实，情况属实，急需的部分当天处理，其余在本月内完成。',
  '已安排人员维修，更换了损坏的部分，现在可以正常使用。',
  '已会同镇（街道）现场办公，先做了应急处理，整段改造另行安排。',
  '已经排查，属于管护不到位，已督促管护单位整改，并安排专人每周巡查。',
];
const checks = ['电话回访，建议人表示满意。', '到现场看过，已经处理好。', '村（社区）干部核实，已经办好。'];

/** What of 2024 did not simply turn into a proposal, with the hand-overs of what was put right. Its need counts all the same. */
export class Outcomes2024 {
  readonly handovers: HandoverRow[] = [];
  readonly #given: { ledger: Ledger; dice: Dice; people: DemoPeople };

  constructor(given: { ledger: Ledger; dice: Dice; people: DemoPeople }) {
    this.#given = given;
  }

  settle(row: SuggestionRow, outcome: Exclude<Outcome2024, 'adopted'>, project: { name: string; unit: string }): void {
    const counted = `您反映的需求已经记入项目建议“${project.name}”。`;
    if (outcome === 'solved') return this.#solve(row, project.unit, counted);
    const { ledger, dice, people } = this.#given;
    Object.assign(row, { state: outcome, version: 2 });
    const [act, reasons] = outcome === 'pooled' ? ['pool', pooledReasons] : ['decline', declinedReasons];
    // Told to the person with the round.
    ledger.say(
      row,
      momentBetween('2023-11-06', '2023-11-24', dice.next()),
      act as string,
      `${dice.pick(reasons as string[])}${counted}`,
      {
        by: people.govOffice,
        announcedAt: null,
      },
    );
  }

  /** Handed over, answered, checked and solved, all told as it happened. */
  #solve(row: SuggestionRow, unit: string, counted: string): void {
    const { ledger, dice, people } = this.#given;
    const number = this.handovers.length + 1;
    const ref = String(number);
    const by = people.unit(unit) ?? people.govOffice;
    const [reply, checkText, deadline] = [dice.pick(replies), dice.pick(checks), '2023-11-10'];
    const issuedAt = momentBetween('2023-10-17', '2023-10-23', dice.next());
    const repliedAt = momentBetween('2023-10-25', '2023-11-08', dice.next());
    const checkedAt = momentBetween('2023-11-09', '2023-11-20', dice.next());
    Object.assign(row, { state: 'solved', version: 4 });
    ledger.say(row, issuedAt, 'forward', `已交${unit}办理，要求${deadline}前答复（交办〔2024〕${number}号）。`, {
      by: people.clerk,
      ref,
    });
    ledger.say(row, repliedAt, 'reply', `${unit}答复：${reply}`, { by, ref });
    ledger.say(row, checkedAt, 'solve', `${checkText}${counted}`, { by: people.clerk });
    this.handovers.push({
      id: newId(dice.bytes),
      year: 2024,
      number,
      seq: row.seq,
      unit,
      demand: '请到现场核实，能马上解决的先解决，并书面答复。',
      deadline,
      issuedBy: people.clerk,
      issuedAt,
      state: 'accepted',
      reply,
      repliedBy: by,
      repliedAt,
      checkText,
      checkedBy: people.clerk,
      checkedAt,
      version: 3,
    });
  }
}
