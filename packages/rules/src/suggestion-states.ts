import { actsIn, nextIn, type Moves } from './moves.js';

/** R-STATE-04: what becomes of one suggestion (建议). `merged` and `split` point to others, which carry it on. */
export const suggestionStates = [
  'received',
  'forwarded',
  'replied',
  'merged',
  'split',
  'solved',
  'adopted',
  'pooled',
  'declined',
] as const;
export type SuggestionState = (typeof suggestionStates)[number];

export const suggestionActs = [
  'forward',
  'reply',
  'recall',
  'send_back',
  'merge',
  'unmerge',
  'split',
  'solve',
  'adopt',
  'pool',
  'decline',
  'reopen',
] as const;
export type SuggestionAct = (typeof suggestionActs)[number];

const settle = { solve: 'solved', adopt: 'adopted', pool: 'pooled', decline: 'declined' } as const;

export const suggestionMoves: Moves<SuggestionState, SuggestionAct> = {
  received: { forward: 'forwarded', merge: 'merged', split: 'split', ...settle },
  forwarded: { reply: 'replied', recall: 'received' },
  replied: { send_back: 'forwarded', merge: 'merged', ...settle },
  merged: { unmerge: 'received' },
  split: {},
  solved: { reopen: 'received' },
  adopted: { reopen: 'received' },
  pooled: { adopt: 'adopted', reopen: 'received' },
  declined: { reopen: 'received' },
};

export const nextSuggestionState = (state: SuggestionState, act: SuggestionAct): SuggestionState | undefined =>
  nextIn(suggestionMoves, state, act);
export const suggestionActsIn = (state: SuggestionState): SuggestionAct[] => actsIn(suggestionMoves, state);

/** Acts that decide over a suggestion: what they say becomes visible when the round is published (公布本轮处理结果). */
export const suggestionDecisions = ['adopt', 'pool', 'decline'] as const satisfies readonly SuggestionAct[];

export const suggestionStateNames: Readonly<Record<SuggestionState, string>> = {
  received: '待分办',
  forwarded: '交办中',
  replied: '单位已答复',
  merged: '已并案',
  split: '已拆分',
  solved: '已解决',
  adopted: '转为项目建议',
  pooled: '列入储备库',
  declined: '未采纳',
};

export const suggestionActNames: Readonly<Record<SuggestionAct, string>> = {
  forward: '交办',
  reply: '答复',
  recall: '收回交办',
  send_back: '退回重办',
  merge: '并案',
  unmerge: '撤销并案',
  split: '拆分',
  solve: '办结',
  adopt: '转为项目建议',
  pool: '列入储备库',
  decline: '不采纳',
  reopen: '重新办理',
};

/** How a suggestion came in (domain.md 4.1). */
export const suggestionChannels = [
  'web',
  'email',
  'letter',
  'hotline',
  'station',
  'mobile_station',
  'delegate',
  'department',
  'clerk',
] as const;
export type SuggestionChannel = (typeof suggestionChannels)[number];
export const suggestionChannelNames: Readonly<Record<SuggestionChannel, string>> = {
  web: '网上提交',
  email: '电子邮件',
  letter: '信函',
  hotline: '12345热线',
  station: '代表联络站',
  mobile_station: '流动工作站',
  delegate: '代表建议',
  department: '部门申报',
  clerk: '工作人员代填',
};

export const suggesterKinds = ['resident', 'delegate', 'cppcc_member', 'unit'] as const;
export type SuggesterKind = (typeof suggesterKinds)[number];
export const suggesterKindNames: Readonly<Record<SuggesterKind, string>> = {
  resident: '群众',
  delegate: '人大代表',
  cppcc_member: '政协委员',
  unit: '单位',
};

/** 三级履职阵地, and the team that goes to the people for a time (流动工作站). */
export const stationLevels = ['head', 'town', 'village', 'mobile'] as const;
export type StationLevel = (typeof stationLevels)[number];
export const stationLevelNames: Readonly<Record<StationLevel, string>> = {
  head: '县级联络总站',
  town: '乡镇联络站',
  village: '村组联络点',
  mobile: '流动工作站',
};
