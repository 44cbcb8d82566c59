import type { PoolKind, PoolLine } from '@piaojue/contract';
import { proposalStateNames, suggestionStateNames } from '@piaojue/rules';
import type { Tone } from '$lib/components/StateMark.svelte';
import { proposalTones } from '../proposals.js';
import { suggestionTones } from './suggestions.js';

export const poolName = '民生实事项目储备库';

export const poolKindNames: Readonly<Record<PoolKind, string>> = { suggestion: '建议', proposal: '项目建议' };

export const poolMark = ({ state }: Pick<PoolLine, 'state'>): { tone: Tone; word: string } =>
  state === 'pooled'
    ? { tone: suggestionTones.pooled, word: suggestionStateNames.pooled }
    : { tone: proposalTones[state], word: proposalStateNames[state] };

/** Why it is in the pool: as it was said, else what led there. */
export const poolReason = ({ state, reason }: Pick<PoolLine, 'state' | 'reason'>): string => {
  const said = reason.replace(/^列入民生实事项目储备库：/, '');
  if (said !== '') return said;
  return state === 'reserve' ? '提请常委会审议，没有列为候选项目。' : '当时没有写明原因。';
};

export const poolEmpty = {
  filtered: '储备库里没有符合条件的内容。请换个条件再找，或者全部显示。',
  none: '储备库现在是空的。决定列入储备库的建议、没有列入的项目建议和储备项目，会自动出现在这里。',
} as const;

/** What the button of an act says; the office gives a proposal to its unit. */
export const takeWords = {
  suggestion: (year: number): string => `列入${year}年度办理`,
  own: (year: number): string => `用作${year}年度项目建议`,
  given: (year: number): string => `交单位用作${year}年度项目建议`,
} as const;

/** Where it was taken up again. */
export const takenWords = ({ kind, unit }: Pick<PoolLine, 'kind' | 'unit'>, year: number, open: boolean): string =>
  kind === 'suggestion'
    ? `已列入${year}年度办理`
    : open
      ? `已用作${year}年度项目建议`
      : `已交${unit ?? '单位'}用作${year}年度项目建议，单位正在起草`;

/** On the draft that began with a proposal of an earlier year. */
export const carriedDraft = {
  title: (year: number): string => `内容沿用${year}年度的项目建议，请逐项核对。`,
  check: '起止时间、进度安排、投资和资金、前期工作还是原来年度写的，报送以前请改成今年的情况。附件没有带过来。',
  given: '政府办公室从储备库中选出，请本单位以它为基础起草。',
} as const;
