import type { Tone } from '$lib/components/StateMark.svelte';
import type { Collecting } from '@piaojue/contract';

/** The window of collecting as a mark. */
export const windowMark = (window: Collecting['window']): { tone: Tone; word: string } =>
  window === 'open'
    ? { tone: 'going', word: '正在征集' }
    : window === 'not_yet'
      ? { tone: 'wait', word: '即将开始' }
      : { tone: 'idle', word: '征集已结束' };

/** 2024-12-07 → 2024年12月7日 */
export function dayText(day: string): string {
  const [year, month, date] = day.split('-');
  return `${Number(year)}年${Number(month)}月${Number(date)}日`;
}

const tones: readonly [RegExp, Tone][] = [
  [/已经解决|项目建议/, 'good'],
  [/未采纳/, 'idle'],
  [/储备库|核查|研究/, 'wait'],
];
/** A shape and a colour for where a suggestion stands; the words come from the server. */
export const stateTone = (state: string): Tone => tones.find(([words]) => words.test(state))?.[1] ?? 'going';
