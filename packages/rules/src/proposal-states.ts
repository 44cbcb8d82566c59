import { actsIn, nextIn, type Moves } from './moves.js';

/**
 * R-STATE-05: what becomes of a proposal (项目建议) on its way to the ballot. `listed`: on the list that the government
 * submits to the congress (建议项目); `candidate` and `reserve`: what the standing committee decided.
 */
export const proposalStates = [
  'draft',
  'submitted',
  'returned',
  'shortlisted',
  'rejected',
  'listed',
  'candidate',
  'reserve',
  'withdrawn',
] as const;
export type ProposalState = (typeof proposalStates)[number];

export const proposalActs = [
  'submit',
  'return',
  'shortlist',
  'unlist',
  'reject',
  'list',
  'send_back',
  'fix',
  'keep',
  'unfix',
  'withdraw',
  'reopen',
] as const;
export type ProposalAct = (typeof proposalActs)[number];

export const proposalMoves: Moves<ProposalState, ProposalAct> = {
  draft: { submit: 'submitted', withdraw: 'withdrawn' },
  submitted: { return: 'returned', shortlist: 'shortlisted', reject: 'rejected', withdraw: 'withdrawn' },
  returned: { submit: 'submitted', withdraw: 'withdrawn' },
  shortlisted: { unlist: 'submitted', list: 'listed', reject: 'rejected', withdraw: 'withdrawn' },
  rejected: { reopen: 'submitted' },
  // Sent back by the standing committee, it goes through the government office again.
  listed: { send_back: 'returned', fix: 'candidate', keep: 'reserve', withdraw: 'withdrawn' },
  // What was recorded wrongly is taken back before it is public.
  candidate: { unfix: 'listed' },
  reserve: { unfix: 'listed' },
  withdrawn: { reopen: 'draft' },
};

export const nextProposalState = (state: ProposalState, act: ProposalAct): ProposalState | undefined =>
  nextIn(proposalMoves, state, act);
export const proposalActsIn = (state: ProposalState): ProposalAct[] => actsIn(proposalMoves, state);

export const proposalStateNames: Readonly<Record<ProposalState, string>> = {
  draft: '起草中',
  submitted: '已报送',
  returned: '退回修改',
  shortlisted: '初步候选',
  rejected: '未列入',
  listed: '建议项目',
  candidate: '候选项目',
  reserve: '储备项目',
  withdrawn: '已撤回',
};

/** The criteria of screening (筛选标准); source: domain.md 4.1 from [S2][S11][S14][S15]. Each mark needs a reason. */
export const criteria = [
  'inclusive',
  'public_good',
  'balanced',
  'feasible',
  'done_in_year',
  'funded',
  'no_new_burden',
  'not_ordered_above',
  'lawful',
  'land_and_environment',
] as const;
export type Criterion = (typeof criteria)[number];

export const criterionNames: Readonly<Record<Criterion, string>> = {
  inclusive: '普惠性',
  public_good: '公益性',
  balanced: '均衡性',
  feasible: '可行性',
  done_in_year: '当年可完成',
  funded: '资金落实',
  no_new_burden: '无新增负担和债务',
  not_ordered_above: '非上级已安排',
  lawful: '合法性',
  land_and_environment: '用地环境',
};
