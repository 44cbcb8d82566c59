import type { SuggestionState } from '@piaojue/rules';
import type { Tone } from '$lib/components/StateMark.svelte';

/** The contract's categories, said again so that a page does not load the schemas; a test compares the two. */
export const categoryNames = [
  '交通出行',
  '就业创业',
  '城乡住房',
  '社会保障',
  '社会救济',
  '教育',
  '医疗卫生',
  '文化惠民',
  '旅游发展',
  '健康养老',
  '环境保护',
  '社会治理',
  '法律援助',
  '食品安全',
  '公共安全',
] as const;

export const suggestionTones: Readonly<Record<SuggestionState, Tone>> = {
  received: 'wait',
  forwarded: 'going',
  replied: 'wait',
  merged: 'idle',
  split: 'idle',
  solved: 'good',
  adopted: 'good',
  pooled: 'idle',
  declined: 'bad',
};

export const handoverStateNames = {
  issued: '等待答复',
  replied: '已答复，等待核查',
  accepted: '核查通过',
  recalled: '已收回',
} as const;

/** Columns of the ledger and of lists that are imported; a test compares the keys with the contract. */
export const columnNames = {
  sourceRef: '来源编号',
  receivedOn: '收到日期',
  category: '建议类别',
  title: '建议名称',
  content: '具体内容',
  reason: '建议理由',
  advice: '办理建议',
  place: '所在镇（街道）',
  placeNote: '具体位置',
  name: '建议人姓名',
  phone: '联系电话',
  email: '电子邮箱',
} as const;
