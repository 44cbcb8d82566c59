import { fieldNames } from './proposal-form.js';
import type { ProposalState } from '@piaojue/rules';
import type { Tone } from '$lib/components/StateMark.svelte';

export const proposalTones: Readonly<Record<ProposalState, Tone>> = {
  draft: 'idle',
  submitted: 'going',
  returned: 'wait',
  shortlisted: 'going',
  rejected: 'bad',
  listed: 'going',
  candidate: 'good',
  reserve: 'idle',
  withdrawn: 'bad',
};

/** 8500 → 85.00: ten-thousandths as points of a hundred. */
export const scoreText = (score: number): string => (score / 100).toFixed(2);

export const sizeText = (bytes: number): string =>
  bytes >= 1_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1000))} KB`;

/** The name of a field as people read it, also of those that the system fills itself. */
export const fieldName = (key: string): string =>
  ({ ...fieldNames, code: '项目编号', leadUnit: '责任单位', suggestionCount: '建议条数' })[key] ?? key;

const largestFile = 10_000_000;
export type FileProblem = 'file_not_chosen' | 'file_empty' | 'file_too_large';

/** What is wrong with a chosen file before it is sent. A form without a file sends one without a name. */
export function fileProblem(file: Pick<File, 'name' | 'size'> | null | undefined): FileProblem | undefined {
  if (!file || (file.size === 0 && file.name === '')) return 'file_not_chosen';
  if (file.size === 0) return 'file_empty';
  return file.size > largestFile ? 'file_too_large' : undefined;
}
