import type { ProjectStatus, VoteState, BallotParameters } from '@piaojue/rules';
import type { Tone } from '$lib/components/StateMark.svelte';

export const voteTones: Record<VoteState, Tone> = {
  draft: 'idle',
  frozen: 'wait',
  ready: 'wait',
  open: 'going',
  suspended: 'wait',
  closing: 'going',
  closed: 'wait',
  tallying: 'going',
  counted: 'wait',
  confirmed: 'good',
  published: 'good',
  void: 'bad',
};

export const statusNames: Record<ProjectStatus, string> = {
  adopted: '通过',
  not_adopted_below_majority: '未过半数',
  not_adopted_by_rank: '未进入应选数',
  not_adopted_by_presidium: '票数相等，主席团决定不列入',
  tied: '票数相等，待定',
  revote_candidate: '再次投票',
  undecided: '未定',
};

export const statusTones: Record<ProjectStatus, Tone> = {
  adopted: 'good',
  not_adopted_below_majority: 'idle',
  not_adopted_by_rank: 'idle',
  not_adopted_by_presidium: 'idle',
  tied: 'wait',
  revote_candidate: 'wait',
  undecided: 'wait',
};

export const kindNames: Record<'approve_only' | 'for_against_abstain' | 'satisfaction' | 'rank', string> = {
  approve_only: '只选赞成',
  for_against_abstain: '赞成、反对、弃权',
  satisfaction: '满意度测评',
  rank: '排序',
} satisfies Record<BallotParameters['ballotKind'] | 'satisfaction', string>;

/** The three columns of a ballot kind. A satisfaction ballot uses the same three counters. */
export const columnNames = (kind: keyof typeof kindNames): readonly [string, string, string] =>
  kind === 'satisfaction' ? ['满意', '基本满意', '不满意'] : ['赞成', '反对', '弃权'];

export const groupNames: Record<'BELENIOS-2048' | 'Ed25519', string> = {
  'BELENIOS-2048': '标准（BELENIOS-2048，可用第三方工具核验）',
  Ed25519: '快速（Ed25519，适合代表很多的会议）',
};
