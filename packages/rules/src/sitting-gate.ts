import { assertNever } from './assert-never.js';
import { isMajority, smallestMajority } from './majority.js';
import { hasQuorum, smallestQuorum } from './quorum.js';
import type { RuleId } from './rule-ids.js';
import type { SittingFacts } from './sitting-facts.js';
import { sittingStepIds, type SittingStepId } from './sitting-steps.js';
import { checkSlips } from './slips.js';
import type { VoteState } from './vote-states.js';

export interface Obstacle {
  readonly rule: RuleId;
  readonly sentence: string;
}

/** Whether the card after `step` may open, and if not, what is missing. */
export interface Gate {
  readonly open: boolean;
  readonly missing: readonly Obstacle[];
}

/**
 * What must hold before the card after `step` opens. Each gate asks for its own step only; `currentStep` walks them.
 * Source: R-SITTING-01 and the rules named in each obstacle.
 */
export function gate(step: SittingStepId, facts: SittingFacts): Gate {
  const missing = obstaclesOf(step, facts);
  return { open: missing.length === 0, missing };
}

/** The first step that is not finished; the last one when all are. */
export const currentStep = (facts: SittingFacts): SittingStepId =>
  sittingStepIds.find((step) => !gate(step, facts).open) ?? 'publish';

function obstaclesOf(step: SittingStepId, facts: SittingFacts): Obstacle[] {
  switch (step) {
    case 'count_present':
      return quorumObstacles(facts, 'R-QUORUM-01');
    case 'adopt_rules':
      return adoptionObstacles(facts);
    case 'check_boxes':
      return boxObstacles(facts);
    case 'issue_slips':
      // T20: counted again at the vote, because delegates may have left
      return [
        ...quorumObstacles(facts, 'R-QUORUM-02'),
        ...unless(facts.issued > 0, 'R-SLIP-01', '还没有发出表决票。'),
        ...checkSlips(facts),
        ...unless(facts.leftVoided, 'R-SLIP-03', '剩余的表决票还没有作废。'),
        ...unless(reached(facts, 'ready'), 'R-STATE-01', '表决还没有准备就绪。'),
      ];
    case 'vote':
      return votingObstacles(facts);
    case 'close':
      return unless(reached(facts, 'closed'), 'R-STATE-01', '表决还没有结束，或者票箱还没有封存。');
    case 'report_returned':
      return returnedObstacles(facts);
    case 'count':
      return [
        ...unless(reached(facts, 'counted'), 'R-STATE-01', '计票还没有完成。'),
        ...unless(facts.outcome !== 'inconsistent', 'R-COUNT-04', '报告单的数字互相矛盾，应当核对。'),
        ...unless(facts.outcome !== null, 'R-COUNT-04', '还没有计票结果。'),
        ...unless(!withoutResult(facts), 'R-COUNT-01', '本次票决没有结果，应当重新投票。'),
      ];
    case 'confirm':
      return [
        ...hallObstacles('confirm', facts),
        ...unless(facts.outcome !== 'presidium', 'R-REVOTE-03', '有事项需要大会主席团决定。'),
        ...unless(reached(facts, 'confirmed'), 'R-STATE-01', '执行主席还没有确认结果。'),
      ];
    case 'announce':
      return hallObstacles('publish', facts);
    case 'publish':
      return unless(reached(facts, 'published'), 'R-STATE-01', '公告还没有发布。');
    default:
      return assertNever(step);
  }
}

/** What the clerk writes down of the hall. */
export type HallTold = Pick<
  SittingFacts,
  | 'delegates'
  | 'handsForRules'
  | 'handsForScrutineers'
  | 'boxesSealed'
  | 'electronicBoxEmpty'
  | 'reportSigned'
  | 'announced'
>;

/** Acts on a vote that rest on something that happened in the hall, and the state each leads to. */
const hallActs = { open: 'open', confirm: 'confirmed', publish: 'published' } as const;
export type HallAct = keyof typeof hallActs;

