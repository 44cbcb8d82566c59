import type { Tone } from '$lib/components/StateMark.svelte';
import type { Collecting, ToldState } from '@piaojue/contract';

/** The window of collecting as a mark. */
export const windowMark = (window: Collecting['window']): { tone: Tone; word: string } =>
  window === 'open'
    ? { tone: 'going', word: '正在征集' }
    : window === 'not_yet'
      ? { tone: 'wait', word: '即将开始' }
      : { tone: 'idle', word: '征集已结束' };

/** Where a suggestion stands, in words for whoever made it and whoever reads it: a shape and a colour beside the words. */
const told: Readonly<Record<ToldState, { tone: Tone; word: string }>> = {
  received: { tone: 'going', word: '已收到，等待办理' },
  forwarded: { tone: 'going', word: '已交有关单位办理' },
  replied: { tone: 'wait', word: '有关单位已答复，正在核查' },
  merged: { tone: 'going', word: '已与同类建议合并办理' },
  split: { tone: 'going', word: '已分成几件办理' },
  undecided: { tone: 'wait', word: '正在研究办理' },
  solved: { tone: 'good', word: '已经解决' },
  adopted: { tone: 'good', word: '已转为项目建议' },
  pooled: { tone: 'wait', word: '已列入储备库' },
  declined: { tone: 'idle', word: '未采纳' },
};
export const stateMark = (state: ToldState): { tone: Tone; word: string } => told[state];
