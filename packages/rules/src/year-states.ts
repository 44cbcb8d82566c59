import { actsIn, nextIn, type Moves } from './moves.js';

export const yearStates = [
  'prepare',
  'collect',
  'screen',
  'standing_committee_review',
  'candidates_fixed',
  'review_in_session',
  'ballot',
  'published',
  'assigned',
  'carry_out',
  'change',
  'appraisal',
  'archived',
] as const;
export type YearState = (typeof yearStates)[number];

export const yearActs = [
  'start_collecting',
  'start_screening',
  'submit_to_standing_committee',
  'fix_candidates',
  'correct_candidates',
  'submit_to_session',
  'start_ballot',
  'publish',
  'assign',
  'start_works',
  'request_change',
  'settle_change',
  'start_appraisal',
  'archive',
] as const;
export type YearAct = (typeof yearActs)[number];

/** R-STATE-02: the year (年度周期). No state can be skipped; one step back: a decision recorded wrongly, before it is public. */
export const yearMoves: Moves<YearState, YearAct> = {
  prepare: { start_collecting: 'collect' },
  collect: { start_screening: 'screen' },
  screen: { submit_to_standing_committee: 'standing_committee_review' },
  standing_committee_review: { fix_candidates: 'candidates_fixed' },
  candidates_fixed: { correct_candidates: 'standing_committee_review', submit_to_session: 'review_in_session' },
  review_in_session: { start_ballot: 'ballot' },
  ballot: { publish: 'published' },
  published: { assign: 'assigned' },
  assigned: { start_works: 'carry_out' },
  carry_out: { request_change: 'change', start_appraisal: 'appraisal' },
  change: { settle_change: 'carry_out' },
  appraisal: { archive: 'archived' },
  archived: {},
};

export const yearMovesFor = (state: YearState): YearAct[] => actsIn(yearMoves, state);

/** The state after `act`, or undefined where the act is not allowed. */
export const nextYearState = (state: YearState, act: YearAct): YearState | undefined => nextIn(yearMoves, state, act);

export const yearStateNames: Readonly<Record<YearState, string>> = {
  prepare: '筹备',
  collect: '征集',
  screen: '筛选',
  standing_committee_review: '常委会审议',
  candidates_fixed: '候选项目确定',
  review_in_session: '大会审议',
  ballot: '票决',
  published: '公告',
  assigned: '交办',
  carry_out: '实施监督',
  change: '变更',
  appraisal: '测评',
  archived: '归档',
};

export const yearActNames: Readonly<Record<YearAct, string>> = {
  start_collecting: '开始征集',
  start_screening: '开始筛选',
  submit_to_standing_committee: '提请常委会审议',
  fix_candidates: '确定候选项目',
  correct_candidates: '更正审议结果',
  submit_to_session: '提交大会审议',
  start_ballot: '进入票决',
  publish: '发布公告',
  assign: '交办',
  start_works: '开始实施',
  request_change: '提请变更',
  settle_change: '办结变更',
  start_appraisal: '开始测评',
  archive: '归档',
};