/** What must be recorded of the hall before this act. Source: R-SITTING-01, R-MAJOR-01. */
export function hallObstacles(act: HallAct, told: HallTold): Obstacle[] {
  switch (act) {
    case 'open':
      return [...adoptionObstacles(told), ...boxObstacles(told)];
    case 'confirm':
      return unless(told.reportSigned, 'R-SITTING-01', '总监票人还没有在计票结果报告单上签字。');
    case 'publish':
      return unless(told.announced, 'R-SITTING-01', '结果还没有在会场宣布。');
    default:
      return assertNever(act);
  }
}

/** The acts that have been done when a vote is in this state: what they rest on is not taken back. */
export const hallActsDone = (voteState: VoteState): HallAct[] =>
  (Object.keys(hallActs) as HallAct[]).filter((act) => reached({ voteState }, hallActs[act]));

const adoptionObstacles = ({ handsForRules, handsForScrutineers, delegates }: HallTold): Obstacle[] => [
  ...handsObstacles('票决办法', handsForRules, delegates),
  ...handsObstacles('总监票人、监票人名单', handsForScrutineers, delegates),
];

const boxObstacles = ({ boxesSealed, electronicBoxEmpty }: HallTold): Obstacle[] => [
  ...unless(boxesSealed, 'R-SITTING-01', '纸质票箱还没有检查并密封。'),
  ...unless(electronicBoxEmpty, 'R-SITTING-01', '还没有确认电子票箱为空。'),
];

const withoutResult = ({ outcome }: SittingFacts): boolean =>
  outcome === 'void' || outcome === 'no_quorum' || outcome === 'participation_too_low';

const unless = (holds: boolean, rule: RuleId, sentence: string): Obstacle[] => (holds ? [] : [{ rule, sentence }]);

/** The road of a vote without detours; a void vote has reached nothing, and a suspended one is open. */
const road: readonly VoteState[] = [
  'draft',
  'frozen',
  'ready',
  'open',
  'closing',
  'closed',
  'tallying',
  'counted',
  'confirmed',
  'published',
];

function reached({ voteState }: Pick<SittingFacts, 'voteState'>, state: VoteState): boolean {
  const at = voteState === 'suspended' ? 'open' : voteState;
  return road.indexOf(at) >= road.indexOf(state);
}

function quorumObstacles({ present, delegates }: SittingFacts, rule: RuleId): Obstacle[] {
  const sentence = `实到${present}名，法定人数需${smallestQuorum(delegates)}名，不能票决。`;
  return unless(hasQuorum(present, delegates), rule, sentence);
}

function handsObstacles(what: string, hands: number | null, delegates: number): Obstacle[] {
  if (hands === null) return [{ rule: 'R-MAJOR-01', sentence: `${what}还没有表决。` }];
  const sentence = `${what}得${hands}票，全体代表过半数需${smallestMajority(delegates)}票，未通过。`;
  return unless(isMajority(hands, delegates), 'R-MAJOR-01', sentence);
}

/** Voting goes on until it is ended, or until every slip has come back. */
function votingObstacles(facts: SittingFacts): Obstacle[] {
  const { accepted, issued } = facts;
  if (!reached(facts, 'open')) return [{ rule: 'R-STATE-01', sentence: '表决还没有开启。' }];
  const sentence = `发出${issued}张，已收到${accepted}张，还有${issued - accepted}张没有收到。代表都投完以后结束投票。`;
  return unless(reached(facts, 'closing') || accepted >= issued, 'R-SLIP-02', sentence);
}

function returnedObstacles({ issued, returned, invalid }: SittingFacts): Obstacle[] {
  if (returned === null || invalid === null) return [{ rule: 'R-COUNT-03', sentence: '总监票人还没有报告收回票数。' }];
  const sentence = `收回${returned}张，多于发出的${issued}张，本次票决无效，应当重新投票。`;
  return [
    ...unless(returned <= issued, 'R-COUNT-01', sentence), // T04
    ...unless(invalid <= returned, 'R-COUNT-03', '无效票多于收回票数。'),
  ];
}
