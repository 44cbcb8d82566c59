import { actsIn, nextIn, type Moves } from './moves.js';

export const voteStates = [
  'draft',
  'frozen',
  'ready',
  'open',
  'suspended',
  'closing',
  'closed',
  'tallying',
  'counted',
  'confirmed',
  'published',
  'void',
] as const;
export type VoteState = (typeof voteStates)[number];

export const voteActs = [
  'discard',
  'freeze',
  'prepare',
  'open',
  'suspend',
  'resume',
  'close',
  'seal',
  'enter',
  'tally',
  'count',
  'correct',
  'confirm',
  'publish',
  'void',
] as const;
export type VoteAct = (typeof voteActs)[number];

/** R-STATE-01. A closed vote never opens again; a confirmed one is never voided, nor its papers corrected. */
export const voteMoves: Moves<VoteState, VoteAct> = {
  draft: { discard: 'void', freeze: 'frozen' },
  frozen: { prepare: 'ready', void: 'void' },
  ready: { open: 'open', void: 'void' },
  open: { suspend: 'suspended', close: 'closing', void: 'void' },
  suspended: { resume: 'open', close: 'closing', void: 'void' },
  closing: { seal: 'closed', void: 'void' },
  closed: { enter: 'closed', tally: 'tallying', void: 'void' },
  tallying: { count: 'counted', void: 'void' },
  counted: { correct: 'counted', confirm: 'confirmed', void: 'void' },
  confirmed: { publish: 'published' },
  published: {},
  void: {},
};

/** R-STATE-03: acts that cannot be undone, and what is said to have come out of the paper box. */
export const actsNeedingTwoPeople = [
  'open',
  'close',
  'enter',
  'correct',
  'void',
  'publish',
] as const satisfies readonly VoteAct[];
export type TwoPersonAct = (typeof actsNeedingTwoPeople)[number];

export const needsTwoPeople = (act: VoteAct): boolean => (actsNeedingTwoPeople as readonly VoteAct[]).includes(act);

export const movesFor = (state: VoteState): VoteAct[] => actsIn(voteMoves, state);

/** The state after `act`, or undefined where the act is not allowed. */
export const nextState = (state: VoteState, act: VoteAct): VoteState | undefined => nextIn(voteMoves, state, act);

/** A box is sealed, with its keys and its list of slips, and its result not yet public: neither keys nor slips are made anew. */
export const holdsKeys = (state: VoteState): boolean => !['draft', 'frozen', 'void', 'published'].includes(state);

export const voteStateNames: Readonly<Record<VoteState, string>> = {
  draft: '起草',
  frozen: '已定稿',
  ready: '准备就绪',
  open: '正在投票',
  suspended: '暂停投票',
  closing: '正在收票',
  closed: '投票结束',
  tallying: '正在开箱',
  counted: '计票完毕',
  confirmed: '结果已确认',
  published: '已公布',
  void: '作废',
};

export const voteActNames: Readonly<Record<VoteAct, string>> = {
  discard: '撤销起草',
  freeze: '定稿',
  prepare: '完成准备',
  open: '开启表决',
  suspend: '暂停表决',
  resume: '恢复表决',
  close: '结束表决',
  seal: '封存票箱',
  enter: '登记纸质票',
  tally: '开箱',
  count: '完成计票',
  correct: '更正纸质票',
  confirm: '确认结果',
  publish: '公布结果',
  void: '宣布作废',
};
