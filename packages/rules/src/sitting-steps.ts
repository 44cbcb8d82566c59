import { hasQuorum } from './quorum.js';
import type { SittingFacts } from './sitting-facts.js';

export const sittingStepIds = [
  'count_present',
  'adopt_rules',
  'check_boxes',
  'issue_slips',
  'vote',
  'close',
  'report_returned',
  'count',
  'confirm',
  'announce',
  'publish',
] as const;
export type SittingStepId = (typeof sittingStepIds)[number];

/** What the big screen (会场大屏) shows. Never a running count of the votes. */
export type HallScreen =
  'roll' | 'rules' | 'boxes' | 'slips' | 'turnout' | 'returned' | 'counting' | 'result' | 'announcement';

export interface SittingStep {
  readonly id: SittingStepId;
  readonly title: string;
  /** Who acts, in the congress's own words. */
  readonly actors: readonly string[];
  readonly screen: HallScreen;
  /** 主持词: what the executive chair says, one sentence each. */
  readonly lines: (facts: SittingFacts) => readonly string[];
}

/** The script of a ballot sitting (会议程序), in order. `gate` says when the next card opens. Source: R-SITTING-01. */
export const sittingSteps: readonly SittingStep[] = [
  {
    id: 'count_present',
    title: '清点人数',
    actors: ['执行主席', '大会秘书处'],
    screen: 'roll',
    lines: ({ delegates, present }) => [
      hasQuorum(present, delegates)
        ? `本次会议应到代表${delegates}名，实到${present}名，符合法定人数，可以票决。`
        : `本次会议应到代表${delegates}名，实到${present}名，不足法定人数，不能票决。`,
    ],
  },
  {
    id: 'adopt_rules',
    title: '通过票决办法和监票人名单',
    actors: ['执行主席', '全体代表'],
    screen: 'rules',
    lines: ({ subject }) => [
      `现在表决《${subject}票决办法（草案）》。同意的请举手；请放下。不同意的请举手；弃权的请举手。`,
      '现在表决总监票人、监票人名单（草案）。同意的请举手；请放下。不同意的请举手；弃权的请举手。',
    ],
  },
  {
    id: 'check_boxes',
    title: '检查并密封票箱',
    actors: ['总监票人', '监票人'],
    screen: 'boxes',
    lines: () => ['请总监票人、监票人检查票箱。', '请工作人员在大屏上显示电子票箱。票箱检查完毕，现在密封。'],
  },
  {
    id: 'issue_slips',
    title: '分发表决票',
    actors: ['监票人', '工作人员'],
    screen: 'slips',
    lines: ({ candidates, places }) => [
      '请工作人员分发表决票。……没有领到的请举手。',
      `本次会议从${candidates}件候选项目中票决${places}件。请代表按说明填写。`,
    ],
  },
  {
    id: 'vote',
    title: '投票',
    actors: ['总监票人', '监票人', '主席团成员', '全体代表'],
    screen: 'turnout',
    lines: () => ['现在开始投票。请总监票人、监票人先投票，请主席团成员投票，请各位代表依次投票。'],
  },
  {
    id: 'close',
    title: '结束投票',
    actors: ['执行主席', '总监票人'],
    screen: 'turnout',
    lines: () => ['还有没有没投票的代表？……没有了，投票结束。请总监票人、监票人开箱清点表决票。'],
  },
  {
    id: 'report_returned',
    title: '报告收回票数',
    actors: ['总监票人', '执行主席'],
    screen: 'returned',
    lines: ({ issued, returned }) => [returnedLine(issued, returned)],
  },
  {
    id: 'count',
    title: '计票',
    actors: ['总监票人', '监票人', '总计票人', '计票人'],
    screen: 'counting',
    lines: () => ['现在计票。计票期间会议休息，请代表不要离开会场。'],
  },
  {
    id: 'confirm',
    title: '确认结果',
    actors: ['总监票人', '大会主席团', '执行主席'],
    screen: 'counting',
    lines: () => ['请总监票人向主席团报告计票结果。'],
  },
  {
    id: 'announce',
    title: '宣布结果',
    actors: ['执行主席'],
    screen: 'result',
    lines: ({ subject }) => [`现在宣布${subject}票决结果。`],
  },
  {
    id: 'publish',
    title: '发布公告',
    actors: ['大会主席团'],
    screen: 'announcement',
    lines: ({ session, subject }) => [`${session}票决通过${subject}，现予公告。`],
  },
];

function returnedLine(issued: number, returned: number | null): string {
  if (returned === null) return '请总监票人报告发出和收回的表决票数。';
  const head = `据总监票人报告，发出表决票${issued}张，收回${returned}张，`;
  if (returned > issued) return `${head}收回数多于发出数，本次票决无效，请重新投票。`;
  return `${head}收回数${returned === issued ? '等于' : '少于'}发出数，本次票决有效。现在计票。`;
}
